"""What looks wrong about a figure, as a sentence that says what it was compared with."""

from collections.abc import Mapping
from typing import cast

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ukur.domain.checking import Check, FigureWarning
from ukur.domain.periods import Period, YearPeriod
from ukur.domain.refusals import Fact
from ukur.edge.names import period_short

CHECK_NAMES: Mapping[Check, Promise] = {
    Check.ABOVE_DENOMINATOR: _lazy("Numerator above denominator"),
    Check.ABOVE_HUNDRED: _lazy("Above 100%"),
    Check.DECREASING: _lazy("Lower than before in the year"),
    Check.FAR_FROM_HISTORY: _lazy("Far from the unit's own earlier figures"),
    Check.FAR_FROM_PEERS: _lazy("Far from like units"),
    Check.WRONG_MAGNITUDE: _lazy("Perhaps a misread comma or zero"),
}
"""What each check is called where a form chooses its checks."""

_SENTENCES: Mapping[Check, Promise] = {
    Check.ABOVE_DENOMINATOR: _lazy("Numerator {a} is larger than denominator {b}."),
    Check.ABOVE_HUNDRED: _lazy("{is} is more than 100%."),
    Check.DECREASING: _lazy(
        "{part} {is} is lower than the {was} of {when}, though it is counted since January."
    ),
    Check.WRONG_MAGNITUDE: _lazy(
        "{part} {is} is about {times} times the {was} of {when}; {meant} may be meant."
    ),
    Check.FAR_FROM_HISTORY: _lazy(
        "{is} is far from this unit's earlier figures: {usual} ({span})."
    ),
    Check.FAR_FROM_PEERS: _lazy("{is} is far from {count} like units: {usual}."),
}
_LESS = _lazy("{part} {is} is about 1/{times} of the {was} of {when}; {meant} may be meant.")
_PARTS: Mapping[Fact, Promise] = {
    "value": _lazy("The figure"),
    "numerator": _lazy("Numerator"),
    "denominator": _lazy("Denominator"),
}


def warning_sentence(warning: FigureWarning) -> str:
    """The warning in one sentence, with the figures that it rests on."""
    facts: dict[str, object] = dict(warning.facts)
    template = _SENTENCES[warning.check]
    if "part" in facts:
        facts |= {"part": _PARTS[warning.facts["part"]], "when": _when(warning.facts)}
    if warning.check is Check.WRONG_MAGNITUDE and not facts["more"]:
        template = _LESS
    if "low" in facts:
        facts["usual"] = _usual(warning)
    if "since_year" in facts:
        first, last = _when(warning.facts, "since_"), _when(warning.facts, "until_")
        facts["span"] = first if first == last else f"{first} – {last}"
    return str(template).format_map(facts)


def _usual(warning: FigureWarning) -> str:
    facts = warning.facts
    if facts["low"] == facts["high"]:
        alike = _("all {low}") if warning.check is Check.FAR_FROM_PEERS else _("always {low}")
        return alike.format_map(facts)
    return _("{low} to {high}, in the middle {median}").format_map(facts)


def _when(facts: Mapping[str, Fact], prefix: str = "") -> str:
    period = Period(str(facts[f"{prefix}period"]))
    when = YearPeriod(cast("int", facts[f"{prefix}year"]), period)
    return f"{period_short(when.period)} {when.year}"
