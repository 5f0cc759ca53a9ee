"""The forms of exceptions: every one wants its reason."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ukur.domain.exceptions import LONGEST_REASON
from ukur.web.forms.office import TEXT, day_field


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(TEXT | {"rows": 3}),
        help_text=_("It stands in the journal and in the conformance report."),
    )


def _sure(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label)


class CancelRun(forms.Form):
    reason = _reason()
    sure = _sure(_("I have read what follows from it"))


class ChangeDue(forms.Form):
    finish_by = day_field(label=_("To be finished by"))
    step_due = day_field(label=_("The open step is due on"))
    reason = _reason()


class ReopenCycle(forms.Form):
    back_to = forms.TypedChoiceField(label=_("Goes on at"), coerce=int, widget=forms.Select(TEXT))
    units = forms.TypedMultipleChoiceField(
        label=_("Units whose data is wrong"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Only where it goes on at the collection. The others stay verified."),
    )
    reason_code = forms.ChoiceField(label=_("Kind of reason"), widget=forms.Select(TEXT))
    reason = _reason()
    finish_by = day_field(label=_("To be finished by"))
    sure = _sure(_("I have read what follows from it"))

    def __init__(
        self,
        *args: Any,
        steps: Sequence[tuple[int, str]] = (),
        units: Sequence[tuple[int, str]] = (),
        reasons: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("back_to", steps), ("units", units), ("reason_code", reasons)):
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field
