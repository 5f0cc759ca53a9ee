"""From BPMN 2.0 XML to a process of the kind that an SOP is, or to all that is richer in it.

The parser is expat. A document type is refused where it begins, so no entity is ever declared,
and depth and number of elements are counted while it reads. The diagram is not kept: where
shapes stand says nothing about an SOP. Elements of other tools in `extensionElements` are passed
over, as the standard allows; everything else that is not named here is refused.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from ukur.adapters.bpmn import MODEL, OWN
from ukur.domain.refusals import Fact, NotValid, Problem
from ukur.domain.sop.bpmn import (
    LISTS,
    MAX_PROBLEMS,
    Band,
    Detail,
    Flow,
    Kind,
    Node,
    Process,
    problem_in,
    refusal_of,
)
from ukur.domain.sop.entries import shown

MAX_BYTES = 8_000_000
MAX_ELEMENTS = 100_000
MAX_DEPTH = 16

DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI"
_NODES = {
    "startEvent": Kind.START,
    "endEvent": Kind.END,
    "userTask": Kind.TASK,
    "manualTask": Kind.TASK,
    "task": Kind.TASK,
    "exclusiveGateway": Kind.GATEWAY,
}
_ANYWHERE = frozenset({"documentation", "extensionElements"})
_INSIDE: Mapping[str, frozenset[str]] = {
    "definitions": frozenset({"collaboration", "process"}),
    "collaboration": frozenset({"participant"}),
    "participant": frozenset(),
    "process": frozenset({"laneSet", "sequenceFlow", *_NODES}),
    "laneSet": frozenset({"lane"}),
    "lane": frozenset({"flowNodeRef"}),
    "sequenceFlow": frozenset({"conditionExpression"}),
    **dict.fromkeys(_NODES, frozenset({"incoming", "outgoing"})),
}
_OWN_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    "procedure": frozenset({"key", "version"}),
    "lane": frozenset({"key"}),
    "step": frozenset({"number", "work", "inferred"}),
    "decision": frozenset({"max_rounds"}),
    "way": frozenset({"usual"}),
}
_OWN_INSIDE: Mapping[str, tuple[str, ...]] = {
    "process": ("procedure", "cover"),
    "lane": ("lane",),
    "exclusiveGateway": ("decision",),
    "sequenceFlow": ("way",),
    **{name: ("step",) for name, kind in _NODES.items() if kind is Kind.TASK},
}


@dataclass(slots=True)
class _Element:
    """An element with its children; `name` is the local one, `space` its namespace."""

    space: str
    name: str
    attributes: Mapping[str, str]
    line: int
    children: list["_Element"] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def of(self, *names: str) -> Iterator["_Element"]:
        return (child for child in self.children if child.space == MODEL and child.name in names)

    def own(self, name: str) -> "_Element | None":
        """The element of our own of that name among the extensions of this one."""
        for extensions in self.of("extensionElements"):
            for child in extensions.children:
                if child.space == OWN and child.name == name:
                    return child
        return None

    @property
    def called(self) -> str:
        return shown(
            self.attributes.get("name", "").strip() or self.attributes.get("id", "") or self.name
        )


def read_bpmn(content: bytes, name: str) -> Process:
    """The process in the file; `name` is what problems call the file.

    Raises:
        NotValid: it is not such a file, or holds more than an SOP can; every problem names
            line and element.
    """
    if len(content) > MAX_BYTES:
        facts: dict[str, Fact] = {"found": len(content), "limit": MAX_BYTES}
        raise NotValid((problem_in(name, 1, "bpmn_too_large", **facts),))
    root = _Parsing(name).parsed(content)
    if (root.space, root.name) != (MODEL, "definitions"):
        raise NotValid((problem_in(name, root.line, "bpmn_not_bpmn", found=root.called),))
    return _Reading(name).process(root)


class _Parsing:
    """One run of expat over a file, building elements; the diagram is left out."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._count = 0
        self._depth = 0
        self._skipped_at = 0
        self._open: list[_Element] = []
        self._root: _Element | None = None
        self._expat = expat.ParserCreate(namespace_separator=" ")
        self._expat.buffer_text = True
        self._expat.StartDoctypeDeclHandler = self._doctype
        self._expat.StartElementHandler = self._start
        self._expat.EndElementHandler = self._end
        self._expat.CharacterDataHandler = self._characters

    def parsed(self, content: bytes) -> _Element:
        """The root element.

        Raises:
            NotValid: the file is not well-formed, too deep, too long, or declares a type.
        """
        try:
            self._expat.Parse(content, True)  # noqa: FBT003 - expat takes no keywords
        except (expat.ExpatError, ValueError, LookupError):
            # Beside expat's own error: encodings that Python does not know or cannot use.
            raise self._refusal("bpmn_not_xml") from None
        if self._root is None:
            raise self._refusal("bpmn_not_xml")
        return self._root

    def _refusal(self, code: str, **facts: Fact) -> NotValid:
        return NotValid((problem_in(self._name, self._expat.CurrentLineNumber, code, **facts),))

    def _doctype(self, *_: object) -> None:
        raise self._refusal("bpmn_doctype")

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._count += 1
        self._depth += 1
        if self._count > MAX_ELEMENTS:
            raise self._refusal("bpmn_too_many_elements", limit=MAX_ELEMENTS)
        if self._depth > MAX_DEPTH:
            raise self._refusal("bpmn_too_deep", limit=MAX_DEPTH)
        if self._skipped_at:
            return
        space, _, name = tag.rpartition(" ")
        if space == DIAGRAM and self._depth == 2:  # noqa: PLR2004 - a child of the root
            self._skipped_at = self._depth
            return
        element = _Element(space, name, attributes, self._expat.CurrentLineNumber)
        if self._open:
            self._open[-1].children.append(element)
        else:
            self._root = element
        self._open.append(element)

    def _end(self, _tag: str) -> None:
        if not self._skipped_at:
            self._open.pop()
        elif self._depth == self._skipped_at:
            self._skipped_at = 0
        self._depth -= 1

    def _characters(self, text: str) -> None:
        if self._open and not self._skipped_at:
            self._open[-1].pieces.append(text)


