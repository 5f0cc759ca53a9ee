"""The ways of arrows: whatever the procedure, they can be followed with a finger."""

from decimal import Decimal
from itertools import combinations, pairwise, product

from hypothesis import given

from tests.domain.sop.test_drawing import LANES, flows
from tests.domain.sop.winding import winding_procedures
from tests.sample_papers import SEED
from ukur.domain.sop.drawing import FlowStep, layout, layout_flow
from ukur.domain.sop.model import Procedure
from ukur.domain.sop.shapes import PIXELS, Arrow, Drawing, Kind, Link, Point, RowBox, Symbol, Way

Piece = tuple[Point, Point]
FRAME = (0, 330)
"""The lanes, each 66 wide, from edge to edge."""


def rows(count: int, height: int = 74) -> list[RowBox]:
    return [RowBox(height * n, height) for n in range(count)]


def drawn(flow: tuple[FlowStep, ...]) -> Drawing:
    return layout_flow(flow, LANES, rows(len(flow)))


def pieces(shape: Arrow | Link) -> list[Piece]:
    return list(pairwise(shape.points))


def through(piece: Piece, s: Symbol) -> bool:
    """Does the piece run through the inside of the symbol's frame?"""
    (x1, x2), (y1, y2) = sorted((piece[0][0], piece[1][0])), sorted((piece[0][1], piece[1][1]))
    return x1 < s.right and s.left < x2 and y1 < s.bottom and s.top < y2


def together(one: Piece, other: Piece) -> Decimal:
    """How long two pieces run on the same line."""
    for along, across in ((0, 1), (1, 0)):
        if one[0][across] == one[1][across] == other[0][across] == other[1][across]:
            low = max(min(p[along] for p in one), min(p[along] for p in other))
            high = min(max(p[along] for p in one), max(p[along] for p in other))
            return max(high - low, Decimal(0))
    return Decimal(0)


def assert_followed(drawing: Drawing) -> None:
    for a in drawing.arrows:
        for piece in pieces(a):
            for s in drawing.symbols:
                touches = {a.points[0], a.points[-1]} & {piece[0], piece[1]}
                own = s.step in (a.from_step, a.to_step) and touches
                assert own or not through(piece, s), (a, s)
    for x, _ in (point for a in drawing.arrows for point in a.points):
        assert FRAME[0] < x < FRAME[1]


@given(flows())
def test_no_arrow_runs_through_a_symbol_or_out_of_the_lanes(flow: tuple[FlowStep, ...]) -> None:
    assert_followed(drawn(flow))


@given(winding_procedures())
def test_no_two_arrows_of_a_sound_procedure_run_on_one_another(
    procedure: Procedure,
) -> None:
    drawing = layout(procedure, LANES, rows(len(procedure.steps)))
    assert_followed(drawing)
    for one, other in combinations(drawing.arrows, 2):
        if one.to_step != other.to_step:
            shared = sum(together(a, b) for a in pieces(one) for b in pieces(other))
            assert shared <= PIXELS.gap, (one, other)
    for a, link in product(drawing.arrows, drawing.links):
        # Between two boxes that share a step, a Tidak must leave on the dashed line.
        assert all(together(piece, link.points) <= PIXELS.gap for piece in pieces(a))


@given(winding_procedures())
def test_a_label_stands_on_no_symbol_and_on_no_other_label(procedure: Procedure) -> None:
    drawing = layout(procedure, LANES, rows(len(procedure.steps)))
    boxes = [label_box(a) for a in drawing.arrows if a.label_at is not None and len(a.label) < 9]
    for left, right, top, bottom in boxes:
        for s in drawing.symbols:
            inside = s.w / 4 if s.kind is Kind.DIAMOND else Decimal(0)
            assert not (
                left < s.right - inside
                and s.left + inside < right
                and top < s.bottom - inside
                and s.top + inside < bottom
            )
    for one, other in combinations(boxes, 2):
        assert one[1] <= other[0] or other[1] <= one[0] or one[3] <= other[2] or other[3] <= one[2]


def label_box(a: Arrow) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    assert a.label_at is not None
    (x, base), width = a.label_at, PIXELS.width(a.label)
    left = x - width if a.label_ends else x
    return left, left + width, base - 9, base + 2


def test_arrows_into_one_symbol_share_its_entry() -> None:
    flow = (
        FlowStep(1, 0, (), ((Way.NEXT, 2, ""),)),
        FlowStep(2, 1, (), ((Way.YES, 4, "Ya"), (Way.NO, 1, "Tidak"))),
        FlowStep(3, 2, (), ((Way.NEXT, 4, ""),)),
        FlowStep(4, 1, (), ()),
    )
    into = [a.points[-1] for a in drawn(flow).arrows if a.to_step == 4]
    assert len(into) == 2
    assert len(set(into)) == 1


def test_a_tidak_goes_up_beside_the_symbols_of_the_rows_that_it_passes() -> None:
    flow = (
        FlowStep(1, 1, (), ((Way.NEXT, 2, ""),)),
        FlowStep(2, 1, (), ((Way.NEXT, 3, ""),)),
        FlowStep(3, 1, (2,), ((Way.NEXT, 4, ""),)),
        FlowStep(4, 1, (), ((Way.NEXT, 5, ""),)),
        FlowStep(5, 1, (), ((Way.YES, 6, "Ya"), (Way.NO, 1, "Tidak"))),
        FlowStep(6, 1, (), ()),
    )
    no = next(a for a in drawn(flow).arrows if a.kind is Way.NO)
    (x1, y1), (x2, y2) = max(pieces(no), key=lambda piece: abs(piece[0][1] - piece[1][1]))
    assert x1 == x2 == 99 + 30
    assert abs(y1 - y2) > 3 * 74


def test_a_return_that_the_form_has_no_arrow_for_is_drawn_apart() -> None:
    drawing = layout(SEED, LANES, rows(9), PIXELS, aside=((8, 6), (7, 6), (7, 4), (7, 4)))
    aside = [(a.from_step, a.to_step) for a in drawing.arrows if a.kind is Way.ASIDE]
    assert aside == [(7, 4), (8, 6)]
    assert len(drawing.arrows) == len(layout(SEED, LANES, rows(9)).arrows) + 2
    assert_followed(drawing)
