"""What the script of a unit's form is told: addresses, whose drafts it keeps, and its words."""

from django.urls import reverse
from django.utils.translation import gettext as _

from ukur.store.queries.entry import EntryForm


def script_data(form: EntryForm, account_id: int) -> dict[str, object]:
    """For the page as JSON. Drafts are kept by account: a device may have several users."""
    task = form.task_id
    here = reverse("entry", args=[task])
    return {
        "drafts": drafts_key(task, account_id),
        "cells": reverse("entry_cells", args=[task]),
        "handIn": reverse("entry_hand_in", args=[task]),
        "line": reverse("entry_line", args=[task, 0]),
        "tasks": reverse("entries"),
        "signIn": f"{reverse('sign_in')}?next={here}",
        "words": _words(),
    }


def drafts_key(task_id: int, account_id: int) -> str:
    """Under which name a browser keeps what was typed into a form, by account."""
    return f"ukur-isian:{account_id}:{task_id}"


def _words() -> dict[str, str]:
    return {
        "waiting": _("Safe on this device %(at)s; still to be sent: %(n)s"),
        "waitingUnkept": _("Only on this page %(at)s; still to be sent: %(n)s"),
        "sending": _("Being sent …"),
        "notKept": _("Not kept yet"),
        "answer": _("Answer the question beside the cell first."),
        "versions": _("There are two versions; choose one."),
        "offline": _(
            "No connection. What you type is kept on this device and sent as soon as there is one; "
            "you may go on, or close the page."
        ),
        "offlineUnkept": _("No connection. What you type is sent as soon as there is one."),
        "failed": _(
            "The server does not answer. What you type is kept on this device and sent again by "
            "itself."
        ),
        "failedUnkept": _("The server does not answer. What you type is sent again by itself."),
        "gate": _(
            "The network answered in place of Ukur, such as a wifi that wants you to sign in to "
            "it. What you type is kept on this device and is sent by itself once the way is free: "
            "open a page, sign in to the network, and come back."
        ),
        "gateUnkept": _(
            "The network answered in place of Ukur, such as a wifi that wants you to sign in to "
            "it. Open another page, sign in to the network, and come back."
        ),
        "openPage": _("Open a page in a new tab"),
        "signedOut": _(
            "Your session has ended. What you typed is kept on this device and is sent once you "
            "have signed in again."
        ),
        "signedOutUnkept": _("Your session has ended before all was sent."),
        "signIn": _("Sign in again"),
        "closed": _("What you typed is kept on this device, but cannot be sent:"),
        "closedUnkept": _("What you typed cannot be sent:"),
        "reload": _("Reload the page"),
        "gone": _(
            "This form is not yours to fill in any more, and nothing was sent. What you typed is "
            "shown below, to copy."
        ),
        "tasks": _("Your forms"),
        "noStore": _(
            "This browser keeps nothing on this device. Do not close the page before all is kept."
        ),
        "restored": _("What was left on this device has been put back: %(n)s."),
        "theirs": _("%(by)s kept %(told)s on %(at)s."),
        "mine": _("You typed %(mine)s."),
        "keepMine": _("Keep mine"),
        "keepTheirs": _("Keep theirs"),
        "yes": _("Yes, %(read)s"),
        "held": _("held"),
        "note": _("Note"),
        "noteHint": _("Why there is no figure, or why it is unusual"),
        "outside": _("Cells that have no place in the form, left out: %(n)s"),
        "head": _(
            "The first row holds no figure: %(row)s. If these are the heads of the columns, cancel "
            "and copy the range without them; otherwise every figure stands a row too low."
        ),
        "readAs": _("%(typed)s (read as %(read)s)"),
        "progress": _("%(ready)s of %(total)s ready"),
        "back": _("Back to %(n)s"),
        "on": _("On to %(n)s"),
        "close": _("Close"),
        "noPanel": _("Cannot be shown without a connection."),
    }
