"""The form of the first run: an agency and its pengelola."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ukur.usecases.office.set_up_agency import FirstKeeper, NewAgency

OFFSETS = ((7, _("WIB (UTC+7)")), (8, _("WITA (UTC+8)")), (9, _("WIT (UTC+9)")))


def _words(**more: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"class": "isian-teks"})
    return forms.CharField(max_length=200, widget=widget, **more)


class FirstRun(forms.Form):
    """What `set_up_agency` asks for, as it is typed."""

    government = _words(
        label=_("Government"), help_text=_("For example: Pemerintah Kabupaten Contoh")
    )
    name = _words(label=_("Name of the office"), help_text=_("For example: Dinas Kesehatan"))
    region = _words(label=_("Region"), help_text=_("For example: Kabupaten Contoh"))
    city = _words(
        label=_("Place written above signatures"), help_text=_("For example: Kota Contoh")
    )
    head_title = _words(
        label=_("Title of the head as it stands under papers"),
        help_text=_("For example: Kepala Dinas Kesehatan"),
    )
    letter_code = _words(
        label=_("Code in letter numbers"),
        help_text=_("For example: DINKES; may stay empty"),
        required=False,
    )
    utc_offset = forms.TypedChoiceField(
        label=_("Time zone"),
        choices=OFFSETS,
        coerce=int,
        widget=forms.Select(attrs={"class": "isian-teks"}),
    )
    keeper_name = _words(label=_("Name of the keeper of the application"))
    keeper_username = _words(label=_("User name of the keeper"))
    keeper_email = forms.EmailField(
        label=_("E-mail address of the keeper"),
        help_text=_("A new password can be sent there; may stay empty"),
        required=False,
        widget=forms.EmailInput(attrs={"class": "isian-teks"}),
    )
    password = forms.CharField(
        label=_("Password of the keeper"),
        help_text=_("At least 10 characters"),
        strip=False,
        widget=forms.PasswordInput(
            attrs={"class": "isian-teks", "autocomplete": "new-password"}, render_value=True
        ),
    )


def new_agency(typed: Mapping[str, object], today: date) -> NewAgency:
    """The agency that was typed; its calendar holds this year and the next."""
    return NewAgency(
        name=str(typed["name"]),
        government=str(typed["government"]),
        region=str(typed["region"]),
        city=str(typed["city"]),
        head_title=str(typed["head_title"]),
        letter_code=str(typed["letter_code"]),
        utc_offset=int(str(typed["utc_offset"])),
        years=(today.year, today.year + 1),
    )


def first_keeper(typed: Mapping[str, object]) -> FirstKeeper:
    """The pengelola that was typed."""
    return FirstKeeper(
        username=str(typed["keeper_username"]),
        name=str(typed["keeper_name"]),
        email=str(typed["keeper_email"]),
        password=str(typed["password"]),
    )
