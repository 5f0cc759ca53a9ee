"""Mail through the server of the installation, or into files where there is none."""

from smtplib import SMTPException, SMTPRecipientsRefused

from django.core.mail import EmailMessage

from ukur.domain.ports import Mail, MailRefused, OutsideFailure


class InstallationMailer:
    """Fulfils `ukur.domain.ports.Mailer` by Django's mail settings (see `EMAIL_URL`)."""

    def send(self, mail: Mail) -> None:
        """Hand the message over.

        Raises:
            MailRefused: the address is not taken, or is none.
            OutsideFailure: the server does not answer, or takes nothing.
        """
        subject = " ".join(mail.subject.split())
        try:
            EmailMessage(subject, mail.text, to=[mail.to]).send()
        except (SMTPRecipientsRefused, ValueError) as error:
            raise MailRefused(str(error)) from error
        except (SMTPException, OSError) as error:
            raise OutsideFailure("mail", str(error)) from error
