"""BPMN files of others: what is taken, and what is refused where and why."""

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.sop.builders import seed
from ukur.domain.refusals import NotValid, Problem
from ukur.domain.sop.model import Decision, Work
from ukur.domain.sop.soundness import errors
from ukur.edge.procedure_files import ProcedureFormat, procedure_as, procedure_from
from ukur.edge.sop_words import problem_place, problem_sentence

COVER = """Pemerintah: PEMERINTAH KABUPATEN CONTOH
Unit: SEKRETARIAT"""
BOXES = """Kelengkapan: Surat
Waktu: 10 menit
Output: Disposisi"""

DRAWN = f"""<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="x">
  <collaboration id="c">
    <participant id="p" name="DINAS CONTOH" processRef="Process_1"/>
  </collaboration>
  <process id="Process_1" name="Surat Masuk">
    <documentation>{COVER}</documentation>
    <laneSet id="ls">
      <lane id="l1" name="Staf"><flowNodeRef>s</flowNodeRef><flowNodeRef>a</flowNodeRef>
        <flowNodeRef>z</flowNodeRef><flowNodeRef>e</flowNodeRef></lane>
      <lane id="l2" name="Sekretaris"><flowNodeRef>b</flowNodeRef>
        <flowNodeRef>g</flowNodeRef></lane>
    </laneSet>
    <startEvent id="s"><outgoing>f1</outgoing></startEvent>
    <userTask id="z" name="Arsipkan surat"><documentation>{BOXES}</documentation></userTask>
    <task id="a" name="Catat surat"><documentation>{BOXES}
Ket: Agenda
Bersama: Sekretaris</documentation></task>
    <userTask id="b" name="Periksa surat"><documentation>{BOXES}</documentation></userTask>
    <exclusiveGateway id="g" name="Lengkap?"/>
    <endEvent id="e"/>
    <sequenceFlow id="f1" sourceRef="s" targetRef="a"/>
    <sequenceFlow id="f2" sourceRef="a" targetRef="b"/>
    <sequenceFlow id="f3" sourceRef="b" targetRef="g"/>
    <sequenceFlow id="f4" name="Belum" sourceRef="g" targetRef="a"/>
    <sequenceFlow id="f5" name="Lengkap" sourceRef="g" targetRef="z"/>
    <sequenceFlow id="f6" sourceRef="z" targetRef="e"/>
  </process>
</definitions>
"""
"""As somebody draws it elsewhere, with nothing of ours in it."""

OURS = procedure_as(seed(), ProcedureFormat.BPMN).decode()


def problems_in(content: bytes | str, name: str = "x.bpmn") -> tuple[Problem, ...]:
    with pytest.raises(NotValid) as refused:
        procedure_from(content.encode() if isinstance(content, str) else content, name)
    for problem in refused.value.problems:
        assert problem_sentence(problem)
        assert problem_place(problem).startswith(f"{name}, baris")
    return refused.value.problems


def refused(*changes: tuple[str, str], of: str = DRAWN) -> list[tuple[str, object]]:
    """Code and element of each problem with the drawing, changed so."""
    for old, new in changes:
        assert old in of
        of = of.replace(old, new, 1)
    return [(problem.code, problem.facts.get("element")) for problem in problems_in(of)]


def test_a_drawing_of_another_tool_becomes_a_procedure() -> None:
    read = procedure_from(DRAWN.encode(), "surat.bpmn")
    assert (read.key, read.version, read.title) == ("surat_masuk", "1", "Surat Masuk")
    assert (read.cover.agency, read.cover.unit) == ("DINAS CONTOH", "SEKRETARIAT")
    assert [(lane.key, lane.name) for lane in read.lanes] == [
        ("staf", "Staf"),
        ("sekretaris", "Sekretaris"),
    ]
    assert [step.activity for step in read.steps] == [
        "Catat surat",
        "Periksa surat",
        "Arsipkan surat",
    ]
    first, second, _ = read.steps
    assert (first.completeness, first.standard.text, first.note) == ("Surat", "10 menit", "Agenda")
    assert (first.joined, second.joined) == (("sekretaris",), ())
    assert (first.work, first.lead, second.lead) == (Work.TASK, "staf", "sekretaris")
    assert second.decision == Decision("Lengkap", "Belum", 3, 1, (1,))


def test_what_a_drawing_lacks_is_listed_task_by_task() -> None:
    bare = DRAWN.replace(COVER, "").replace("Waktu: 10 menit", "")
    assert refused(('name="Catat surat"', ""), of=bare) == [
        ("bpmn_box_missing", "Surat Masuk"),
        ("bpmn_box_missing", "Surat Masuk"),
        ("bpmn_box_missing", "Arsipkan surat"),
        ("bpmn_no_name", "a"),
        ("bpmn_box_missing", "a"),
        ("bpmn_box_missing", "Periksa surat"),
    ]


