"""Bars of office time: parts in percent of one scale."""

from datetime import timedelta

from ukur.web.bars import Piece, Span, bars

HOUR = timedelta(hours=1)
NOTHING = timedelta()


def test_the_longest_time_is_the_whole_width() -> None:
    long = Span("a", HOUR, 2 * HOUR, HOUR, 2 * HOUR, "4 j")
    short = Span("b", NOTHING, HOUR, NOTHING, 3 * HOUR, "1 j")
    first, second = bars([long, short])
    assert first.pieces == (
        Piece("tunggu", "0.00%", "25.00%"),
        Piece("kerja", "25.00%", "50.00%"),
        Piece("jeda", "75.00%", "25.00%"),
    )
    assert (first.mark, first.is_over) == ("50.00%", True)
    assert second.pieces == (Piece("kerja", "0.00%", "25.00%"),)
    assert (second.mark, second.is_over) == ("75.00%", False)


def test_no_time_at_all_is_drawn_too() -> None:
    assert bars([]) == ()
    assert bars([Span("a", NOTHING, NOTHING, NOTHING, NOTHING, "0 mnt")])[0].pieces == ()
