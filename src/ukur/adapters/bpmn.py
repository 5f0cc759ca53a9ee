"""A process as BPMN 2.0 XML, with its diagram; the same process gives the same bytes.

Source: OMG, BPMN 2.0.2 (formal/2013-12-09), the schemas BPMN20.xsd and BPMNDI.xsd.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from ukur.domain.sop.bpmn import Band, Detail, Flow, Kind, Node, Process
from ukur.domain.sop.bpmn_layout import Box, Layout, layout

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
OWN = "urn:ukur:sop:1"
"""The namespace of our own elements."""

_NAMESPACES = {
    "xmlns:bpmn": MODEL,
    "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
    "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
    "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xmlns:ukur": OWN,
}


def bpmn_file(process: Process) -> bytes:
    """The process as a BPMN 2.0 file in UTF-8."""
    stream = BytesIO()
    xml = _Xml(stream)
    root = {"id": "Definitions", "targetNamespace": OWN, "exporter": "Ukur", **_NAMESPACES}
    with xml.element("bpmn:definitions", **root):
        with xml.element("bpmn:collaboration", id="Collaboration"):
            name = process.participant
            xml.empty("bpmn:participant", id="Participant", name=name, processRef=process.id)
        _process(xml, process)
        _diagram(xml, process, layout(process))
    xml.end()
    return stream.getvalue()


class _Xml:
    """Writes elements one below the other; an element with text stands on one line."""

    def __init__(self, stream: BytesIO) -> None:
        self._out = XMLGenerator(stream, encoding="utf-8", short_empty_elements=True)
        self._depth = 0
        self._out.startDocument()

    @contextmanager
    def element(self, name: str, /, **attributes: object) -> Iterator[None]:
        self._begin(name, attributes)
        self._depth += 1
        yield
        self._depth -= 1
        self._line()
        self._out.endElement(name)

    def text(self, name: str, text: str, /, **attributes: object) -> None:
        self._begin(name, attributes)
        self._out.characters(text)
        self._out.endElement(name)

    def empty(self, name: str, /, **attributes: object) -> None:
        self._begin(name, attributes)
        self._out.endElement(name)

    def end(self) -> None:
        self._out.ignorableWhitespace("\n")
        self._out.endDocument()

    def _begin(self, name: str, attributes: Mapping[str, object]) -> None:
        if self._depth:
            self._line()
        self._out.startElement(name, _attributes(attributes))

    def _line(self) -> None:
        self._out.ignorableWhitespace("\n" + "  " * self._depth)


def _attributes(given: Mapping[str, object]) -> "AttributesImpl[str]":
    return AttributesImpl({key: str(value) for key, value in given.items()})


def _process(xml: _Xml, process: Process) -> None:
    attributes = {"id": process.id, "name": process.title, "isExecutable": "true"}
    with xml.element("bpmn:process", **attributes):
        with xml.element("bpmn:extensionElements"):
            xml.empty("ukur:procedure", key=process.key, version=process.version)
            if process.cover is not None:
                _cover(xml, process.cover)
        with xml.element("bpmn:laneSet", id="Lanes"):
            for band in process.bands:
                _band(xml, band, process.nodes)
        for node in process.nodes:
            _node(xml, node, process.flows)
        for flow in process.flows:
            _flow(xml, flow)


def _cover(xml: _Xml, cover: Mapping[str, Detail]) -> None:
    boxes = {name: value for name, value in cover.items() if isinstance(value, str) and value}
    with xml.element("ukur:cover", **boxes):
        for name, values in cover.items():
            for value in () if isinstance(values, str) else values:
                if isinstance(value, str):
                    xml.text(f"ukur:{name}", value)
                else:
                    extra = {key: text for key, text in value.items() if key != "text"}
                    xml.text(f"ukur:{name}", value["text"], **extra)


def _band(xml: _Xml, band: Band, nodes: tuple[Node, ...]) -> None:
    with xml.element("bpmn:lane", id=band.id, name=band.name):
        with xml.element("bpmn:extensionElements"):
            xml.empty("ukur:lane", key=band.key)
        for node in nodes:
            if node.lane == band.id:
                xml.text("bpmn:flowNodeRef", node.id)


def _node(xml: _Xml, node: Node, flows: tuple[Flow, ...]) -> None:
    named = {"name": node.name} if node.name else {}
    with xml.element(f"bpmn:{node.kind.value}", id=node.id, **named):
        if node.documentation:
            xml.text("bpmn:documentation", node.documentation)
        if node.kind is Kind.TASK:
            own = {"number": node.number, "work": node.work}
            own |= {"inferred": " ".join(node.inferred)} if node.inferred else {}
            with xml.element("bpmn:extensionElements"):
                xml.empty("ukur:step", **own)
        if node.max_rounds:
            with xml.element("bpmn:extensionElements"):
                xml.empty("ukur:decision", max_rounds=node.max_rounds)
        for flow in flows:
            if flow.target == node.id:
                xml.text("bpmn:incoming", flow.id)
        for flow in flows:
            if flow.source == node.id:
                xml.text("bpmn:outgoing", flow.id)


def _flow(xml: _Xml, flow: Flow) -> None:
    ends = {"id": flow.id, "sourceRef": flow.source, "targetRef": flow.target}
    if not flow.condition:
        xml.empty("bpmn:sequenceFlow", **ends)
        return
    with xml.element("bpmn:sequenceFlow", **ends, name=flow.name):
        if flow.usual:
            with xml.element("bpmn:extensionElements"):
                xml.empty("ukur:way", usual="true")
        typed = {"xsi:type": "bpmn:tFormalExpression"}
        xml.text("bpmn:conditionExpression", flow.condition, **typed)


def _diagram(xml: _Xml, process: Process, drawn: Layout) -> None:
    gateways = {node.id for node in process.nodes if node.kind is Kind.GATEWAY}
    with (
        xml.element("bpmndi:BPMNDiagram", id="Diagram"),
        xml.element("bpmndi:BPMNPlane", id="Plane", bpmnElement="Collaboration"),
    ):
        _shape(xml, "Participant", drawn.participant, None, isHorizontal="true")
        for element, box in drawn.bands.items():
            _shape(xml, element, box, None, isHorizontal="true")
        for element, box in drawn.nodes.items():
            marked = {"isMarkerVisible": "true"} if element in gateways else {}
            _shape(xml, element, box, drawn.labels.get(element), **marked)
        for element, points in drawn.ways.items():
            attributes = {"id": f"{element}_di", "bpmnElement": element}
            with xml.element("bpmndi:BPMNEdge", **attributes):
                for x, y in points:
                    xml.empty("di:waypoint", x=x, y=y)
                _label(xml, drawn.labels.get(element))


def _shape(xml: _Xml, element: str, box: Box, label: Box | None, **attributes: str) -> None:
    with xml.element("bpmndi:BPMNShape", id=f"{element}_di", bpmnElement=element, **attributes):
        _bounds(xml, box)
        _label(xml, label)


def _label(xml: _Xml, box: Box | None) -> None:
    if box is not None:
        with xml.element("bpmndi:BPMNLabel"):
            _bounds(xml, box)


def _bounds(xml: _Xml, box: Box) -> None:
    xml.empty("dc:Bounds", x=box.x, y=box.y, width=box.w, height=box.h)
