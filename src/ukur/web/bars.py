"""Stacked bars of office time, one a step: where the time goes, in percent of a common scale.

Percentages are texts with a point: SVG knows no decimal comma.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Span:
    """What one bar shows, in words and in office time."""

    label: str
    waiting: timedelta
    working: timedelta
    paused: timedelta
    standard: timedelta
    words: str

    @property
    def whole(self) -> timedelta:
        return self.waiting + self.working + self.paused


@dataclass(frozen=True)
class Piece:
    """A part of a bar: `kind` is "tunggu", "kerja" or "jeda"."""

    kind: str
    x: str
    width: str


@dataclass(frozen=True)
class Bar:
    """A bar with its parts, and where its standard lies."""

    label: str
    words: str
    pieces: tuple[Piece, ...]
    mark: str
    is_over: bool


def bars(spans: Sequence[Span]) -> tuple[Bar, ...]:
    """The bars on one scale: the longest of all times and standards is the whole width."""
    longest = max((max(span.whole, span.standard) for span in spans), default=timedelta())
    scale = max(longest, timedelta(minutes=1))
    return tuple(_bar(span, scale) for span in spans)


def _bar(span: Span, scale: timedelta) -> Bar:
    pieces, at = [], timedelta()
    parts = (("tunggu", span.waiting), ("kerja", span.working), ("jeda", span.paused))
    for kind, length in parts:
        if length:
            pieces.append(Piece(kind, _percent(at, scale), _percent(length, scale)))
        at += length
    return Bar(
        span.label,
        span.words,
        tuple(pieces),
        _percent(span.standard, scale),
        span.whole > span.standard,
    )


def _percent(part: timedelta, whole: timedelta) -> str:
    return f"{part / whole * 100:.2f}%"
