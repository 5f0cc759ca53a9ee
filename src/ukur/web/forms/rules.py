"""The form of a rule set: every choice, beside the regulation it rests on."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ukur.domain.figures.indicator import NEGATIVE_FORMULAS, Formula
from ukur.domain.figures.notation import written_exact
from ukur.domain.figures.policy import CAPS, Basis, RuleSet
from ukur.domain.figures.rating import SCALES
from ukur.edge.rule_words import (
    AGENCY_MEAN,
    AVERAGING,
    EFFICIENCY,
    NOT_DELIVERED,
    OVER_ZERO,
    ZERO_REALIZATION,
    choices_of,
    formula_name,
    scale_words,
)

TEXT = {"class": "isian-teks"}
REPLACED = "=>"
"""Between a basis and what replaced it, on one line."""
MOST_POINTS = 100


def _select(label: Any, choices: Sequence[tuple[str, Any]], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, widget=forms.Select(TEXT), **more)


def _caps() -> list[tuple[str, Any]]:
    told = [(format(cap, "f"), f"{written_exact(cap)}%") for cap in CAPS if cap is not None]
    return [("", _("none")), *told]


FLOORS = [("", _("none")), ("0", "0%")]


class RuleSetForm(forms.Form):
    """What a planner may choose; the rest of a rule set is the same for all."""

    key = forms.SlugField(
        label=_("Name, without spaces"), max_length=80, widget=forms.TextInput(TEXT)
    )
    version = forms.CharField(label=_("Version"), max_length=40, widget=forms.TextInput(TEXT))
    in_force_from = forms.DateField(
        label=_("In force from"),
        widget=forms.DateInput(TEXT | {"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        help_text=_("Cycles ordered from this day on use it; those that run keep theirs"),
    )
    reason = forms.CharField(
        label=_("Why the rules change"), widget=forms.Textarea(TEXT | {"rows": 2})
    )
    basis = forms.CharField(
        label=_("Rests on"),
        widget=forms.Textarea(TEXT | {"rows": 4}),
        help_text=_(
            "One regulation a line. What has been replaced: write “=>” and what took its place."
        ),
    )
    negative_formula = _select(_("Where lower is better"), [])
    allowed = forms.MultipleChoiceField(
        label=_("Formulas allowed"), widget=forms.CheckboxSelectMultiple, choices=[]
    )
    over_zero_target = _select(_("Target 0 was missed"), choices_of(OVER_ZERO))
    zero_realization = _select(
        _("Target ÷ realization with a realization of 0"), choices_of(ZERO_REALIZATION)
    )
    not_delivered = _select(_("A unit that does not deliver"), choices_of(NOT_DELIVERED))
    shown_cap = _select(_("Cap of what is shown"), _caps(), required=False)
    shown_floor = _select(_("Floor of what is shown"), FLOORS, required=False)
    means_cap = _select(_("Cap in means"), [*_caps(), ("200", "200%")], required=False)
    means_floor = _select(_("Floor in means"), FLOORS, required=False)
    averaging = _select(_("Means"), choices_of(AVERAGING))
    agency_mean = _select(_("Mean of the agency"), choices_of(AGENCY_MEAN))
    method = _select(_("Efficiency"), choices_of(EFFICIENCY))
    tolerance = forms.DecimalField(
        label=_("Tolerance of efficiency, in percent points"),
        min_value=0,
        max_value=MOST_POINTS,
        decimal_places=2,
        localize=True,
        widget=forms.TextInput(TEXT | {"inputmode": "decimal"}),
    )
    scale = _select(_("Scale"), [])
    same_person_may_approve = forms.BooleanField(
        label=_("Whoever drafted may also approve"),
        required=False,
        help_text=_("Only where an office has too few people. Each time, the paper says so."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Words of formulas and scales follow the reader's language, so they are made here.
        self._choose("negative_formula", [(f.value, formula_name(f)) for f in NEGATIVE_FORMULAS])
        self._choose("allowed", [(f.value, formula_name(f)) for f in Formula])
        self._choose("scale", [(key, scale_words(scale)) for key, scale in SCALES.items()])

    def _choose(self, name: str, choices: Sequence[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]  # a choice field

    @staticmethod
    def filled(rules: RuleSet) -> dict[str, object]:
        """The choices of `rules` as the form shows them; version and day are for whoever writes."""
        return {
            "key": rules.key,
            "basis": "\n".join(_line(basis) for basis in rules.basis),
            "negative_formula": rules.negative_formula.value,
            "allowed": [formula.value for formula in rules.allowed],
            "over_zero_target": rules.over_zero_target.value,
            "zero_realization": rules.zero_realization.value,
            "not_delivered": rules.not_delivered.value,
            "shown_cap": _bound(rules.shown.cap),
            "shown_floor": _bound(rules.shown.floor),
            "means_cap": _bound(rules.means.cap),
            "means_floor": _bound(rules.means.floor),
            "averaging": rules.averaging.value,
            "agency_mean": rules.agency_mean.value,
            "method": rules.efficiency.method.value,
            "tolerance": rules.efficiency.tolerance,
            "scale": rules.scale.key,
            "same_person_may_approve": rules.same_person_may_approve,
        }

    def plain(self) -> dict[str, object]:
        """What was typed, as the plain data of a rule set."""
        typed = self.cleaned_data
        same = ("key", "version", "negative_formula", "over_zero_target", "zero_realization")
        also = ("not_delivered", "averaging", "agency_mean", "allowed")
        scale = RuleSet("", "", (), scale=SCALES[typed["scale"]]).to_plain()["scale"]
        return {
            **{name: typed[name] for name in (*same, *also)},
            "basis": [_basis(line) for line in typed["basis"].splitlines() if line.strip()],
            "in_force_from": typed["in_force_from"].isoformat(),
            "replaced_by": "",
            "shown": {"cap": typed["shown_cap"] or None, "floor": typed["shown_floor"] or None},
            "means": {"cap": typed["means_cap"] or None, "floor": typed["means_floor"] or None},
            "efficiency": {
                "method": typed["method"],
                "tolerance": format(typed["tolerance"], "f"),
            },
            "scale": scale,
            "scale_changes": [],
            "rounding": "half_up",
            "same_person_may_approve": typed["same_person_may_approve"],
        }


PLACES = {
    "shown": "shown_cap",
    "means": "means_cap",
    "efficiency.tolerance": "tolerance",
    "date": "in_force_from",
}
"""Places of the data that stand in a field of another name."""


def _bound(bound: Decimal | None) -> str:
    return "" if bound is None else format(bound, "f")


def _line(basis: Basis) -> str:
    return f"{basis.text} {REPLACED} {basis.replaced_by}" if basis.replaced_by else basis.text


def _basis(line: str) -> dict[str, str]:
    text, _arrow, replaced_by = line.partition(REPLACED)
    return {"text": text.strip(), "replaced_by": replaced_by.strip()}
