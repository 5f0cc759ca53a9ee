"""The forms by which a duty passes on: for some days, or to its next holder."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ukur.domain.handing_over import LONGEST_BASIS
from ukur.web.forms.office import LETTER_HELP, TEXT, day_field

Choices = Sequence[tuple[int, str]]
BEHALVES = (
    ("plh", _("Plh.: while the holder is away")),
    ("an", _("a.n.: for the signature alone")),
)
FOLLOWING = (("", _("in full")), ("plt", _("Plt.: until somebody is named")))


def _who(label: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=label, coerce=int, widget=forms.Select(TEXT))


def _letter() -> forms.CharField:
    return forms.CharField(
        label=_("Letter"),
        max_length=LONGEST_BASIS,
        widget=forms.TextInput(TEXT),
        help_text=LETTER_HELP,
    )


class Delegate(forms.Form):
    """A duty given for some days."""

    duty = _who(_("Duty"))
    to = _who(_("To"))
    acting = forms.ChoiceField(label=_("Signs as"), choices=BEHALVES, widget=forms.Select(TEXT))
    starts = day_field(label=_("From"))
    ends = day_field(label=_("Until, this day included"))
    basis = _letter()

    def __init__(
        self, *args: Any, duties: Choices = (), people: Choices = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duty"].choices = duties  # type: ignore[attr-defined]  # a choice field
        self.fields["to"].choices = [("", "–"), *people]  # type: ignore[attr-defined]  # a choice field


class HandOverForm(forms.Form):
    """A duty that passes to its next holder."""

    to = _who(_("Next holder"))
    acting = forms.ChoiceField(
        label=_("Held"), choices=FOLLOWING, required=False, widget=forms.Select(TEXT)
    )
    last_day = day_field(label=_("Last day of the present holder"))
    first_day = day_field(label=_("First day of the next holder"))
    basis = _letter()
    apart = forms.CharField(
        label=_("Why the days do not meet"),
        max_length=LONGEST_BASIS,
        required=False,
        widget=forms.TextInput(TEXT),
        help_text=_("Only where there is a day that nobody holds, or one that both hold"),
    )

    def __init__(self, *args: Any, people: Choices = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = [("", "–"), *people]  # type: ignore[attr-defined]  # a choice field
