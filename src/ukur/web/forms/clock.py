"""The form of a pause."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ukur.domain.sop.timing import TEXT_LIMIT
from ukur.web.forms.office import TEXT, day_field


class PauseClock(forms.Form):
    """For whom a step waits, why, and until when."""

    awaited = forms.CharField(
        label=_("Waiting for"),
        max_length=TEXT_LIMIT,
        widget=forms.TextInput(TEXT),
        help_text=_("An office or a person, for example: BPS"),
    )
    reason = forms.CharField(
        label=_("What is missing"),
        max_length=TEXT_LIMIT,
        widget=forms.Textarea(TEXT | {"rows": "3"}),
    )
    until = day_field(
        label=_("Runs again on"),
        help_text=_("By itself, when the office opens that day; you can go on sooner at any time"),
    )