class _Reading:
    """From elements to a process, noting everything that an SOP has no place for."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._problems: list[Problem] = []
        self._ids: set[str] = set()

    def process(self, root: _Element) -> Process:
        """The one process below the root.

        Raises:
            NotValid: there is none, or something in the file is richer.
        """
        self._check(root)
        participants = [p for c in root.of("collaboration") for p in c.of("participant")]
        for again in participants[1:]:
            self._note(again, "bpmn_several", found="participant")
        processes = list(root.of("process"))
        for again in processes[1:]:
            self._note(again, "bpmn_several", found="process")
        if not processes:
            self._note(root, "bpmn_none", found="process")
            raise refusal_of(self._name, self._problems)
        process = self._process(processes[0], participants[0] if participants else None)
        if self._problems:
            raise refusal_of(self._name, self._problems)
        return process

    def _note(self, at: _Element, code: str, **facts: Fact) -> None:
        self._problems.append(problem_in(self._name, at.line, code, element=at.called, **facts))
        if len(self._problems) > MAX_PROBLEMS:  # The rest is not looked at.
            raise refusal_of(self._name, self._problems)

    def _check(self, element: _Element) -> None:
        """Note whatever below the element is of another kind than ours."""
        if element.attributes.get("isForCompensation") in ("true", "1"):
            self._note(element, "bpmn_richer", found="isForCompensation")
        if element.name in _INSIDE and element.name != "definitions":
            self._check_id(element)
        allowed = _INSIDE.get(element.name, frozenset())
        for child in element.children:
            if child.space == MODEL and child.name == "extensionElements":
                self._check_own(element, child)
            elif child.space == MODEL and child.name in allowed | _ANYWHERE:
                self._check(child)
            else:
                self._note(child, "bpmn_richer", found=shown(child.name))

    def _check_id(self, element: _Element) -> None:
        found = element.attributes.get("id", "")
        if found and found in self._ids:
            self._note(element, "bpmn_id_twice", found=shown(found))
        if not found and element.name in (*_NODES, "process", "lane"):
            self._note(element, "bpmn_no_id")
        self._ids.add(found)

    def _check_own(self, element: _Element, extensions: _Element) -> None:
        names = _OWN_INSIDE.get(element.name, ())
        seen: set[str] = set()
        for child in extensions.children:
            if child.space != OWN:
                continue
            if child.name not in names or child.name in seen:
                self._note(element, "bpmn_unknown_part", found=shown(child.name))
            seen.add(child.name)
            known = _OWN_ATTRIBUTES.get(child.name, frozenset(child.attributes))
            for attribute in sorted(set(child.attributes) - known):
                self._note(element, "bpmn_unknown_part", found=shown(attribute))

    def _process(self, element: _Element, participant: _Element | None) -> Process:
        lane_sets = list(element.of("laneSet"))
        for again in lane_sets[1:]:
            self._note(again, "bpmn_several", found="laneSet")
        lanes = list(lane_sets[0].of("lane")) if lane_sets else []
        lane_of = self._lane_of(lanes)
        own = element.own("procedure")
        named = participant.attributes.get("name", "") if participant else ""
        return Process(
            id=element.attributes.get("id", ""),
            title=element.attributes.get("name", ""),
            participant=named,
            key=own.attributes.get("key", "") if own else "",
            version=own.attributes.get("version", "") if own else "",
            cover=self._cover(element.own("cover")),
            documentation=_documentation(element)
            or (_documentation(participant) if participant else ""),
            bands=tuple(_band(lane) for lane in lanes),
            nodes=tuple(_node(node, lane_of) for node in element.of(*_NODES)),
            flows=tuple(_flow(flow) for flow in element.of("sequenceFlow")),
            line=element.line,
        )

    def _lane_of(self, lanes: list[_Element]) -> dict[str, str]:
        """The id of the lane of each node that is named in one."""
        found: dict[str, str] = {}
        for lane in lanes:
            for reference in lane.of("flowNodeRef"):
                node = reference.text.strip()
                if node in found:
                    self._note(lane, "bpmn_two_lanes", found=shown(node))
                found[node] = lane.attributes.get("id", "")
        return found

    def _cover(self, element: _Element | None) -> Mapping[str, Detail] | None:
        if element is None:
            return None
        values: dict[str, Detail] = dict(element.attributes)
        for name in LISTS:
            values[name] = _texts(element, name)
        bases = [child for child in element.children if child.name == "legal_basis"]
        values["legal_basis"] = tuple({**child.attributes, "text": child.text} for child in bases)
        for child in element.children:
            if child.space != OWN or child.name not in (*LISTS, "legal_basis") or child.children:
                self._note(child, "bpmn_unknown_part", found=shown(child.name))
        return values


def _texts(element: _Element, name: str) -> tuple[str, ...]:
    return tuple(child.text for child in element.children if child.name == name)


def _documentation(element: _Element) -> str:
    return "\n".join(child.text for child in element.of("documentation"))


def _band(element: _Element) -> Band:
    own = element.own("lane")
    return Band(
        id=element.attributes.get("id", ""),
        name=element.attributes.get("name", ""),
        key=own.attributes.get("key", "") if own else "",
        line=element.line,
    )


def _node(element: _Element, lane_of: Mapping[str, str]) -> Node:
    step = element.own("step")
    own = step.attributes if step else {}
    decision = element.own("decision")
    found = element.attributes.get("id", "")
    return Node(
        id=found,
        kind=_NODES[element.name],
        name=element.attributes.get("name", ""),
        lane=lane_of.get(found, ""),
        documentation=_documentation(element),
        number=own.get("number", ""),
        work=own.get("work", ""),
        inferred=tuple(own.get("inferred", "").split()),
        max_rounds=decision.attributes.get("max_rounds", "") if decision else "",
        line=element.line,
    )


def _flow(element: _Element) -> Flow:
    own = element.own("way")
    return Flow(
        id=element.attributes.get("id", ""),
        source=element.attributes.get("sourceRef", ""),
        target=element.attributes.get("targetRef", ""),
        name=element.attributes.get("name", ""),
        condition="".join(c.text for c in element.of("conditionExpression")).strip(),
        usual=own is not None and own.attributes.get("usual") == "true",
        line=element.line,
    )
