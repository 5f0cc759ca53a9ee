"""The forms of the office calendar."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ukur.domain.holidays import HolidayKind
from ukur.edge.holiday_words import KIND_WORDS
from ukur.web.forms.office import TEXT, day_field, text_field

MOST_TYPED = 120


def _hours(label: Any) -> forms.CharField:
    widget = forms.TextInput(TEXT | {"autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=MOST_TYPED, widget=widget)


class AddHoliday(forms.Form):
    """A day without office hours."""

    day = day_field(label=_("Day"))
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, KIND_WORDS[kind]) for kind in reversed(HolidayKind)],
        widget=forms.Select(TEXT),
    )
    name = text_field(label=_("Name"))
    basis = text_field(
        label=_("Rests on"),
        required=False,
        help_text=_("The decision with its number; needed for a day of the region"),
    )


class LoadYear(forms.Form):
    """A year of national holidays."""

    year = forms.IntegerField(
        label=_("Year"), min_value=2000, max_value=2099, widget=forms.NumberInput(TEXT)
    )


class WeekHours(forms.Form):
    """The hours of each weekday; the fields bear the names of `worktime.WEEKDAYS`."""

    monday = _hours(_("Monday"))
    tuesday = _hours(_("Tuesday"))
    wednesday = _hours(_("Wednesday"))
    thursday = _hours(_("Thursday"))
    friday = _hours(_("Friday"))
    saturday = _hours(_("Saturday"))
    sunday = _hours(_("Sunday"))


class AddSpecialHours(WeekHours):
    """Other hours for a span of dates."""

    name = text_field(label=_("Name"), help_text=_("For example: Ramadan 1447 H"))
    basis = text_field(label=_("Rests on"), help_text=_("The circular with its number"))
    first = day_field(label=_("From"))
    last = day_field(label=_("Up to and with"))
    field_order = ("name", "basis", "first", "last")
