"""The forms of the pengelola's pages."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ukur.domain.people import ACTING, Role
from ukur.edge.names import role_name

TEXT = {"class": "isian-teks"}
HELD = (("", _("in full")), *ACTING.items())
"""How a duty is held, as a choice."""
LETTER_HELP = _("With its number, for example: Surat Perintah 800/12/2026")
KINDS = (
    ("puskesmas", _("Community health centre")),
    ("bidang", _("Division")),
    ("sekretariat", _("Secretariat")),
    ("upt", _("Technical unit")),
)


def text_field(**more: Any) -> forms.CharField:
    return forms.CharField(max_length=200, widget=forms.TextInput(TEXT), **more)


def day_field(**more: Any) -> forms.DateField:
    widget = forms.DateInput(TEXT | {"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, input_formats=["%Y-%m-%d"], **more)


def _secret(**more: Any) -> forms.CharField:
    widget = forms.PasswordInput(TEXT | {"autocomplete": "new-password"})
    return forms.CharField(strip=False, widget=widget, **more)


class _DutyFields(forms.Form):
    role = forms.ChoiceField(label=_("Duty"), widget=forms.Select(TEXT))
    unit = forms.TypedChoiceField(
        label=_("Unit"),
        help_text=_("Only for an operator or a head of unit"),
        coerce=int,
        empty_value=None,
        required=False,
        widget=forms.Select(TEXT),
    )

    def __init__(self, *args: Any, units: tuple[tuple[int, str], ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role_name(role)) for role in Role]  # type: ignore[attr-defined]  # a choice field
        self.fields["unit"].choices = [("", "–"), *units]  # type: ignore[attr-defined]  # a choice field


class AddAccount(_DutyFields):
    """A new account with its first duty."""

    name = text_field(label=_("Name"))
    username = text_field(label=_("User name"))
    nip = forms.CharField(label="NIP", required=False, max_length=18, widget=forms.TextInput(TEXT))
    rank = forms.CharField(
        label=_("Rank"), required=False, max_length=100, widget=forms.TextInput(TEXT)
    )
    email = forms.EmailField(
        label=_("E-mail address"), required=False, widget=forms.EmailInput(TEXT)
    )
    password = _secret(
        label=_("First password"),
        help_text=_("At least 10 characters; the person changes it after signing in"),
        required=False,
    )
    field_order = ("name", "username", "nip", "rank", "email", "role", "unit", "password")


class GrantDuty(_DutyFields):
    """One more duty."""

    acting = forms.ChoiceField(
        label=_("Held"), choices=HELD, required=False, widget=forms.Select(TEXT)
    )
    starts = day_field(label=_("From"), required=False)
    ends = day_field(label=_("Until"), required=False, help_text=_("Empty: until further notice"))
    basis = text_field(label=_("Letter"), required=False, help_text=LETTER_HELP)


class NewPassword(forms.Form):
    password = _secret(label=_("New password"))


class AddUnit(forms.Form):
    code = text_field(label=_("Code"))
    name = text_field(label=_("Name"))
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS, widget=forms.Select(TEXT))


class MakeKey(forms.Form):
    duty = forms.TypedChoiceField(label=_("For"), coerce=int, widget=forms.Select(TEXT))
    passphrase = _secret(
        label=_("Passphrase"),
        help_text=_("At least 8 characters. The holder of the duty types it here."),
    )

    def __init__(self, *args: Any, duties: Sequence[tuple[int, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["duty"].choices = duties  # type: ignore[attr-defined]  # a choice field
