"""From plain decimals to the notation of the form, where the page's own rules read them."""

import re
from collections.abc import Iterable, Mapping

from ukur.api.v1.form_shapes import CellsIn, LineIn, SpentIn
from ukur.domain.entering import Typed
from ukur.domain.figures.indicator import Kind
from ukur.domain.figures.showing import WORDED
from ukur.domain.refusals import NotValid, Problem
from ukur.store.queries.entry import EntryForm
from ukur.store.queries.entry_lines import EntryLine

PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)


def typed_lines(form: EntryForm, sent: Iterable[LineIn]) -> dict[int, Typed]:
    """What is to stand in the lines, ready for the use case; cells not sent stay as they are.

    Raises:
        NotValid: a figure is no plain decimal, a line was sent twice or is none of the form's.
    """
    lines = {line.id: line for line in form.lines}
    found: dict[int, Typed] = {}
    problems: list[Problem] = []
    for one in sent:
        if one.id in found:
            problems.append(Problem(f"line:{one.id}", "sent_twice"))
        elif one.id not in lines:
            problems.append(Problem(f"line:{one.id}", "line_unknown"))
        else:
            found[one.id] = _typed(lines[one.id], one, problems)
    if problems:
        raise NotValid(problems=tuple(problems))
    return found


def typed_money(sent: Iterable[SpentIn]) -> Mapping[int, Typed]:
    """What was spent, by budget line, ready for the use case.

    Raises:
        NotValid: an amount is no plain decimal, or was sent twice.
    """
    found: dict[int, Typed] = {}
    problems: list[Problem] = []
    for one in sent:
        where = f"budget:{one.id}"
        if one.id in found:
            problems.append(Problem(where, "sent_twice"))
        found[one.id] = Typed(plain_read(where, one.spent, problems), seen=one.seen)
    if problems:
        raise NotValid(problems=tuple(problems))
    return found


def _typed(line: EntryLine, sent: CellsIn, problems: list[Problem]) -> Typed:
    kept = line.cells
    value = sent.value
    if value is not None and line.kind not in WORDED:
        value = plain_read(f"line:{line.id}:value", value, problems)

    def part(cell: str, text: str | None, stored: str) -> str:
        if text is None:
            return unmistakable(stored, Kind.RATIO)
        return plain_read(f"line:{line.id}:{cell}", text, problems)

    return Typed(
        value=unmistakable(kept.value, line.kind) if value is None else value,
        numerator=part("numerator", sent.numerator, kept.numerator),
        denominator=part("denominator", sent.denominator, kept.denominator),
        note=kept.note if sent.note is None else sent.note,
        confirmed=True,
        no_evidence=sent.no_evidence,
        seen=sent.seen,
    )


def plain_read(where: str, text: str, problems: list[Problem]) -> str:
    """A plain decimal in Indonesian notation, "" for no figure."""
    if text and not PLAIN.fullmatch(text):
        problems.append(Problem(where, "figure_not_plain", {"typed": text[:40]}))
    return text.replace(".", ",")


def unmistakable(stored: str, kind: Kind) -> str:
    """What is kept in a cell, so that it means the same when it is read again."""
    return stored if kind in WORDED else stored.replace(".", "")
