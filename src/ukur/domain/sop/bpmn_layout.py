"""Where the shapes, ways and labels of a BPMN process stand, in whole pixels.

Every node has a column of its own, left to right in the order of the process, and stands in
the middle of its lane. A way to the next column runs straight; every other way leaves its
gateway at the top or the bottom, runs along a track above the nodes of the target's lane, and
enters the target from above. So no way crosses a node, and no two labels meet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from ukur.domain.sop.bpmn import Flow, Kind, Node, Process

HEADER = 30
"""Width of the strip with the name of the participant, and of that of a lane."""
GAP = 50
FORK_GAP = 140
"""A wider gap behind a gateway that forks: two labels stand in it."""
EVENT = 36
GATEWAY = 50
TASK = 180
LEAST_TASK = 80
ICON = 64
"""Room above and below the name of a task: its left upper corner holds a little figure."""
LABEL = 110
LINE = 14
"""Height of a line of text of 11 or 12 pixels."""
GLYPH = 7
"""Width of a wide letter of it."""
MARGIN = 30
LEAST_LANE = 140
APPROACH = 20
"""How far before a node a way turns towards it."""

Point = tuple[int, int]


@dataclass(frozen=True)
class Box:
    """A rectangle; `x` and `y` are its left upper corner."""

    x: int
    y: int
    w: int
    h: int

    @property
    def right(self) -> int:
        return self.x + self.w

    @property
    def bottom(self) -> int:
        return self.y + self.h

    @property
    def centre(self) -> Point:
        return (self.x + self.w // 2, self.y + self.h // 2)


@dataclass(frozen=True)
class Layout:
    """The boxes of participant, lanes, nodes and labels, and the points of ways, by id."""

    participant: Box
    bands: Mapping[str, Box]
    nodes: Mapping[str, Box]
    ways: Mapping[str, tuple[Point, ...]]
    labels: Mapping[str, Box]
    """Labels that stand outside: of events and gateways, and of the ways that have a name."""


def layout(process: Process) -> Layout:
    """The layout of a process that `bpmn.process_of` made; the same process, the same layout."""
    lefts, right = _columns(process)
    tracks = _tracks(process)
    bands = _bands(process, tracks, right)
    nodes = {
        node.id: _node_box(node, lefts[node.id], bands[node.lane], tracks[node.lane])
        for node in process.nodes
    }
    tops = {
        flow_id: bands[band].y + MARGIN // 2 + top
        for band, rows in tracks.items()
        for flow_id, top in rows.items()
    }
    ways = {flow.id: _way(flow, nodes, tops) for flow in process.flows}
    last = max(box.bottom for box in bands.values())
    return Layout(
        participant=Box(0, 0, right, last),
        bands=bands,
        nodes=nodes,
        ways=ways,
        labels=_labels(process, nodes, ways, tops),
    )


def lines_of(text: str, width: int) -> int:
    r"""How many lines the text takes in that width, by a careful guess.

    >>> lines_of("Menyusun rencana kerja", 180), lines_of("a\nb", 180)
    (1, 2)
    """
    fit = max(width // GLYPH, 1)
    count = 0
    for line in text.split("\n"):
        used = 0
        count += 1
        for word in line.split():
            extra, rest = divmod(len(word), fit)
            if used and used + 1 + len(word) > fit:
                count, used = count + 1, 0
            if extra:
                count, used = count + extra, rest
            else:
                used += len(word) + bool(used)
    return count


def _columns(process: Process) -> tuple[Mapping[str, int], int]:
    """The left edge of each node, and the right edge of the participant."""
    forks = _forks(process)
    left = 2 * HEADER + GAP
    lefts = {}
    for node in process.nodes:
        lefts[node.id] = left
        left += _width(node) + (FORK_GAP if node.id in forks else GAP)
    return lefts, left


def _forks(process: Process) -> frozenset[str]:
    return frozenset(flow.source for flow in process.flows if flow.name)


def _tracks(process: Process) -> dict[str, dict[str, int]]:
    """By lane, how far below the first track the line of each long way into it runs."""
    places = {node.id: place for place, node in enumerate(process.nodes)}
    lanes = {node.id: node.lane for node in process.nodes}
    tracks: dict[str, dict[str, int]] = {band.id: {} for band in process.bands}
    depths = dict.fromkeys(tracks, 0)
    for flow in process.flows:
        if places[flow.target] != places[flow.source] + 1:
            lane = lanes[flow.target]
            depths[lane] += _label_height(flow.name) + 8
            tracks[lane][flow.id] = depths[lane]
    return tracks


def _bands(process: Process, tracks: Mapping[str, Mapping[str, int]], right: int) -> dict[str, Box]:
    heights = [_band_height(process, band.id, band.name, tracks[band.id]) for band in process.bands]
    tops = [0, *accumulate(heights)]
    return {
        band.id: Box(HEADER, top, right - HEADER, below - top)
        for band, (top, below) in zip(process.bands, pairwise(tops), strict=True)
    }


def _band_height(process: Process, band: str, name: str, tracks: Mapping[str, int]) -> int:
    inside = [_height(node) for node in process.nodes if node.lane == band]
    below = max([_label_room(node) for node in process.nodes if node.lane == band], default=0)
    named = min(len(name), 40) * GLYPH + 2 * MARGIN
    room = max(tracks.values(), default=0) + max(inside, default=0) + below
    return max(LEAST_LANE, named, room + 2 * MARGIN)


def _label_room(node: Node) -> int:
    """What a label below a node adds to its lane."""
    return 0 if node.kind is Kind.TASK else max(_label_height(node.name) - GATEWAY // 2, 0)


def _node_box(node: Node, left: int, band: Box, tracks: Mapping[str, int]) -> Box:
    width, height = _width(node), _height(node)
    above = max(tracks.values(), default=0)
    middle = (band.y + above + band.bottom) // 2
    return Box(left, middle - height // 2, width, height)


def _width(node: Node) -> int:
    return {Kind.TASK: TASK, Kind.GATEWAY: GATEWAY}.get(node.kind, EVENT)


def _height(node: Node) -> int:
    if node.kind is not Kind.TASK:
        return _width(node)
    height = max(LEAST_TASK, lines_of(node.name, TASK - 20) * LINE + ICON)
    return height + height % 2


def _way(flow: Flow, nodes: Mapping[str, Box], tops: Mapping[str, int]) -> tuple[Point, ...]:
    source, target = nodes[flow.source], nodes[flow.target]
    if flow.id not in tops:
        start, end = (source.right, source.centre[1]), (target.x, target.centre[1])
        if start[1] == end[1]:
            return (start, end)
        turn = target.x - APPROACH
        return (start, (turn, start[1]), (turn, end[1]), end)
    top = tops[flow.id]
    x, y = source.centre
    leaves = (x, source.y if top < y else source.bottom)
    enters = (target.centre[0], target.y)
    return (leaves, (x, top), (enters[0], top), enters)


def _label_height(text: str) -> int:
    return lines_of(text, LABEL) * LINE


def _labels(
    process: Process,
    nodes: Mapping[str, Box],
    ways: Mapping[str, Sequence[Point]],
    tops: Mapping[str, int],
) -> dict[str, Box]:
    labels = {}
    for node in process.nodes:
        box, height = nodes[node.id], _label_height(node.name)
        if node.kind in (Kind.START, Kind.END):
            labels[node.id] = Box(box.centre[0] - GAP // 2 - 10, box.bottom + 4, GAP + 20, height)
        elif node.kind is Kind.GATEWAY and node.name:
            labels[node.id] = Box(box.right + 4, box.centre[1] + 4, LABEL, height)
    for flow in process.flows:
        if flow.name:
            labels[flow.id] = _flow_label(flow, ways[flow.id], flow.id in tops)
    return labels


def _flow_label(flow: Flow, points: Sequence[Point], long: bool) -> Box:  # noqa: FBT001
    height = _label_height(flow.name)
    if not long:
        x, y = points[0]
        return Box(x + 4, y - height - 4, LABEL, height)
    (x, y), (end, _) = points[1], points[2]
    return Box(x - LABEL - 4 if end < x else x + 4, y - height - 2, LABEL, height)