def test_a_problem_is_told_with_its_line_and_its_element() -> None:
    (problem,) = problems_in(DRAWN.replace("10 menit", "secepatnya", 1))
    assert problem.where == "x.bpmn, line 16"
    assert problem_place(problem) == "x.bpmn, baris 16, “Arsipkan surat”"
    assert "secepatnya" in problem_sentence(problem)


TASK = '<userTask id="b" name="Periksa surat">'
RICHER = {
    "parallelGateway": ('<exclusiveGateway id="g"', '<parallelGateway id="g"'),
    "inclusiveGateway": ('<exclusiveGateway id="g"', '<inclusiveGateway id="g"'),
    "timerEventDefinition": (
        '<startEvent id="s">',
        '<startEvent id="s"><timerEventDefinition id="t"/>',
    ),
    "subProcess": ('<endEvent id="e"/>', '<endEvent id="e"/><subProcess id="q" name="Sub"/>'),
    "scriptTask": ('<endEvent id="e"/>', '<endEvent id="e"/><scriptTask id="q"/>'),
    "callActivity": ('<endEvent id="e"/>', '<endEvent id="e"/><callActivity id="q"/>'),
    "boundaryEvent": ('<endEvent id="e"/>', '<endEvent id="e"/><boundaryEvent id="q"/>'),
    "textAnnotation": ('<endEvent id="e"/>', '<endEvent id="e"/><textAnnotation id="q"/>'),
    "dataObject": ('<endEvent id="e"/>', '<endEvent id="e"/><dataObject id="q"/>'),
    "messageFlow": (
        "</collaboration>",
        '<messageFlow id="m" sourceRef="a" targetRef="p"/></collaboration>',
    ),
    "multiInstanceLoopCharacteristics": (TASK, f"{TASK}<multiInstanceLoopCharacteristics/>"),
    "childLaneSet": ("<flowNodeRef>b", '<childLaneSet id="k"/><flowNodeRef>b'),
    "message": ("<collaboration", '<message id="m"/><collaboration'),
    "isForCompensation": ('id="b"', 'id="b" isForCompensation="true"'),
}


@pytest.mark.parametrize("found", RICHER)
def test_what_an_sop_does_not_have_is_refused_by_its_name(found: str) -> None:
    old, new = RICHER[found]
    broken = DRAWN.replace(old, new, 1)
    assert broken != DRAWN
    richer = [p.facts["found"] for p in problems_in(broken) if p.code == "bpmn_richer"]
    assert richer == [found]


def test_there_is_one_of_each() -> None:
    again = '<endEvent id="e"/><endEvent id="e2" name="Lagi"/>'
    lost = ("bpmn_no_way_in", "Lagi")
    assert refused(('<endEvent id="e"/>', again)) == [("bpmn_several", "Lagi"), lost]
    two = '</collaboration><process id="P2" name="Lain"/>'
    assert refused(("</collaboration>", two)) == [("bpmn_several", "Surat Masuk")]
    pool = '<participant id="p2" name="Warga"/></collaboration>'
    assert refused(("</collaboration>", pool)) == [("bpmn_several", "Warga")]
    start = '<startEvent id="s2" name="Surel"/><startEvent id="s">'
    assert ("bpmn_several", "s") in refused(('<startEvent id="s">', start))
    assert refused(('<endEvent id="e"/>', "")) == [
        ("bpmn_flow_to_nowhere", "f6"),
        ("bpmn_none", "Surat Masuk"),
    ]


