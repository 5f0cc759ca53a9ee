"""The account of a figure in words: what its numbers are called, the rules, who entered what.

One explanation becomes a list of labelled facts, for a popover, a page and a paper alike.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ukur.domain.figures.explain import (
    CORRECTED,
    OPENING,
    Explanation,
    Figure,
    Provenance,
    Share,
    SourceRow,
)
from ukur.domain.figures.indicator import EntryBasis, Formula, PeriodRule, UnitRule
from ukur.domain.figures.reasons import NoteCode, Reason, ReasonCode
from ukur.edge.dates import long_date
from ukur.edge.figure_words import formula_words, note_words, reason_words

FIGURE_WORDS: Mapping[Figure, Promise] = {
    Figure.ACHIEVEMENT: gettext_lazy("Achievement of the target of the period"),
    Figure.YEAR: gettext_lazy("Achievement of the target of the year"),
    Figure.UNIT: gettext_lazy("Value of the unit against the target"),
    Figure.GOAL_MEAN: gettext_lazy("Mean of the goal"),
    Figure.AGENCY_MEAN: gettext_lazy("Mean of the agency"),
    Figure.ABSORPTION: gettext_lazy("Budget absorption"),
    Figure.EFFICIENCY: gettext_lazy("Efficiency"),
}
"""What each figure is called."""

_TARGET = (gettext_lazy("Target"), gettext_lazy("Realization"))
END_WORDS: Mapping[Figure, tuple[Promise, Promise]] = {
    Figure.ACHIEVEMENT: _TARGET,
    Figure.UNIT: _TARGET,
    Figure.YEAR: (gettext_lazy("Target of the year"), gettext_lazy("Realization since January")),
    Figure.ABSORPTION: (gettext_lazy("Ceiling (Rp)"), gettext_lazy("Spent (Rp)")),
    Figure.EFFICIENCY: (gettext_lazy("Achievement (%)"), gettext_lazy("Absorption (%)")),
    Figure.GOAL_MEAN: _TARGET,
    Figure.AGENCY_MEAN: _TARGET,
}
"""What the two ends of a figure are called: `target`, then `realization`."""

LETTER_WORDS: Mapping[str, Promise] = {
    "R": gettext_lazy("R realization"),
    "T": gettext_lazy("T target"),
    "C": gettext_lazy("C achievement"),
    "S": gettext_lazy("S absorption"),
    "P": gettext_lazy("P ceiling"),
    "B": gettext_lazy("B weight"),
    "n": gettext_lazy("n how many"),
}
"""The letters of a formula in signs."""

UNIT_RULE_WORDS: Mapping[str, Promise] = {
    UnitRule.SUM_RATIO: gettext_lazy(
        "numerators and denominators of all units added, then divided"
    ),
    UnitRule.SUM: gettext_lazy("values of all units added"),
    UnitRule.OWNER: gettext_lazy("value of the one unit that answers for it"),
    UnitRule.MEAN: gettext_lazy("simple mean of the units' values"),
}
PERIOD_RULE_WORDS: Mapping[str, Promise] = {
    PeriodRule.SUM: gettext_lazy("periods added"),
    PeriodRule.LAST: gettext_lazy("the last period that is filled in"),
    PeriodRule.MEAN: gettext_lazy("simple mean of the periods"),
    PeriodRule.MAXIMUM: gettext_lazy("the highest period"),
}
BASIS_WORDS: Mapping[str, Promise] = {
    EntryBasis.IN_PERIOD: gettext_lazy("each entry covers its period alone"),
    EntryBasis.TO_DATE: gettext_lazy("each entry covers everything since January"),
}


ORIGIN_WORDS: Mapping[str, Promise] = {
    OPENING: gettext_lazy("opening balance, source {note}"),
    CORRECTED: gettext_lazy("corrected late: {note}"),
}
"""Where an entry comes from that the unit did not type itself."""


@dataclass(frozen=True)
class Fact:
    """One labelled line of an account; several texts stand below one label."""

    label: str
    texts: tuple[str, ...]


def figure_words(figure: Figure) -> str:
    """What a figure is called."""
    return str(FIGURE_WORDS[figure])


def shown_words(told: Explanation) -> str:
    """The figure with its unit: "88,89%", or "15,10 poin" for a difference of two percentages."""
    if not told.shown:
        return "–"
    is_difference = told.figure is Figure.EFFICIENCY and bool(told.rating)
    return _("{shown} points").format(shown=told.shown) if is_difference else f"{told.shown}%"


def letter_words(told: Explanation) -> str:
    """What the letters of the formula stand for; "" where there is no formula in signs."""
    used = (words for letter, words in LETTER_WORDS.items() if letter in told.symbolic)
    return ", ".join(str(words) for words in used)


def facts(told: Explanation) -> tuple[Fact, ...]:
    """How the figure came to be, label by label; what is empty is left out."""
    first, second = END_WORDS[told.figure]
    found = (
        Fact(_("Why there is none"), _some(why_words(told))),
        Fact(str(first), _some(told.target)),
        Fact(str(second), _some(told.realization)),
        Fact(_("Steps"), told.steps),
        Fact(_("Formula"), _some(_formula(told))),
        Fact(_("Rounding"), _some(_("half up, only when shown") if told.shown else "")),
        Fact(_("Three values"), _some(three_words(told))),
        Fact(_rating_label(told), _some(told.rating)),
        Fact(_("To note"), tuple(note_words(NoteCode(code)) for code in told.notes)),
        *origin_facts(told.provenance),
        Fact(_("Rule set"), _some(told.rule_set)),
        Fact(_("Basis"), told.basis),
    )
    return tuple(fact for fact in found if fact.texts)


def origin_facts(origin: Provenance) -> tuple[Fact, ...]:
    """Where target and realization come from, without the entries."""
    found = (
        Fact(_("Target version"), _some(version_words(origin))),
        Fact(_("Entries"), _some(_rule(BASIS_WORDS, origin.entry_basis))),
        Fact(_("Over units"), _some(_rule(UNIT_RULE_WORDS, origin.unit_rule))),
        Fact(_("Over periods"), _some(_rule(PERIOD_RULE_WORDS, origin.period_rule))),
    )
    return tuple(fact for fact in found if fact.texts)


def version_words(origin: Provenance) -> str:
    """Which version of the plan the target comes from, since when it holds, and the agreement."""
    if not origin.target_version:
        return ""
    parts = [origin.target_version]
    if origin.target_since:
        day = long_date(date.fromisoformat(origin.target_since))
        parts.append(_("in force from {day}").format(day=day))
    if origin.agreement:
        parts.append(_("agreed in {agreement}").format(agreement=origin.agreement))
    return ", ".join(parts)


def three_words(told: Explanation) -> str:
    """The raw value, the one shown and the averaged one, where they are not all the same."""
    if told.raw == told.shown == told.averaged:
        return ""
    return _("raw {raw}%, shown {shown}%, in means {averaged}%").format(
        raw=told.raw, shown=told.shown, averaged=told.averaged
    )


def why_words(told: Explanation | Share) -> str:
    """Why there is no figure, or why one was left out of a mean; "" where there is one."""
    code = told.reason if isinstance(told, Explanation) else told.why
    return reason_words(Reason(ReasonCode(code), told.detail)) if code else ""


def left_out_words(shares: Iterable[Share]) -> str:
    """How many figures a mean left out; "" for none."""
    count = sum(not share.averaged for share in shares)
    if not count:
        return ""
    return ngettext(
        "{count} figure is left out of the mean.",
        "{count} figures are left out of the mean.",
        count,
    ).format(count=count)


def entered_words(row: SourceRow) -> str:
    """Who entered it and when: "Operator unit, 14 Oktober 2026 08.45"."""
    if not row.entered_at:
        return row.entered_by
    at = datetime.fromisoformat(row.entered_at)
    when = f"{long_date(at.date())} {at:%H.%M}"
    return f"{row.entered_by}, {when}" if row.entered_by else when


def row_note(row: SourceRow) -> str:
    """What has to be said beside an entry: why there is none, or where it comes from."""
    if row.origin:
        return str(ORIGIN_WORDS[row.origin]).format(note=row.note)
    if row.amount is None and row.note:
        return _("not delivered: {why}").format(why=row.note)
    return row.note or ("" if row.amount is not None else _("not filled in"))


def row_words(row: SourceRow) -> str:
    """What was entered, in little room: "80 ÷ 100 (1)", how many files back it in brackets.

    Else why nothing was entered; what has to be said beside a figure follows it.
    """
    note = row_note(row)
    if row.amount is None:
        return note
    amount = f"{row.numerator} ÷ {row.denominator}" if row.numerator else row.text
    files = f" ({row.evidence})" if row.evidence else ""
    return f"{amount}{files}{f', {note}' if note else ''}"


def _rule(words: Mapping[str, Promise], code: str) -> str:
    return str(words[code]) if code else ""


def _formula(told: Explanation) -> str:
    return formula_words(Formula(told.formula)) if told.formula else ""


def _rating_label(told: Explanation) -> str:
    return _("Class") if told.figure is Figure.EFFICIENCY else _("Rating")


def _some(text: str) -> tuple[str, ...]:
    return (text,) if text else ()
