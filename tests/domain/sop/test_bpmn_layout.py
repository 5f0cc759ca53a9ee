"""The diagram of a process: nothing lies upon anything else."""

from collections.abc import Iterator
from itertools import combinations, pairwise

from hypothesis import given, settings

from tests.domain.sop.builders import procedure, seed, step
from tests.domain.sop.winding import winding_procedures
from ukur.domain.sop.bpmn import Process, process_of
from ukur.domain.sop.bpmn_layout import TASK, Box, Layout, Point, layout
from ukur.domain.sop.model import Procedure


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.right
        and other.x < one.right
        and one.y < other.bottom
        and other.y < one.bottom
    )


def inside(one: Box, other: Box) -> bool:
    return (
        other.x <= one.x
        and one.right <= other.right
        and other.y <= one.y
        and one.bottom <= other.bottom
    )


def pieces(points: tuple[Point, ...]) -> Iterator[Box]:
    for (x1, y1), (x2, y2) in pairwise(points):
        assert x1 == x2 or y1 == y2
        yield Box(min(x1, x2), min(y1, y2), abs(x1 - x2), abs(y1 - y2))


def crosses(piece: Box, box: Box) -> bool:
    """Whether a straight piece runs through the inside of the box."""
    return (
        piece.x < box.right
        and box.x < piece.right + (piece.w == 0)
        and piece.y < box.bottom
        and box.y < piece.bottom + (piece.h == 0)
        and (piece.w == 0) <= (box.x < piece.x)
        and (piece.h == 0) <= (box.y < piece.y)
    )


def assert_clear(process: Process, drawn: Layout) -> None:
    things = [*drawn.nodes.values(), *drawn.labels.values()]
    assert [pair for pair in combinations(things, 2) if overlap(*pair)] == []
    for thing in things:
        assert inside(thing, drawn.participant)
    for node in process.nodes:
        assert inside(drawn.nodes[node.id], drawn.bands[node.lane])
    for points in drawn.ways.values():
        for piece in pieces(points):
            assert [thing for thing in things if crosses(piece, thing)] == []


def test_nothing_of_the_seed_lies_upon_anything_else() -> None:
    process = process_of(seed())
    assert_clear(process, layout(process))


@settings(deadline=None)
@given(winding_procedures())
def test_nothing_of_any_procedure_lies_upon_anything_else(sop: Procedure) -> None:
    process = process_of(sop)
    assert_clear(process, layout(process))


def test_every_way_joins_the_shapes_that_it_leads_between() -> None:
    process = process_of(seed())
    drawn = layout(process)
    for flow in process.flows:
        points = drawn.ways[flow.id]
        for (x, y), box in zip(
            (points[0], points[-1]),
            (drawn.nodes[flow.source], drawn.nodes[flow.target]),
            strict=True,
        ):
            assert x in (box.x, box.right, box.centre[0])
            assert y in (box.y, box.bottom, box.centre[1])


def test_the_lanes_fill_the_participant_without_a_gap() -> None:
    drawn = layout(process_of(seed()))
    boxes = list(drawn.bands.values())
    assert (boxes[0].y, boxes[-1].bottom) == (drawn.participant.y, drawn.participant.bottom)
    assert all(above.bottom == below.y for above, below in pairwise(boxes))
    assert {box.right for box in boxes} == {drawn.participant.right}


def test_a_long_activity_makes_its_box_higher() -> None:
    boxes = layout(process_of(procedure(step(1), step(2, activity="Kegiatan panjang " * 30)))).nodes
    assert boxes["Step_1"].h == 80
    assert boxes["Step_2"].h > 400
    assert boxes["Step_2"].w == TASK
