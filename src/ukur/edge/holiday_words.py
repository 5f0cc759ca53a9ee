"""Days and hours of the office calendar in words."""

from collections.abc import Mapping
from itertools import groupby

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from ukur.domain.holidays import HolidayKind
from ukur.domain.sop.hours_notation import written
from ukur.domain.sop.worktime import Span
from ukur.edge.dates import weekday_name

KIND_WORDS: Mapping[HolidayKind, str | Promise] = {
    HolidayKind.NATIONAL: _lazy("National holiday"),
    HolidayKind.JOINT_LEAVE: _lazy("Joint leave"),
    HolidayKind.REGIONAL: _lazy("Day of the region or the office"),
}
REFUSAL_WORDS: Mapping[str, Promise] = {
    "hours_overlap": _lazy(
        "From {first:%d-%m-%Y} to {last:%d-%m-%Y} the hours of “{name}” hold already. Choose other "
        "dates, or remove those hours first."
    ),
}
PROBLEM_WORDS: Mapping[str, Promise] = {
    "hours_unclear": _lazy("“{typed}” is not read. Write it like 07.30–12.00, 13.00–16.00."),
    "hours_all_closed": _lazy("No day has office hours. Fill in at least one."),
    "ends_before_it_starts": _lazy("The last day is before the first. Choose a later one."),
}


def week_lines(week: tuple[tuple[Span, ...], ...]) -> list[tuple[str, str]]:
    """The week as days and their hours, days that follow each other with the same hours at once.

    Such as ("Senin–Kamis", "07.30–12.00, 13.00–16.00"), ("Sabtu–Minggu", "tutup").
    """
    lines = []
    for spans, days in groupby(range(len(week)), key=lambda day: week[day]):
        numbers = list(days)
        first, last = weekday_name(numbers[0]), weekday_name(numbers[-1])
        name = first if len(numbers) == 1 else f"{first}–{last}"
        lines.append((name, written(spans) or _("no office hours")))
    return lines
