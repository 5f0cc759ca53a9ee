"""Mail through the server of the installation, or into files where there is none."""

from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.mail import EmailMessage, get_connection

from ukur.domain.ports import Mail, MailRefused, OutsideFailure


class InstallationMailer:
    """Fulfils `ukur.domain.ports.Mailer` by Django's mail settings (see `EMAIL_URL`).

    `timeout` is how many seconds the server has to answer; None takes that of the settings.
    """

    def __init__(self, timeout: float | None = None) -> None:
        self._timeout = timeout

    def send(self, mail: Mail) -> None:
        """Hand the message over.

        Raises:
            MailRefused: the address is not taken, or is none.
            OutsideFailure: the server does not answer, or takes nothing.
        """
        subject = " ".join(mail.subject.split())
        try:
            connection = get_connection(timeout=self._timeout)
            EmailMessage(subject, mail.text, to=[mail.to], connection=connection).send()
        except SMTPRecipientsRefused as error:
            raise MailRefused(str(error)) from error
        except (SMTPException, OSError) as error:
            # before ValueError: a certificate that does not hold is both, and no fault of the mail
            raise OutsideFailure("mail", str(error)) from error
        except ValueError as error:
            raise MailRefused(str(error)) from error