WAY = '<sequenceFlow id="f7" name="Lain" sourceRef="{}" targetRef="{}"/></process>'


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("</process>", WAY.format("a", "z")), ("bpmn_split_without_gateway", "Catat surat")),
        (("</process>", WAY.format("z", "g")), ("bpmn_join_and_fork", "Lengkap?")),
        (("</process>", WAY.format("z", "s")), ("bpmn_way_into_start", "s")),
        (("</process>", WAY.format("e", "a")), ("bpmn_way_out_of_end", "e")),
        (("</process>", WAY.format("g", "e")), ("bpmn_not_one_way_onward", "Lengkap?")),
        (("</process>", WAY.format("a", "zz")), ("bpmn_flow_to_nowhere", "Lain")),
        (('"a" targetRef="b"', '"a" targetRef="z"'), ("bpmn_no_way_in", "Periksa surat")),
        (('name="Belum" ', ""), ("bpmn_no_label", "Lengkap?")),
        (('id="a"', 'id="b"'), ("bpmn_id_twice", "Periksa surat")),
        (('<task id="a"', "<task"), ("bpmn_no_id", "Catat surat")),
        (("<flowNodeRef>b</flowNodeRef>", ""), ("bpmn_no_lane", "Periksa surat")),
        ((">b</flowNodeRef", ">a</flowNodeRef"), ("bpmn_two_lanes", "Sekretaris")),
        (('name="Sekretaris"', 'name="…"'), ("bpmn_no_key", "…")),
        (('name="Sekretaris"', 'name="Staf"'), ("lane_twice", "Staf")),
        (("Ket: Agenda", "Ket: Agenda\nCatatan bebas"), ("bpmn_documentation", "Catat surat")),
        (("Catat surat", "Catat\u202esurat"), ("hidden_character", "Catat\ufffdsurat")),
        (("Catat surat", "x" * 2001), ("too_long", "x" * 80 + "…")),
    ],
)
def test_each_thing_wrong_is_told_at_its_element(
    change: tuple[str, str], problem: tuple[str, str]
) -> None:
    assert problem in refused(change)


def test_a_decision_that_leads_straight_to_the_end_needs_a_closing_task() -> None:
    task = (
        f'<userTask id="z" name="Arsipkan surat"><documentation>{BOXES}</documentation></userTask>'
    )
    flow = '<sequenceFlow id="f6" sourceRef="z" targetRef="e"/>'
    ends = (task, ""), (flow, ""), ('sourceRef="g" targetRef="z"', 'sourceRef="g" targetRef="e"')
    assert refused(*ends) == [("bpmn_decision_ends", "Lengkap?")]


def test_a_gateway_that_no_task_stands_before_decides_nothing() -> None:
    start = ('sourceRef="s" targetRef="a"', 'sourceRef="s" targetRef="g"')
    task = ('sourceRef="b" targetRef="g"', 'sourceRef="b" targetRef="a"')
    assert refused(start, task) == [("bpmn_fork_without_task", "Lengkap?")]


def test_gateways_in_a_circle_are_found() -> None:
    gateways = '<exclusiveGateway id="g1"/><exclusiveGateway id="g2"/><endEvent id="e"/>'
    ways = (("g", "g1"), ("g1", "g2"), ("g2", "g1"))
    flows = "".join(f'<sequenceFlow id="{x}{y}" sourceRef="{x}" targetRef="{y}"/>' for x, y in ways)
    broken = DRAWN.replace('<endEvent id="e"/>', gateways)
    assert refused(("</process>", f"{flows}</process>"), of=broken) == [("bpmn_circle", "g1")]


def test_a_condition_that_a_machine_would_decide_is_not_lost_but_refused() -> None:
    way = '<sequenceFlow id="f4" name="Belum" sourceRef="g" targetRef="a"'
    decided = "<conditionExpression>jumlah &gt; 5</conditionExpression></sequenceFlow>"
    assert refused((f"{way}/>", f"{way}>{decided}")) == [("bpmn_condition_other", "Belum")]
    plain = '<sequenceFlow id="f2" sourceRef="a" targetRef="b"'
    assert refused((f"{plain}/>", f"{plain}>{decided}")) == [("bpmn_condition", "f2")]


def test_a_process_without_lanes_has_nobody_to_do_it() -> None:
    start, _, rest = DRAWN.partition("<laneSet")
    assert refused(of=start + rest.partition("</laneSet>")[2]) == [("bpmn_none", "Surat Masuk")]


def test_a_way_that_passes_over_the_next_row_without_a_decision_is_refused() -> None:
    third, (code, second) = refused(('number="3"', 'number="0"'), of=OURS)
    assert third == ("bpmn_not_to_the_next", "3. Membuat format pengukuran kinerja")
    assert (code, str(second)[:22]) == ("bpmn_not_to_the_next", "2. Sekretaris memfasil")


def test_a_way_back_cannot_lead_to_the_end() -> None:
    changed = OURS.replace(
        'sourceRef="Fork_8" targetRef="Join_6"', 'sourceRef="Fork_8" targetRef="EndEvent"'
    )
    assert refused(of=changed) == [
        ("bpmn_condition_other", "Kembali ke 6"),
        ("bpmn_no_to_the_end", "Kembali ke 6"),
    ]


