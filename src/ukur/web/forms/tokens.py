"""The form by which a person makes a key for a program."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ukur.domain.api_keys import LONGEST_NAME
from ukur.web.forms.office import TEXT, day_field


class NewKeyForm(forms.Form):
    """What the key is for, what it may do, and until when."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(TEXT | {"autocomplete": "off"}),
        help_text=_("The name of the program, so that you know it again in the list"),
    )
    unit = forms.TypedChoiceField(
        label=_("What it may do"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select(TEXT),
    )
    ends_on = day_field(label=_("Holds until, this day included"), help_text=_("A year at most"))

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("All my duties")), *units]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]  # a choice field
