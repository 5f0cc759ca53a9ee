"""The SOP table of a run: rows with standard and actual time, and the flow over them.

The words are laid out first: the height of a row follows from the length of its texts in
columns of fixed width; the drawing is computed over those heights.
"""

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import accumulate, pairwise
from types import MappingProxyType

from django.utils.translation import gettext as _

from ukur.domain.sop.conformance import office_time
from ukur.domain.sop.drawing import layout
from ukur.domain.sop.model import Procedure, Step
from ukur.domain.sop.shapes import PIXELS, Arrow, Drawing, Kind, RowBox, Symbol, Way
from ukur.domain.sop.timing import is_late, time_paused
from ukur.domain.sop.worktime import Calendar, CalendarMissing, due, elapsed
from ukur.edge.dates import short
from ukur.store.queries.offices import WorkingOffice
from ukur.store.queries.run_heads import RunHead, StepInRound
from ukur.web.rulers import Ruler, ruler
from ukur.web.standing import LATER, NOW, clock_words, state_of, time_left, words_of

LANE = 64
COUNT_HALF = 14
"""Half of what the count on a way back takes, with its edge."""
LEAST_HEIGHT, LEAST_DECIDING, HEIGHT_STEP, GREATEST_HEIGHT = 80, 96, 8, 640
_LINE = 18
_PADDING = 18
_BADGE = 32
# Characters that surely fit on a line of each column; the widths stand in halaman.css.
_FIT = {"activity": 26, "completeness": 16, "output": 16, "note": 10, "earlier": 19}
_FIT_BESIDE_MANY_LANES = 15
# Up to so many lanes the activity has its whole width; beyond one more, the table grows instead.
_FEW_LANES = 5
_PLAIN_FIT, _PLAIN_HEIGHT, _PLAIN_DECIDING = 26, 56, 72
_TIME_HEIGHT = {NOW: 96, "usai": 88, LATER: 72}


@dataclass(frozen=True)
class Timing:
    """What the column "Waktu" says of a row, in words."""

    spent: str = ""
    detail: str = ""
    is_late: bool = False
    ruler: Ruler | None = None
    late: str = ""
    """By how much a step that is done was late."""


@dataclass(frozen=True)
class Row:
    """A row of the table; `lanes` says of each lane how it acts in the step, "" if it does not.

    `earlier` are the rounds before the one that is shown, in words.
    """

    step: Step
    state: str
    height: int
    lanes: tuple[str, ...]
    timing: Timing
    round: int
    earlier: tuple[str, ...] = ()
    is_returned: bool = False
    """Whether it is open because a later step sent the run back to it."""
    url: str = ""
    """Where the work of the row is done, or was."""

    @property
    def is_now(self) -> bool:
        return self.state == NOW


@dataclass(frozen=True)
class Line:
    """An arrow or a link as the path of an SVG; `tip` are the corners of its head."""

    path: str
    css: str
    tip: str = ""
    label: str = ""
    label_x: str = ""
    label_y: str = ""
    anchor: str = ""
    count: int = 0
    count_x: str = ""
    count_y: str = ""


@dataclass(frozen=True)
class Shape:
    """A symbol as an SVG shape."""

    kind: str
    css: str
    x: str
    y: str
    left: str
    top: str
    w: str
    h: str
    corners: str
    is_done: bool
    is_now: bool
    number: int
    halo: str = ""


@dataclass(frozen=True)
class Flow:
    width: int
    height: int
    lines: tuple[Line, ...]
    links: tuple[Line, ...]
    shapes: tuple[Shape, ...]

    @property
    def has_returns(self) -> bool:
        """Whether a way back was taken."""
        return any(line.count for line in self.lines)

    @property
    def has_deviations(self) -> bool:
        """Whether one was taken that the form has no arrow for."""
        return any("simpang" in line.css for line in self.lines)


@dataclass(frozen=True)
class SopTable:
    lanes: tuple[tuple[str, bool], ...]
    rows: tuple[Row, ...]
    flow: Flow
    columns: tuple[int, ...]


def sop_table(
    head: RunHead,
    steps: Sequence[StepInRound],
    office: WorkingOffice,
    now: datetime,
    urls: Mapping[int, str] = MappingProxyType({}),
) -> SopTable:
    """The live table of a run, be it a cycle or not; `urls` lead from a row to its work."""
    calendar, utc_offset = office.calendar, office.office.utc_offset
    begins = {n: short(at, utc_offset) for n, at in forecast(head, calendar, now).items()}
    rows = tuple(
        replace(
            _row(step, head, steps, _Office(calendar, now, utc_offset, begins)),
            url=urls.get(step.number, ""),
        )
        for step in head.procedure.steps
    )
    acting = head.step.actors if head.step else ()
    lanes = tuple((lane.name, lane.key in acting) for lane in head.procedure.lanes)
    states = {row.step.number: row.state for row in rows}
    returns = _returns(steps)
    return SopTable(
        lanes,
        rows,
        flow_over(head.procedure, [row.height for row in rows], states, returns),
        tuple(range(1, len(lanes) + 7)),
    )


