"""Office hours as people write them: "07.30–12.00, 13.00–16.00"; nothing is a closed day."""

import re
from collections.abc import Iterable, Mapping
from datetime import time

from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sop.worktime import WEEKDAYS, Span

_CLOCK = r"([01]?[0-9]|2[0-3])[.:]([0-5][0-9])"
_SPAN = re.compile(
    rf"\s*{_CLOCK}\s*(?:-|–|—|s\.?d\.?|sampai)\s*{_CLOCK}\s*", re.ASCII | re.IGNORECASE
)
_CLOSED = frozenset({"", "-", "–", "libur", "tutup"})
MOST_SPANS = 6

Week = tuple[tuple[Span, ...], ...]


def week_of(texts: Mapping[str, str]) -> Week:
    """The spans of the seven weekdays, by what is written for each; a missing day is closed.

    Whether spans are in order is for `ukur.domain.sop.worktime.OfficeHours` to say.

    Raises:
        NotValid: "hours_unclear" at a weekday; "hours_all_closed" where no day has any.
    """
    problems: list[Problem] = []
    week: list[tuple[Span, ...]] = []
    for weekday in WEEKDAYS:
        spans = _spans(texts.get(weekday, ""))
        if spans is None:
            problems.append(Problem(weekday, "hours_unclear", {"typed": texts[weekday][:40]}))
        week.append(spans or ())
    if not problems and not any(week):
        problems.append(Problem(WEEKDAYS[0], "hours_all_closed"))
    if problems:
        raise NotValid(tuple(problems))
    return tuple(week)


def written(spans: Iterable[Span]) -> str:
    """The spans as an office writes them.

    >>> written([Span(time(7, 30), time(12)), Span(time(13), time(16))])
    '07.30–12.00, 13.00–16.00'
    """
    return ", ".join(f"{span.start:%H.%M}–{span.end:%H.%M}" for span in spans)


def _spans(text: str) -> tuple[Span, ...] | None:
    if text.strip().casefold() in _CLOSED:
        return ()
    parts = re.split(r"[,;]", text)
    found = [_SPAN.fullmatch(part) for part in parts]
    if len(parts) > MOST_SPANS or not all(found):
        return None
    numbers = [tuple(int(part) for part in match.groups()) for match in found if match]
    return tuple(Span(time(n[0], n[1]), time(n[2], n[3])) for n in numbers)
