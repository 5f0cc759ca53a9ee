"""A small picture of the last periods: completeness and timeliness as two lines.

Positions are texts with a point: SVG knows no decimal comma.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ukur.edge.names import period_short
from ukur.store.queries.league import PeriodRate

WIDTH, HEIGHT = 268, 132
LEFT, RIGHT, TOP, BOTTOM = 10, 34, 10, 24


@dataclass(frozen=True)
class Dot:
    """One value of a line; `y` is missing where nobody was asked."""

    x: str
    y: str


@dataclass(frozen=True)
class Label:
    """What stands under a period: "TW III", and the year in two digits."""

    x: str
    name: str


@dataclass(frozen=True)
class Grid:
    """A line across the picture: at `y`, for `percent`."""

    y: str
    text_y: str
    percent: int


@dataclass(frozen=True)
class Trend:
    """The picture, in units of its own width and height."""

    width: int
    height: int
    right: int
    label_y: int
    complete: tuple[Dot, ...]
    timely: tuple[Dot, ...]
    labels: tuple[Label, ...]
    grid: tuple[Grid, ...]

    @property
    def complete_line(self) -> str:
        return " ".join(f"{dot.x},{dot.y}" for dot in self.complete)

    @property
    def timely_line(self) -> str:
        return " ".join(f"{dot.x},{dot.y}" for dot in self.timely)


def trend(rates: Sequence[PeriodRate]) -> Trend | None:
    """The picture of these periods; None for fewer than two, which show no trend."""
    if len(rates) < 2:  # noqa: PLR2004 - one point is no line
        return None
    step = (WIDTH - LEFT - RIGHT) * 10 // (len(rates) - 1)
    places = [LEFT * 10 + step * at for at in range(len(rates))]
    return Trend(
        width=WIDTH,
        height=HEIGHT,
        right=WIDTH - RIGHT + 8,
        label_y=HEIGHT - 6,
        complete=_dots(rates, places, lambda rate: rate.delivered),
        timely=_dots(rates, places, lambda rate: rate.on_time),
        labels=tuple(
            Label(_tenths(x), f"{period_short(rate.when.period)} {rate.when.year % 100:02}")
            for x, rate in zip(places, rates, strict=True)
        ),
        grid=tuple(
            Grid(_tenths(_y(percent, 100)), _tenths(_y(percent, 100) + 40), percent)
            for percent in (100, 50, 0)
        ),
    )


def _dots(
    rates: Sequence[PeriodRate], places: Sequence[int], part: Callable[[PeriodRate], int]
) -> tuple[Dot, ...]:
    return tuple(
        Dot(_tenths(x), _tenths(_y(part(rate), rate.asked)))
        for x, rate in zip(places, rates, strict=True)
        if rate.asked
    )


def _y(part: int, whole: int) -> int:
    """Tenths from the top; all of it is at the top."""
    room = (HEIGHT - TOP - BOTTOM) * 10
    return TOP * 10 + room - room * part // whole


def _tenths(value: int) -> str:
    return f"{value // 10}.{value % 10}"
