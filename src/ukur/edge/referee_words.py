"""The words for the formula referee: what a formula gives, what is wrong with it, why ours."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ukur.domain.figures.explain import percent_plain, shown
from ukur.domain.figures.indicator import Polarity
from ukur.domain.figures.notation import Number, TargetRead, read, read_target
from ukur.domain.figures.public_formulas import Answer, NoAnswer
from ukur.domain.figures.reasons import Reason
from ukur.domain.figures.referee import Bench, Flaw, Judged, compared
from ukur.domain.refusals import NotValid, Problem
from ukur.edge.figure_words import reason_words

NO_ANSWER_WORDS: Mapping[NoAnswer, Promise] = {
    NoAnswer.DIVISION_BY_ZERO: gettext_lazy("no answer: division by zero"),
    NoAnswer.EMPTY: gettext_lazy("no answer: left empty"),
    NoAnswer.UNSET: gettext_lazy("no answer: the old number stays"),
    NoAnswer.SENTENCE: gettext_lazy("no answer: a sentence instead"),
}

FLAW_WORDS: Mapping[Flaw, Promise] = {
    Flaw.TARGET_MET_IS_NOT_HUNDRED: gettext_lazy("exactly on target does not give 100%"),
    Flaw.BEST_SCORES_ZERO: gettext_lazy("a realization of 0, the best there is, scores 0%"),
    Flaw.BEST_HAS_NO_ANSWER: gettext_lazy("a realization of 0, the best there is, has no answer"),
    Flaw.EXPLODES: gettext_lazy("explodes for small realizations: 0,01 on 10 gives over 1.000%"),
    Flaw.BETTER_IS_WORSE: gettext_lazy("a better realization can give less"),
    Flaw.BETTER_IS_HIDDEN: gettext_lazy("a cap hides how much better"),
    Flaw.WORSE_IS_HIDDEN: gettext_lazy("a floor hides how much worse"),
    Flaw.ZERO_TARGET_STOPS: gettext_lazy("a target of 0 ends in a division by zero"),
    Flaw.ZERO_TARGET_MISJUDGED: gettext_lazy("a target of 0 that was met counts as missed"),
}

WHY_OURS: Mapping[Polarity, Promise] = {
    Polarity.POSITIVE: gettext_lazy(
        "R ÷ T is what regulations and reports agree on; ours leaves it raw, without cap and "
        "floor, and gives a reason instead of a number where the target is 0."
    ),
    Polarity.NEGATIVE: gettext_lazy(
        "(2T − R) ÷ T is what PermenPANRB 8/2021 writes and most applications compute. It gives "
        "100% exactly on target, rises evenly as the realization falls, has an answer for a "
        "realization of 0 (200%), and ours also has one for a target of 0."
    ),
    Polarity.EXACT: gettext_lazy(
        "1 − |R − T| ÷ T costs the same on both sides of the target and gives 100% exactly on it."
    ),
}


def answer_words(answer: Answer) -> str:
    """What a formula gives: a percentage in Indonesian notation, or what stands in its place."""
    if isinstance(answer, NoAnswer):
        return str(NO_ANSWER_WORDS[answer])
    return f"{shown(answer / 100)}%"


def answer_plain(answer: Answer) -> str:
    """The same for programs: a plain number, or a code."""
    return answer.value if isinstance(answer, NoAnswer) else percent_plain(answer / 100)


def flaw_words(judged: Judged) -> str:
    """What is wrong with a formula, in one line; empty where nothing is."""
    return "; ".join(str(FLAW_WORDS[flaw]) for flaw in judged.flaws)


def ours_words(bench: Bench) -> str:
    """What ours gives, or the reason for no number."""
    if isinstance(bench.ours, Reason):
        return reason_words(bench.ours)
    return f"{shown(bench.ours.ratio)}%"


def ours_name(bench: Bench) -> str:
    """The name of the formula that ours used."""
    return "" if isinstance(bench.ours, Reason) else bench.ours.formula.value


def bench_of(target: str, realization: str, polarity: str) -> Bench:
    """The bench for what was typed.

    Raises:
        NotValid: target or realization is no certain number, or the polarity is unknown.
    """
    problems: list[Problem] = []
    aim, reached = read_target(target), read(realization)
    if not isinstance(aim, TargetRead):
        problems.append(Problem("target", "figure_unclear", {"text": target.strip()}))
    if not isinstance(reached, Number):
        problems.append(Problem("realization", "figure_unclear", {"text": realization.strip()}))
    known = {one.value: one for one in Polarity}
    if polarity not in known:
        problems.append(Problem("polarity", "polarity_unclear", {"text": polarity}))
    if problems or not isinstance(aim, TargetRead) or not isinstance(reached, Number):
        raise NotValid(tuple(problems))
    return compared(aim.target, reached.value, known[polarity])


def plain_rows(bench: Bench) -> list[dict[str, object]]:
    """The bench for programs, ours first."""
    ours = bench.ours
    rows: list[dict[str, object]] = [
        {
            "rumus": "ukur",
            "nama": ours_name(bench),
            "hasil": "" if isinstance(ours, Reason) else percent_plain(ours.ratio),
            "alasan": ours.code.value if isinstance(ours, Reason) else "",
        }
    ]
    rows += [
        {
            "rumus": one.formula.key,
            "tanda": one.formula.signs,
            "hasil": answer_plain(one.answer),
            "berbeda": one.deviates,
            "cacat": [flaw.value for flaw in one.flaws],
            "sumber": one.formula.source,
        }
        for one in bench.judged
    ]
    return rows


def bench_lines(bench: Bench) -> list[str]:
    """The bench as lines of text, ours first, deviations marked."""
    ours = _("ours"), ours_name(bench), ours_words(bench)
    rows = [ours, *((o.formula.key, o.formula.signs, answer_words(o.answer)) for o in bench.judged)]
    widths = [max(len(row[at]) for row in rows) for at in range(3)]
    lines = []
    for at, row in enumerate(rows):
        judged = bench.judged[at - 1] if at else None
        mark = " " if judged is None or not judged.deviates else "≠"
        cells = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        said = flaw_words(judged) if judged is not None else ""
        lines.append(f"{mark} {cells}  {said}".rstrip())
    return lines
