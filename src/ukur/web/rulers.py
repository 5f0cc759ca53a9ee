"""Rulers: spans of office time, ticked, as pieces of an SVG."""

from dataclasses import dataclass
from datetime import timedelta

HEIGHT = 16
_SMALL, _LARGE = 3.5, 6.0
_HARDLY = 0.05


@dataclass(frozen=True)
class Ruler:
    """A ruler of `width` pixels: `used` of it is filled, `over` lies beyond the mark.

    Lengths are texts with a point, empty for none: SVG knows no decimal comma. `kind` is
    the class of the filled part: "terisi", "berjalan" while it runs, "dijeda" while it rests;
    then `hatch` are the strokes over it.
    """

    width: int
    inner: int
    used: str
    mark: str
    over: str
    kind: str
    minor: str
    major: str
    height: int = HEIGHT
    hatch: str = ""


def ruler(
    spent: timedelta,
    standard: timedelta,
    *,
    width: int = 128,
    running: bool = False,
    paused: bool = False,
) -> Ruler:
    """Time spent against a standard; beyond the standard the ruler grows, and the mark moves in.

    Units: both in office time; ticks are fifteenths of the standard, each fifth one longer.
    """
    inner = width - 2
    whole = max(spent, standard, timedelta(minutes=1))
    mark = inner * (standard / whole)
    reached = inner * (spent / whole)
    over = max(reached - mark, 0.0)
    step = max(mark / 15, inner / 40)
    count = int(inner / step + 0.001)
    places = [(number, 1 + number * step) for number in range(count + 1)]
    return Ruler(
        width=width,
        inner=inner,
        used=_px(reached - over),
        mark=_px(1 + mark),
        over=_px(over),
        kind="dijeda" if paused else "berjalan" if running else "terisi",
        minor="".join(_tick(x, _SMALL) for number, x in places if number % 5),
        major="".join(_tick(x, _LARGE) for number, x in places if number % 5 == 0),
        hatch=_hatch(reached) if paused else "",
    )


def _hatch(length: float) -> str:
    """Slanted strokes over the filled part, from its left end on; at least one."""
    return "".join(f"M{1 + x} 8l5-6" for x in range(0, max(int(length) - 4, 1), 4))


def _px(length: float) -> str:
    return f"{length:.1f}" if length > _HARDLY else ""


def _tick(x: float, length: float) -> str:
    return f"M{x:.1f} {HEIGHT}v-{length}"