def test_a_procedure_too_long_for_a_file_of_ours_is_refused() -> None:
    flow = '<bpmn:sequenceFlow id="Flow_start"'
    long = "x" * 2000
    note = "".join(f"\n{box}: {long}" for box in ("Kelengkapan", "Output", "Ket"))
    tasks = "".join(
        f'<bpmn:task id="T{n}" name="{long}"><bpmn:documentation>Waktu: 1 hari{note}'
        f"</bpmn:documentation></bpmn:task>"
        f'<bpmn:sequenceFlow id="F{n}" sourceRef="T{n}" targetRef="T{n + 1}"/>'
        for n in range(1, 151)
    ).replace('targetRef="T151"', 'targetRef="Step_3"')
    inside = "".join(f"<bpmn:flowNodeRef>T{n}</bpmn:flowNodeRef>" for n in range(1, 151))
    changed = (
        OURS.replace(flow, tasks + flow)
        .replace('sourceRef="Step_2" targetRef="Step_3"', 'sourceRef="Step_2" targetRef="T1"')
        .replace("<bpmn:flowNodeRef>Step_2<", f"{inside}<bpmn:flowNodeRef>Step_2<")
    )
    assert refused(of=changed) == [("too_large", None)]


# --- a file of ours, changed elsewhere ----------------------------------------------------


def test_a_task_drawn_into_a_file_of_ours_becomes_a_step_and_the_rest_is_numbered_again() -> None:
    task = f'<bpmn:task id="New" name="Paraf"><bpmn:documentation>{BOXES}</bpmn:documentation>'
    flow = '<bpmn:sequenceFlow id="New_flow" sourceRef="New" targetRef="Step_3"/>'
    changed = (
        OURS.replace('<bpmn:sequenceFlow id="Flow_start"', f"{task}</bpmn:task>{flow}\\g")
        .replace("\\g", '<bpmn:sequenceFlow id="Flow_start"')
        .replace('sourceRef="Step_2" targetRef="Step_3"', 'sourceRef="Step_2" targetRef="New"')
        .replace(
            "<bpmn:flowNodeRef>Step_2<",
            "<bpmn:flowNodeRef>New</bpmn:flowNodeRef><bpmn:flowNodeRef>Step_2<",
        )
    )
    before, after = seed(), procedure_from(changed.encode(), "x.bpmn")
    assert after.step(3).activity == "Paraf"
    assert [step.activity for step in after.steps if step.number != 3] == [
        step.activity for step in before.steps
    ]
    decision = after.step(8).decision
    assert decision is not None
    assert (decision.yes_to, decision.no_to, decision.no_allowed) == (9, 7, (7, 6, 5))
    assert after.cover == before.cover


def test_a_box_changed_in_the_documentation_is_read_as_it_was_changed() -> None:
    changed = OURS.replace("Waktu: 10 menit", "Waktu: 2 jam", 1)
    assert changed != OURS
    assert procedure_from(changed.encode(), "x.bpmn").step(1).standard.text == "2 jam"


def test_a_way_that_leads_elsewhere_than_its_condition_says_is_refused() -> None:
    changed = OURS.replace(
        'sourceRef="Fork_7" targetRef="Join_5"', 'sourceRef="Fork_7" targetRef="Step_2"'
    )
    assert changed != OURS
    assert refused(of=changed) == [("bpmn_condition_other", "Tidak, ke 5")]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ('work="order"', 'work="pesan"', "unknown_work"),
        ('work="order"', 'work="order" script="x"', "bpmn_unknown_part"),
        ("Bersama: Tim SAKIP", "Bersama: Tim", "unknown_lane"),
        ('<ukur:lane key="staf"/>', '<ukur:lane key="Staf 1"/>', "not_a_key"),
        ('<ukur:procedure key="', '<ukur:procedure key="X', "not_a_key"),
        ("<ukur:cover ", '<ukur:cover rahasia="x" ', "unknown_key"),
        ("<ukur:qualifications>", "<ukur:x/><ukur:qualifications>", "bpmn_unknown_part"),
        ('regional="true"', 'regional="ya"', "not_flag"),
        ('<ukur:way usual="true"/>', "<ukur:way/><ukur:way/>", "bpmn_unknown_part"),
    ],
)
def test_values_of_our_own_keep_the_rules_of_our_own_files(old: str, new: str, code: str) -> None:
    assert code in [found for found, _ in refused((old, new), of=OURS)]


# --- hostile files ------------------------------------------------------------------------

LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
BOMB = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a0 "ha">{LAUGHS}]><d>&a11;</d>'
FOREIGN = '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>'
MODEL = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
MANY = 5_000
LONG = "".join(
    f'<task id="t{n}" name="x"/><sequenceFlow id="w{n}" sourceRef="t{n}" targetRef="t{n + 1}"/>'
    for n in range(MANY)
)
CHAIN = DRAWN.replace(
    '<endEvent id="e"/>', f'{LONG}<task id="t{MANY}"/><endEvent id="e"/>'
).replace(
    'sourceRef="z" targetRef="e"',
    f'sourceRef="z" targetRef="t0"/><sequenceFlow id="f9" sourceRef="t{MANY}" targetRef="e"',
)
LOOSE = DRAWN.replace('<endEvent id="e"/>', f'{LONG}<endEvent id="e"/>')
FLOWS = '<sequenceFlow sourceRef="g" targetRef="nowhere"/>' * 20_000
HOSTILE = {
    "entities in entities": (BOMB, "bpmn_doctype"),
    "a file from outside": (FOREIGN, "bpmn_doctype"),
    "a document type alone": ("<!DOCTYPE definitions><definitions/>", "bpmn_doctype"),
    "a million elements": (
        f"<definitions {MODEL}>{'<a/>' * 1_000_000}</definitions>",
        "bpmn_too_many_elements",
    ),
    "a million levels": ("<a>" * 1_000_000, "bpmn_too_deep"),
    "too many bytes": (" " * 9_000_000, "bpmn_too_large"),
    "no XML": ("Surat masuk", "bpmn_not_xml"),
    "nothing": ("", "bpmn_not_xml"),
    "half a file": (OURS[:9000], "bpmn_not_xml"),
    "an encoding that is none": ('<?xml version="1.0" encoding="zip"?><a/>', "bpmn_not_xml"),
    "another language": ("<svg><script>alert(1)</script></svg>", "bpmn_not_bpmn"),
    "BPMN without its namespace": ("<definitions><process/></definitions>", "bpmn_not_bpmn"),
    "no process": (f"<definitions {MODEL}/>", "bpmn_none"),
    "five thousand tasks in a line": (CHAIN, "too_many"),
    "five thousand tasks that lead nowhere": (LOOSE, "too_many"),
    "twenty thousand ways to nowhere": (
        DRAWN.replace("</process>", f"{FLOWS}</process>"),
        "bpmn_flow_to_nowhere",
    ),
    "ten thousand wrong elements": (
        f"<definitions {MODEL}><process id='p'>{'<scriptTask/>' * 10_000}</process></definitions>",
        "bpmn_richer",
    ),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_file_is_refused_soon_and_in_few_words(kind: str) -> None:
    text, code = HOSTILE[kind]
    content = text.encode()
    began = time.process_time()
    problems = problems_in(content)
    taken = time.process_time() - began
    tracemalloc.start()
    problems_in(content)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert problems[0].code == code
    assert len(problems) <= 51
    assert taken < 5
    assert peak < 150_000_000


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from("-+^"), st.integers(0, 400), st.integers(0, 400)),
        min_size=1,
        max_size=4,
    )
)
def test_a_file_of_ours_with_lines_lost_doubled_or_swapped_is_sound_or_refused(
    changes: list[tuple[str, int, int]],
) -> None:
    lines = OURS.splitlines()
    for change, at, other in changes:
        here, there = at % len(lines), other % len(lines)
        if change == "-":
            del lines[here]
        elif change == "+":
            lines.insert(there, lines[here])
        else:
            lines[here], lines[there] = lines[there], lines[here]
    content = "\n".join(lines)
    try:
        read = procedure_from(content.encode(), "x.bpmn")
    except NotValid:
        assert problems_in(content)
    else:
        assert errors(read) == ()


def test_a_script_in_a_label_is_text() -> None:
    label = '<script>alert("1")</script>'
    drawn = DRAWN.replace("Catat surat", "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;")
    read = procedure_from(drawn.encode(), "x.bpmn")
    assert read.step(1).activity == label
    again = procedure_as(read, ProcedureFormat.BPMN)
    assert b"<script" not in again
    assert procedure_from(again, "x.bpmn") == read


def test_the_diagram_and_what_other_tools_add_to_elements_is_passed_over() -> None:
    other = '<extensionElements><z:x xmlns:z="urn:z"><z:y/></z:x></extensionElements>'
    drawn = DRAWN.replace(TASK, f"{TASK}{other}").replace(
        "</definitions>",
        '<d:BPMNDiagram xmlns:d="http://www.omg.org/spec/BPMN/20100524/DI"><d:x/></d:BPMNDiagram>'
        "</definitions>",
    )
    assert procedure_from(drawn.encode(), "x.bpmn") == procedure_from(DRAWN.encode(), "x.bpmn")


def test_a_file_that_is_no_text_is_refused_at_its_line() -> None:
    (problem,) = problems_in(b'key = "x"\n\xff', "x.toml")
    assert (problem.code, problem.where) == ("procedure_not_utf8", "x.toml, line 2")