def plain_rows(procedure: Procedure) -> tuple[int, ...]:
    """The heights of the rows of a table that shows the activity only."""
    return tuple(
        _stepped(
            max(
                _lines(step.activity, _PLAIN_FIT) * _LINE + _PADDING,
                _PLAIN_DECIDING if step.decision else _PLAIN_HEIGHT,
            )
        )
        for step in procedure.steps
    )


def row_height(step: Step, least: int, lanes: int = _FEW_LANES) -> int:
    """Pixels that surely hold the words of a step, in steps that the style sheet knows.

    Beside more lanes the column of the activity is narrower.
    """
    texts = {
        "activity": step.activity,
        "completeness": step.completeness,
        "output": step.output,
        "note": step.note,
    }
    fit = _FIT if lanes <= _FEW_LANES else {**_FIT, "activity": _FIT_BESIDE_MANY_LANES}
    lines = max(_lines(text, fit[column]) for column, text in texts.items())
    room = LEAST_DECIDING if step.decision else LEAST_HEIGHT
    return _stepped(max(lines * _LINE + _PADDING, least, room))


def flow_over(
    procedure: Procedure,
    heights: Sequence[int],
    states: Mapping[int, str],
    returns: Mapping[tuple[int, int], int] = MappingProxyType({}),
    *,
    lane: int = LANE,
) -> Flow:
    """The flow over rows of these heights; `returns` counts how often each way back was taken."""
    tops = [0, *accumulate(heights)]
    boxes = [RowBox(top, height) for top, height in zip(tops, heights, strict=False)]
    centres = [lane * place + lane // 2 for place in range(len(procedure.lanes))]
    width = lane * len(procedure.lanes)
    drawing = layout(procedure, centres, boxes, PIXELS.scaled(Decimal(lane) / LANE), tuple(returns))
    return Flow(
        width=width,
        height=tops[-1],
        lines=tuple(_line(arrow, states, returns, width) for arrow in drawing.arrows),
        links=_links(drawing, states),
        shapes=tuple(_shape(symbol, states) for symbol in drawing.symbols),
    )


@dataclass(frozen=True)
class _Office:
    calendar: Calendar
    now: datetime
    utc_offset: int
    forecast: dict[int, str]


def _row(step: Step, head: RunHead, steps: Sequence[StepInRound], office: _Office) -> Row:
    state = state_of(step.number, head)
    own = [one for one in steps if one.step == step.number]
    latest = own[-1] if own else None
    badge = _BADGE if state == NOW else 0
    ended = [one for one in own if one.done_at and (one is not latest or state == LATER)]
    earlier = tuple(_earlier(one, office.calendar) for one in ended)
    timing = _timing(step, head, latest, office)
    lines = sum(_lines(words, _FIT["earlier"]) for words in earlier) + bool(timing.late)
    lines += bool(latest and latest.round > 1)
    least = _TIME_HEIGHT[state] + lines * _LINE
    sent_back = any(
        one.back_to == step.number and one.round == head.position.round - 1 for one in steps
    )
    return Row(
        step=step,
        state=state,
        height=_stepped(row_height(step, least, len(head.procedure.lanes)) + badge),
        lanes=tuple(acting_words(step, lane.key) for lane in head.procedure.lanes),
        timing=timing,
        round=latest.round if latest else 1,
        earlier=earlier,
        is_returned=state == NOW and sent_back,
    )


def acting_words(step: Step, lane: str) -> str:
    """What a cell of the columns "Pelaksana" says to whoever cannot see its symbol."""
    if lane not in step.actors:
        return ""
    if not step.joined:
        return _("Performs it")
    return _("Performs it, in the lead") if lane == step.lead else _("Performs it, joining in")


def _earlier(one: StepInRound, calendar: Calendar) -> str:
    """A round that is over: "ke-1: 6 j 50 mnt", with its Tidak or its return."""
    words = _("no. %(round)d: %(spent)s") % {
        "round": one.round,
        "spent": _spent_words(one, one.done_at or one.due_at, calendar),
    }
    if one.back_to is None:
        return words
    return _("%(words)s, then back to %(step)d") % {"words": words, "step": one.back_to}


def _spent_words(one: StepInRound, end: datetime, calendar: Calendar) -> str:
    try:
        rested = time_paused(one.pauses, end, calendar)
        return words_of(elapsed(one.opened_at, end, calendar) - rested, calendar)
    except CalendarMissing:
        return "–"


def _timing(step: Step, head: RunHead, last: StepInRound | None, office: _Office) -> Timing:
    state = state_of(step.number, head)
    if state == LATER or last is None:
        return Timing(detail=office.forecast.get(step.number, ""))
    standard = office_time(step.standard, office.calendar)
    try:
        end = last.done_at or office.now
        rested = time_paused(last.pauses, end, office.calendar)
        spent = elapsed(last.opened_at, end, office.calendar) - rested
    except CalendarMissing:
        return Timing()
    late = is_late(last.due_at, end, office.calendar)
    scale = ruler(max(spent, standard) if late else min(spent, standard), standard)
    if state == NOW:
        is_paused = head.is_paused(office.now)
        scale = ruler(spent, standard, running=True, paused=is_paused)
        left = clock_words(head, office.now, office.calendar)
        return Timing(left, short(last.due_at, office.utc_offset), late, scale)
    return Timing(
        words_of(spent, office.calendar),
        short(last.done_at, office.utc_offset) if last.done_at else "",
        late,
        scale,
        time_left(last.due_at, end, office.calendar) if late else "",
    )


def forecast(head: RunHead, calendar: Calendar, now: datetime) -> dict[int, datetime]:
    """When each step to come begins, if every step takes just its standard."""
    if head.due_at is None or head.position.step is None:
        return {}
    at = max(head.due_at, now)
    found: dict[int, datetime] = {}
    try:
        for step in head.procedure.steps:
            if step.number > head.position.step:
                found[step.number] = at
                at = due(at, step.standard, calendar)
    except CalendarMissing:
        return {}
    return found


def _returns(steps: Sequence[StepInRound]) -> dict[tuple[int, int], int]:
    counted: dict[tuple[int, int], int] = {}
    for one in steps:
        if one.back_to is not None:
            way = (one.step, one.back_to)
            counted[way] = counted.get(way, 0) + 1
    return counted


def _line(
    arrow: Arrow,
    states: Mapping[int, str],
    returns: Mapping[tuple[int, int], int],
    width: int,
) -> Line:
    back = arrow.kind in (Way.NO, Way.ASIDE)
    taken = returns.get((arrow.from_step, arrow.to_step), 0) if back else 0
    passed = states.get(arrow.from_step) == "usai" and not back
    css = "balik" if taken else "lalu" if passed else ""
    if arrow.kind is Way.ASIDE:
        css = "balik simpang"
    count_x, count_y = _middle(arrow, width) if taken else ("", "")
    label_x, label_y = map(_px, arrow.label_at) if arrow.label_at else ("", "")
    return Line(
        path="M" + "L".join(f"{_px(x)} {_px(y)}" for x, y in arrow.points),
        css=css,
        tip=" ".join(f"{_px(x)},{_px(y)}" for x, y in arrow.head),
        label=arrow.label,
        label_x=label_x,
        label_y=label_y,
        anchor="end" if arrow.label_ends else "start",
        count=taken,
        count_x=count_x,
        count_y=count_y,
    )


def _middle(arrow: Arrow, width: int) -> tuple[str, str]:
    """The middle of the longest piece, the way up, so that the count stands within the lanes."""
    (x1, y1), (x2, y2) = max(pairwise(arrow.points), key=lambda ends: abs(ends[1][1] - ends[0][1]))
    x = min(max((x1 + x2) / 2, Decimal(COUNT_HALF)), Decimal(width - COUNT_HALF))
    return _px(x), _px((y1 + y2) / 2)


def _links(drawing: Drawing, states: Mapping[int, str]) -> tuple[Line, ...]:
    return tuple(
        Line(
            path="M" + "L".join(f"{_px(x)} {_px(y)}" for x, y in link.points),
            css="lalu" if states.get(link.step) == "usai" else "",
        )
        for link in drawing.links
    )


def _shape(symbol: Symbol, states: Mapping[int, str]) -> Shape:
    state = states.get(symbol.step, LATER)
    grown = 5
    corners = " ".join(f"{_px(x)},{_px(y)}" for x, y in symbol.outline)
    halo = [
        (symbol.x, symbol.top - grown),
        (symbol.right + grown, symbol.y),
        (symbol.x, symbol.bottom + grown),
        (symbol.left - grown, symbol.y),
    ]
    return Shape(
        kind=symbol.kind.value,
        css=f"{state} utama" if symbol.lead else state,
        x=_px(symbol.x),
        y=_px(symbol.y),
        left=_px(symbol.left),
        top=_px(symbol.top),
        w=_px(symbol.w),
        h=_px(symbol.h),
        corners=corners,
        is_done=state == "usai",
        is_now=state == NOW,
        number=symbol.step,
        halo=" ".join(f"{_px(x)},{_px(y)}" for x, y in halo) if symbol.kind is Kind.DIAMOND else "",
    )


def _lines(text: str, fit: int) -> int:
    return len(textwrap.wrap(text, fit, break_long_words=True)) or 1


def _stepped(height: int) -> int:
    return min(-(-height // HEIGHT_STEP) * HEIGHT_STEP, GREATEST_HEIGHT)


def _px(value: object) -> str:
    # A point, whatever the language of the page: SVG knows no comma.
    return f"{float(str(value)):.1f}"


def total_standard(procedure: Procedure, calendar: Calendar) -> timedelta:
    """The standards of all steps together, in office time."""
    return sum((office_time(step.standard, calendar) for step in procedure.steps), timedelta())
