"""The formula referee: what each formula in public use gives for one target and realization."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from ukur.domain.figures.indicator import Polarity
from ukur.domain.figures.reasons import Reason
from ukur.domain.figures.referee import Bench
from ukur.domain.refusals import NotValid
from ukur.edge.referee_words import (
    FLAW_WORDS,
    WHY_OURS,
    answer_words,
    bench_of,
    ours_name,
    ours_words,
)
from ukur.web.work import page

START = ("162", "186", Polarity.NEGATIVE.value)
"""What stands there before anyone asks: the rate of a published report."""
TRIED = (
    ("10", "10"),
    ("10", "8"),
    ("10", "12"),
    ("10", "25"),
    ("10", "0"),
    ("0", "0"),
    ("0", "3"),
    ("80 - 90", "92"),
)
"""Target and realization at which the formulas part."""
LONGEST = 40


@dataclass(frozen=True)
class FormulaLine:
    """One formula: in signs, where it is used, what it gives, what is wrong with it."""

    signs: str
    source: str
    answer: str
    deviates: bool
    is_number: bool
    flaws: tuple[str, ...]


@dataclass(frozen=True)
class Trial:
    """Two numbers to try, as a link."""

    target: str
    realization: str
    query: str
    is_shown: bool


@require_safe
def referee(request: HttpRequest) -> HttpResponse:
    """The bench for what stands in the address; open to everyone who is signed in."""
    asked = (
        request.GET.get("target", START[0])[:LONGEST],
        request.GET.get("realisasi", START[1])[:LONGEST],
        request.GET.get("arah", START[2]),
    )
    refusal: NotValid | None = None
    bench: Bench | None = None
    try:
        bench = bench_of(*asked)
    except NotValid as refused:
        refusal = refused
    target, realization, polarity = asked
    context = {
        "target": target,
        "realization": realization,
        "polarity": polarity,
        "polarities": tuple(one.value for one in Polarity),
        "bench": bench,
        "trials": [_trial(pair, asked) for pair in TRIED],
        **(_shown(bench, polarity) if bench is not None else {}),
    }
    return page(request, "web/referee/referee.html", context, refusal)


def _trial(pair: tuple[str, str], asked: tuple[str, str, str]) -> Trial:
    query = urlencode({"target": pair[0], "realisasi": pair[1], "arah": asked[2]})
    return Trial(*pair, query, pair == asked[:2])


def _shown(bench: Bench, polarity: str) -> dict[str, object]:
    return {
        "ours": ours_words(bench),
        "ours_name": ours_name(bench),
        "has_number": not isinstance(bench.ours, Reason),
        "why": WHY_OURS[Polarity(polarity)],
        "lines": [
            FormulaLine(
                one.formula.signs,
                one.formula.source,
                answer_words(one.answer),
                one.deviates,
                not isinstance(one.answer, str),
                tuple(str(FLAW_WORDS[flaw]) for flaw in one.flaws),
            )
            for one in bench.judged
        ],
    }
