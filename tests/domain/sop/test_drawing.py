"""The drawing of the flow: symbols in their rows, arrows by the rules of the form."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sample_papers import SEED
from ukur.domain.sop.drawing import FlowStep, flow_of, layout, layout_flow
from ukur.domain.sop.pages import FlowPages, Measured, flow_pages
from ukur.domain.sop.shapes import PIXELS, Arrow, Drawing, Kind, Point, RowBox, Symbol, Way

LANES = (33, 99, 165, 231, 297)
HEIGHTS = (58, 58, 58, 58, 58, 58, 74, 58, 58)
ROWS = tuple(RowBox(sum(HEIGHTS[:n]), height) for n, height in enumerate(HEIGHTS))
DRAWING = layout(SEED, LANES, ROWS)


def at(*points: tuple[int | str, int | str]) -> tuple[Point, ...]:
    """Points, with halves written as text."""
    return tuple((Decimal(x), Decimal(y)) for x, y in points)


def symbol(drawing: Drawing, step: int, lane: int) -> Symbol:
    return next(
        s
        for s in drawing.symbols
        if (s.step, s.lane) == (step, lane) and s.kind is not Kind.CONNECTOR
    )


def arrow(drawing: Drawing, start: int, end: int) -> Arrow:
    return next(a for a in drawing.arrows if (a.from_step, a.to_step) == (start, end))


def test_the_first_and_the_last_step_are_capsules_and_the_decision_is_a_diamond() -> None:
    kinds = [(s.step, s.kind.value) for s in DRAWING.symbols if s.kind is not Kind.BOX]
    assert kinds == [(1, "capsule"), (7, "diamond"), (9, "capsule")]


def test_every_symbol_stands_in_the_middle_of_its_row_and_lane() -> None:
    for s in DRAWING.symbols:
        row = ROWS[s.step - 1]
        assert s.y == Decimal(row.top) + Decimal(row.height) / 2
        assert s.x == LANES[s.lane]


def test_a_shared_step_is_linked_by_a_dashed_line_and_its_lead_stands_out() -> None:
    (link,) = DRAWING.links
    assert link.step == 5
    assert link.points == at((185, 261), (211, 261))
    assert [s.lane for s in DRAWING.symbols if s.lead] == [2]


def test_an_arrow_leaves_the_side_and_enters_the_top() -> None:
    points = arrow(DRAWING, 1, 2).points
    assert points == at((53, 29), (99, 29), (99, "74.5"))


def test_straight_down_an_arrow_leaves_the_bottom_even_to_a_joined_lane() -> None:
    assert arrow(DRAWING, 4, 5).points == at((231, "215.5"), (231, "248.5"))
    assert arrow(DRAWING, 5, 6).points == at((165, "273.5"), (165, "306.5"))


def test_ya_leaves_the_bottom_of_the_diamond() -> None:
    yes = arrow(DRAWING, 7, 8)
    assert yes.kind is Way.YES
    assert yes.points == at((99, 404), (99, 414), (33, 414), (33, "438.5"))
    assert (yes.label, yes.label_at, yes.label_ends) == ("Ya", *at((104, 415)), False)


def test_tidak_leaves_the_right_side_and_goes_up_into_the_bottom_of_the_return_step() -> None:
    no = arrow(DRAWING, 7, 6)
    assert no.kind is Way.NO
    assert no.points == at((123, 385), (165, 385), (165, "331.5"))
    assert (no.label, no.label_at, no.label_ends) == ("Tidak", *at((160, 380)), True)
    tip, left, right = no.head
    assert tip == no.points[-1]
    assert left[1] == right[1] == tip[1] + 8


def test_other_counts_of_rows_or_lanes_are_refused() -> None:
    with pytest.raises(ValueError, match="8"):
        layout(SEED, LANES, ROWS[:8])
    with pytest.raises(ValueError, match="4"):
        layout(SEED, LANES[:4], ROWS)


def test_a_tidak_into_its_own_lane_goes_round_on_the_right() -> None:
    flow = (
        FlowStep(1, 0, (), ((Way.NEXT, 2, ""),)),
        FlowStep(2, 0, (), ((Way.NEXT, 3, ""),)),
        FlowStep(3, 0, (), ((Way.YES, 4, "Ya"), (Way.NO, 2, "Tidak"))),
        FlowStep(4, 0, (), ()),
    )
    drawing = layout_flow(flow, LANES, [RowBox(74 * n, 74) for n in range(4)])
    no = arrow(drawing, 3, 2)
    assert [x for x, _ in no.points] == [57, 63, 63, 43, 43]
    assert no.points[-1][1] == symbol(drawing, 2, 0).bottom
    assert not no.label_ends
    assert arrow(drawing, 3, 4).points == at((33, 204), (33, "246.5"))


def test_an_arrow_goes_round_the_symbols_in_its_way() -> None:
    flow = (
        FlowStep(1, 0, (1,), ((Way.NEXT, 2, ""),)),
        FlowStep(2, 2, (), ((Way.YES, 5, "Ya"), (Way.NO, 1, "Tidak"))),
        FlowStep(3, 0, (), ((Way.NEXT, 5, ""),)),
        FlowStep(4, 1, (), ((Way.NEXT, 5, ""),)),
        FlowStep(5, 1, (), ()),
    )
    drawing = layout_flow(flow, LANES, [RowBox(74 * n, 74) for n in range(5)])
    assert arrow(drawing, 1, 2).points[0] == (Decimal(33), symbol(drawing, 1, 0).bottom)
    assert [x for x, _ in arrow(drawing, 3, 5).points] == [53, 69, 69, 99, 99]
    assert [x for x, _ in arrow(drawing, 2, 5).points] == [165, 165, 99, 99]


# --- any procedure --------------------------------------------------------------------


@st.composite
def flows(draw: st.DrawFn) -> tuple[FlowStep, ...]:
    count = draw(st.integers(2, 16))
    steps = []
    for number in range(1, count + 1):
        lead = draw(st.integers(0, 4))
        joined = tuple(sorted(draw(st.sets(st.integers(0, 4), max_size=2)) - {lead}))
        ways: tuple[tuple[Way, int, str], ...] = ((Way.NEXT, number + 1, ""),)
        if number == count:
            ways = ()
        elif number > 1 and draw(st.booleans()):
            back, onward = draw(st.integers(1, number - 1)), draw(st.integers(number + 1, count))
            ways = ((Way.YES, onward, "Ya"), (Way.NO, back, "Tidak"))
        steps.append(FlowStep(number, lead, joined, ways))
    return tuple(steps)


def paged(flow: tuple[FlowStep, ...], room: int = 400, heights: tuple[int, ...] = ()) -> FlowPages:
    wanted = tuple(Decimal(h) for h in heights or [30] * len(flow))
    pages = flow_pages(
        flow,
        Measured(
            lane_width=Decimal("49.5"),
            room=Decimal(room),
            title=Decimal(24),
            header=Decimal(48),
            sizes=(Decimal(9), Decimal(5)),
            heights=(wanted, tuple(h / 2 for h in wanted)),
        ),
    )
    assert pages is not None
    return pages


@given(flows())
def test_every_arrow_runs_straight_from_edge_to_edge(flow: tuple[FlowStep, ...]) -> None:
    for part in paged(flow).parts:
        assert_arrows_are_straight(part.drawing)


def assert_arrows_are_straight(drawing: Drawing) -> None:
    edges = {point for s in drawing.symbols for point in doors(s)}
    for a in drawing.arrows:
        assert a.points[0] in edges
        assert a.points[-1] in edges
        assert a.head[0] == a.points[-1]
        for (x1, y1), (x2, y2) in pairwise(a.points):
            assert (x1 == x2) != (y1 == y2)


def doors(s: Symbol) -> set[Point]:
    """Where an arrow may leave or enter: on the outline, a quarter of a diamond is half as low."""
    lower = s.bottom - s.h / 4 if s.kind is Kind.DIAMOND else s.bottom
    quarters = {(s.x + sign * s.w / 4, lower) for sign in (1, -1)}
    return quarters | {(s.left, s.y), (s.right, s.y), (s.x, s.top), (s.x, s.bottom)}


@given(flows())
def test_every_way_is_drawn_once_or_meets_its_letter_on_another_page(
    flow: tuple[FlowStep, ...],
) -> None:
    parts = paged(flow).parts
    ways = [(step.number, target) for step in flow for _, target, _ in step.ways]
    arrows = [a for part in parts for a in part.drawing.arrows]
    for start, end in ways:
        assert 1 <= len([a for a in arrows if (a.from_step, a.to_step) == (start, end)]) <= 2
    letters = [s.letter for part in parts for s in part.drawing.symbols if s.letter]
    assert all(letters.count(letter) == 2 for letter in letters)


@given(flows())
def test_the_pages_hold_every_row_once_and_fit(flow: tuple[FlowStep, ...]) -> None:
    parts = paged(flow).parts
    assert [row for part in parts for row in part.rows] == list(range(len(flow)))
    for number, part in enumerate(parts):
        bands = part.strip * (part.above + part.below)
        assert sum(part.heights) + bands + 48 + (24 if number == 0 else 0) <= 400


def test_a_connector_points_down_and_bears_the_letter_of_its_other_half() -> None:
    flow = tuple(
        FlowStep(n, 0, (), ((Way.NEXT, n + 1, ""),) if n < 12 else ()) for n in range(1, 13)
    )
    first, second = paged(flow).parts
    (below,) = (s for s in first.drawing.symbols if s.kind is Kind.CONNECTOR)
    (above,) = (s for s in second.drawing.symbols if s.kind is Kind.CONNECTOR)
    assert below.letter == above.letter == "A"
    assert below.y > sum(first.heights)
    assert above.y == second.strip / 2
    assert below.outline[3] == (below.x, below.bottom)


def test_the_type_shrinks_until_the_tallest_row_fits_and_no_further() -> None:
    flow = flow_of(SEED)
    assert paged(flow, heights=(30,) * 9).size == 9
    assert paged(flow, heights=(400, *(30,) * 8)).size == 5
    tall = Measured(
        Decimal(50), Decimal(400), Decimal(24), Decimal(48), (Decimal(9),), ((Decimal(999),) * 9,)
    )
    assert flow_pages(flow, tall) is None


def test_sizes_scale_together() -> None:
    half = PIXELS.scaled(Decimal("0.5"))
    assert (*half.box, half.gap, half.strip) == (20, Decimal("12.5"), 5, 23)


def test_an_outline_follows_the_kind_of_the_symbol() -> None:
    box = replace(symbol(DRAWING, 2, 1), x=Decimal(10), y=Decimal(10), w=Decimal(4), h=Decimal(2))
    assert box.outline == at((8, 9), (12, 9), (12, 11), (8, 11))
    assert replace(box, kind=Kind.DIAMOND).outline == at((10, 9), (12, 10), (10, 11), (8, 10))
