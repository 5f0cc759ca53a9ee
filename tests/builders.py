"""The smallest agency that can measure: three units, four indicators, and fakes behind the ports.

world = new_world()
seen = cycle_at(world, 4)      the cycle stands at step 4, carried there by the use cases
"""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

import pytest

from tests.remembering import Tables, remembered, tables
from ukur.domain.entering import Typed
from ukur.domain.evidence import Offered
from ukur.domain.form_rules import FormRules
from ukur.domain.journal import Event, canonical, first_break
from ukur.domain.package import PackageSummary
from ukur.domain.people import Actor, Role
from ukur.domain.periods import Period
from ukur.domain.plan import layout
from ukur.domain.plan.draft import Upload
from ukur.domain.ports import OutsideFailure, Seal, Tools, WrongPassphrase
from ukur.domain.refusals import Refusal
from ukur.domain.sheets import Layout, Sheet
from ukur.domain.signing import Intact, PdfVerdict, Signer
from ukur.domain.sop.flow import Position
from ukur.edge.paper_words import PaperWords
from ukur.edge.shipped import procedure_text
from ukur.store.models import (
    Account,
    Agency,
    CalendarYear,
    Cycle,
    EventRow,
    FormLine,
    Unit,
    UnitTask,
)
from ukur.store.queries.actors import actor as actor_with
from ukur.store.queries.measurement import measurement
from ukur.store.queries.procedures import versions_of
from ukur.store.queries.stages import StandTask, cycle_stand, plan_indicator_ids, stage_calendar
from ukur.usecases.archive.archive_cycle import archive_cycle
from ukur.usecases.changing import Seen
from ukur.usecases.collect.attach_evidence import attach_evidence
from ukur.usecases.collect.finish_collecting import finish_collecting
from ukur.usecases.collect.record_entries import record_entries
from ukur.usecases.collect.submit_unit import submit_unit
from ukur.usecases.collect.verify_unit import verify_unit
from ukur.usecases.draft.propose_draft import propose_draft
from ukur.usecases.draft.write_narrative import write_narrative
from ukur.usecases.evaluate.evaluate_line import Words, evaluate_line
from ukur.usecases.evaluate.finish_evaluating import finish_evaluating
from ukur.usecases.form.freeze_form import freeze_form
from ukur.usecases.office.add_account import NewAccount, add_account
from ukur.usecases.office.make_certificate import make_certificate
from ukur.usecases.office.set_up_agency import FirstKeeper, NewAgency, set_up_agency
from ukur.usecases.order.dispose import dispose
from ukur.usecases.order.order_measurement import order_measurement
from ukur.usecases.plan.import_plan import import_plan
from ukur.usecases.review.decide_draft import Verdict, decide_draft
from ukur.usecases.sign.seal_document import seal_document

R = TypeVar("R", bound=Exception)

YEAR = 2026
MORNING = datetime(YEAR, 4, 1, 1, 30, tzinfo=UTC)
"""Wednesday 1 April 2026, 08.30 WIB: the day after TW I."""
LOCK = "gembok-rumah-biru"
"""The passphrase of the head's key."""
PROOF = b"%PDF-1.7 rekap register"
GOOD_FRIDAY = date(YEAR, 4, 3)
OFFICE = (Role.HEAD, Role.SECRETARY, Role.PLANNER, Role.TEAM, Role.STAFF, Role.EVALUATOR)

# --- fakes behind the ports ---------------------------------------------------------------


@dataclass
class Clock:
    """A clock that stands where the test puts it."""

    at: datetime = MORNING

    def now(self) -> datetime:
        return self.at


class FewHolidays:
    def of(self, year: int) -> Mapping[date, str]:
        return {date(year, 1, 1): "Tahun Baru", date(year, 4, 3): "Wafat Yesus Kristus"}


@dataclass
class MemoryVault:
    files: dict[str, bytes] = field(default_factory=dict)

    def put(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        self.files[sha256] = content
        return sha256

    def read(self, sha256: str) -> bytes:
        if sha256 not in self.files:
            raise OutsideFailure("vault", sha256)
        return self.files[sha256]


class FakeTypesetter:
    """A "PDF" that is its values in canonical JSON."""

    def typeset(
        self, template: str, values: Mapping[str, object], attached: Mapping[str, bytes]
    ) -> bytes:
        said = {
            "template": template,
            "values": values,
            "attached": {name: content.decode() for name, content in attached.items()},
        }
        return b"%PDF-1.7\n" + canonical(said).encode() + b"\n"


@dataclass(frozen=True)
class Said:
    """What the fake typesetter was given for a document, signed or not."""

    template: str
    values: Mapping[str, object]
    attached: Mapping[str, str]


def said_by(pdf: bytes) -> Said:
    """What stands in a document of the fake typesetter."""
    return Said(**json.loads(pdf.split(b"\n")[1]))


@dataclass
class FakeSealer:
    """Signs with a hash in place of a key: "%SIGNED <who> <hash of all before>" as a last line."""

    locks: dict[str, str] = field(default_factory=dict)

    def make_authority(self, agency_name: str, at: datetime) -> None:
        del agency_name, at

    def make_certificate(self, key_name: str, subject: str, passphrase: str, at: datetime) -> str:
        del subject, at
        self.locks[key_name] = passphrase
        return hashlib.sha256(key_name.encode()).hexdigest()[:16]

    def root_pem(self) -> str:
        return "-----BEGIN CERTIFICATE-----\n"

    def seal(self, pdf: bytes, seal: Seal, *, reason: str, at: datetime) -> bytes:
        del reason, at
        if self.locks.get(seal.key_name) != seal.passphrase:
            raise WrongPassphrase
        return signed_by(seal.key_name, pdf)

    def verdict(self, pdf: bytes) -> PdfVerdict:
        body, mark, last = pdf.rpartition(b"%SIGNED ")
        if not mark:
            return PdfVerdict(Intact.UNSIGNED, Signer.NONE)
        who = last.split()[0].decode()
        if signed_by(who, body) != pdf:
            return PdfVerdict(Intact.CHANGED, Signer.NONE)
        return PdfVerdict(Intact.YES, Signer.KNOWN if who in self.locks else Signer.UNKNOWN, who)

    def sign_bytes(self, content: bytes, at: datetime) -> bytes:
        del at
        return signed_by("kantor", content)

    def sign_head(self, statement: bytes, at: datetime) -> str:
        return base64.b64encode(self.sign_bytes(statement, at)).decode("ascii")

    def head_holds(self, statement: bytes, signature: str) -> bool:
        return base64.b64encode(signed_by("kantor", statement)).decode("ascii") == signature

    def verify_bytes(self, content: bytes, signature: bytes) -> PdfVerdict:
        is_ours = signed_by("kantor", content) == signature
        return PdfVerdict(Intact.YES if is_ours else Intact.CHANGED, Signer.KNOWN)


def signed_by(who: str, content: bytes) -> bytes:
    """The content with a signature of the fake kind after it."""
    return content + f"%SIGNED {who} {hashlib.sha256(content).hexdigest()}\n".encode()


class FakePacker:
    """A package that is a JSON object of its files in base64."""

    def pack(
        self, name: str, files: Mapping[str, bytes], info: Mapping[str, str], at: datetime
    ) -> bytes:
        del at
        held = {path: base64.b64encode(content).decode() for path, content in files.items()}
        return canonical({"name": name, "info": info, "files": held}).encode()

    def index(self, summary: PackageSummary) -> bytes:
        return summary.title.encode()

    def how_to_verify(self, agency: str) -> bytes:
        return agency.encode()


def unpacked(package: bytes) -> dict[str, bytes]:
    """The files of a package that the fake packer made."""
    held: dict[str, str] = json.loads(package)["files"]
    return {path: base64.b64decode(content) for path, content in held.items()}


# --- the plan -----------------------------------------------------------------------------

RATIO, COUNT, INDEX, LATER = "IKU-01", "IKU-02", "IKU-03", "IKU-04"
"""A ratio and a count that puskesmas report, an index of the sekretariat, one due at year's end."""
PROGRAM, SUB_OFFICE, SUB_FIELD = "1.02.01", "1.02.01.2.01", "1.02.01.2.02"
TARGETS = {RATIO: ("90", "95"), COUNT: ("10", "40"), INDEX: ("80", "82"), LATER: ("", "75")}
"""Of TW I and of the year."""

Rows = list[dict[str, str]]


def plan_sheets(puskesmas: int = 2, more_ratios: int = 0) -> tuple[Sheet, ...]:
    """The plan as sheets; further ratios are called IKU-05 and so on."""
    codes = [f"PKM-{number:02d}" for number in range(1, puskesmas + 1)]
    further = [f"IKU-{number:02d}" for number in range(5, 5 + more_ratios)]
    rows: dict[str, Rows] = {
        "Unit": [
            {"kode": "SEKRET", "nama": "Sekretariat", "jenis": "sekretariat"},
            *(
                {"kode": code, "nama": f"Puskesmas {code[-2:]}", "jenis": "puskesmas"}
                for code in codes
            ),
        ],
        "Sasaran": [
            {"kode": "S1", "sasaran": "Meningkatnya derajat kesehatan"},
            {"kode": "S2", "sasaran": "Meningkatnya akuntabilitas kinerja"},
        ],
        "Indikator": [
            _ratio(RATIO, "ya"),
            _indicator(COUNT, "S1", "jumlah", "jumlah", polaritas="negatif", satuan="kasus"),
            _indicator(INDEX, "S2", "indeks", "satu unit"),
            _indicator(LATER, "S2", "indeks", "satu unit", **{"diukur pada": "Tahun"}),
            *(_ratio(code, "tidak") for code in further),
        ],
        "Target": [
            {"kode indikator": code, "tw i": quarter, "tw ii": quarter, "tahun": year}
            for code, (quarter, year) in {
                **TARGETS,
                **dict.fromkeys(further, TARGETS[RATIO]),
            }.items()
        ],
        "Penugasan": [
            *(
                {"kode indikator": code, "kode unit": "semua puskesmas"}
                for code in (RATIO, COUNT, *further)
            ),
            *({"kode indikator": code, "kode unit": "SEKRET"} for code in (INDEX, LATER)),
        ],
        "Anggaran": [
            _budget(PROGRAM, "program", "3000000", "SEKRET"),
            _budget(SUB_OFFICE, "sub kegiatan", "1000000", "SEKRET", induk=PROGRAM),
            _budget(SUB_FIELD, "sub kegiatan", "2000000", "PKM-01", induk=PROGRAM),
        ],
    }
    return tuple(
        _sheet(wanted, rows[wanted.sheet]) for wanted in layout.LAYOUTS if wanted.sheet in rows
    )


def _indicator(code: str, goal: str, kind: str, units: str, **more: str) -> dict[str, str]:
    return {
        "kode": code,
        "kode sasaran": goal,
        "indikator": f"Indikator {code}",
        "satuan": "angka",
        "polaritas": "positif",
        "jenis nilai": kind,
        "dasar isian": "periode ini" if kind == "jumlah" else "sejak Januari",
        "aturan periode": "jumlah" if kind == "jumlah" else "terakhir",
        "aturan unit": units,
        "diukur pada": "TW I, TW II, Tahun",
        **more,
    }


def _ratio(code: str, evidence: str) -> dict[str, str]:
    return _indicator(
        code,
        "S1",
        "rasio",
        "jumlah pembilang dan penyebut",
        satuan="%",
        faktor="100",
        pembilang="yang dilayani",
        penyebut="seluruhnya",
        **{"bukti wajib": evidence},
    )


def _budget(code: str, level: str, ceiling: str, unit: str, induk: str = "") -> dict[str, str]:
    return {
        "kode": code,
        "uraian": f"Uraian {code}",
        "tingkat": level,
        "pagu": ceiling,
        "kode unit": unit,
        "induk": induk,
        "kode sasaran": "S1",
    }


def _sheet(wanted: Layout, rows: Rows) -> Sheet:
    texts = (tuple(row.get(column, "") for column in wanted.columns) for row in rows)
    return Sheet(wanted.sheet, (wanted.columns, *texts))


# --- the agency ---------------------------------------------------------------------------


@dataclass
class World:
    """An agency with its people and its ports."""

    agency_id: int
    clock: Clock
    tools: Tools
    vault: MemoryVault
    sealer: FakeSealer
    prefix: str = ""

    def keep(self) -> Mapping[str, object]:
        """What the ports hold, for `tests.remembering`."""
        return {"at": self.clock.at, "files": {**self.vault.files}, "locks": {**self.sealer.locks}}

    def take(self, kept: Mapping[str, Any]) -> None:
        """Hold that again."""
        self.clock.at = kept["at"]
        self.vault.files, self.sealer.locks = {**kept["files"]}, {**kept["locks"]}

    def actor(self, role: Role, unit: str = "") -> Actor:
        """Whoever holds the role, at the unit with that code if it is a role of units."""
        return self.named(f"{self.prefix}{role.value}{'-' if unit else ''}{unit}")

    def named(self, username: str) -> Actor:
        """Whoever signs in by that name."""
        return actor_with(Account.objects.get(username=username).pk, self.clock.now())

    def tools_with(self, **ports: object) -> Tools:
        """The tools with other ports in place of some."""
        return replace(self.tools, **ports)  # type: ignore[arg-type]  # the tests name real ports

    def task(self, cycle_id: int, unit: str) -> StandTask:
        """What the unit has to deliver."""
        return next(task for task in cycle_stand(cycle_id).tasks if task.unit == unit)

    def state(self, cycle_id: int, unit: str) -> str:
        return UnitTask.objects.get(cycle=cycle_id, unit__code=unit).state

    def line(self, cycle_id: int, code: str) -> int:
        """The id of the line of an indicator."""
        return FormLine.objects.get(cycle=cycle_id, indicator__code=code).pk

    def signature_holds(self, content: bytes, signature: str) -> bool:
        """Whether the office's own key made the signature over the head of a journal."""
        return self.sealer.head_holds(content, signature)

    def add(self, role: Role, name: str, unit_id: int | None = None) -> int:
        """One more account; its id."""
        new = NewAccount(
            username=name, name=name, role=role, unit_id=unit_id, starts=date(YEAR, 1, 1)
        )
        return add_account(new=new, actor=self.actor(Role.KEEPER), tools=self.tools)


def new_world(
    *, code: str = "contoh", mode: str = "sample", puskesmas: int = 2, more_ratios: int = 0
) -> World:
    """An agency on the morning after TW I, with all its people, its plan and the head's key."""
    clock, vault, sealer = Clock(), MemoryVault(), FakeSealer()
    tools = Tools(
        clock=clock,
        vault=vault,
        sealer=sealer,
        typesetter=FakeTypesetter(),
        words=PaperWords(),
        packer=FakePacker(),
    )
    prefix = "" if code == "contoh" else f"{code}-"
    world = World(0, clock, tools, vault, sealer, prefix)
    story = ("an agency", code, mode, puskesmas, more_ratios)
    world.agency_id = remembered(
        world,
        story,
        lambda: _set_up(world, code, mode, lambda: plan_sheets(puskesmas, more_ratios)),
    )
    # Read once and kept, so that the queries of a page count them neither now nor later.
    stage_calendar(world.agency_id)
    versions_of(world.agency_id)
    return world


def _set_up(world: World, code: str, mode: str, sheets: Callable[[], tuple[Sheet, ...]]) -> int:
    """The id of the agency."""
    agency_id = world.agency_id = set_up_agency(
        agency=NewAgency(
            name="Dinas Kesehatan",
            government="Pemerintah Kabupaten Contoh",
            region="Kabupaten Contoh",
            city="Contoh",
            head_title="Kepala Dinas Kesehatan",
            code=code,
            mode=mode,
            years=(YEAR - 1, YEAR, YEAR + 1),
        ),
        keeper=FirstKeeper(
            username=f"{world.prefix}pengelola", name="Pengelola", password=password_in(mode)
        ),
        procedure=procedure_text(),
        holidays=FewHolidays(),
        tools=world.tools,
    )
    for role in OFFICE:
        _add(world, role)
    import_plan(
        upload=Upload("rencana.xlsx", code.encode(), YEAR, "induk"),
        read=lambda _content: sheets(),
        actor=world.actor(Role.PLANNER),
        tools=world.tools,
    )
    for unit in Unit.objects.filter(agency=agency_id):
        for role in (Role.OPERATOR, Role.UNIT_HEAD):
            _add(world, role, unit)
    keeper = world.actor(Role.KEEPER)
    make_certificate(role=Role.HEAD, passphrase=LOCK, actor=keeper, tools=world.tools)
    return agency_id


def password_in(mode: str) -> str:
    """A password where accounts need one; in a sample, to hash none is faster."""
    return "" if mode == "sample" else "rumah-kayu-biru-7"


def _add(world: World, role: Role, unit: Unit | None = None) -> None:
    new = NewAccount(
        username=f"{world.prefix}{role.value}{f'-{unit.code}' if unit else ''}",
        name=f"{role.value} {unit.code}" if unit else role.value,
        role=role,
        password=password_in(Agency.objects.get(pk=world.agency_id).mode),
        unit_id=unit.pk if unit else None,
        starts=date(YEAR - 1, 1, 1),
    )
    add_account(new=new, actor=world.actor(Role.KEEPER), tools=world.tools)


def forget_years(*years: int) -> None:
    """No agency knows the holidays of these years any more; without any, of no year."""
    rows = CalendarYear.objects.all()
    (rows.filter(year__in=years) if years else rows).delete()
    Agency.objects.update(calendar_mark="")


# --- a cycle on its way -------------------------------------------------------------------


def ordered(world: World, period: Period = Period.TW1) -> int:
    """A cycle that the head ordered; its id."""
    return remembered(world, ("ordered", period), lambda: ordered_anew(world, period))


def ordered_anew(world: World, period: Period = Period.TW1) -> int:
    """The same, lived through and never put back, as several at once have to."""
    return order_measurement(
        year=YEAR,
        period=period,
        finish_by=(world.clock.at + timedelta(days=19)).date(),
        instruction="Utamakan IKU.",
        actor=world.actor(Role.HEAD),
        tools=world.tools,
    )


def seen(cycle_id: int) -> Seen:
    """What a page shows now: the open step and the round."""
    cycle = Cycle.objects.get(pk=cycle_id)
    return Seen(cycle_id, cycle.run.step or 0, cycle.run.round)


def cycle_at(world: World, step: int) -> Seen:
    """A cycle whose open step is `step`, carried there in its first round; 10 is its end."""
    return onward(world, ordered(world), step)


def onward(world: World, cycle_id: int, step: int) -> Seen:
    """The cycle carried on until `step` is open, or to its end."""
    return remembered(world, ("onward", cycle_id, step), lambda: _onward(world, cycle_id, step))


def _onward(world: World, cycle_id: int, step: int) -> Seen:
    now = seen(cycle_id)
    while now.step and now.step != step:
        ready(world, now)
        leave(world, now, world.actor(LEAD[now.step]))
        now = seen(cycle_id)
    return now


def filled(world: World, cycle_id: int, unit: str) -> StandTask:
    """The unit's form with figures and evidence: 80 of 100, 4 or more cases, index 76."""
    task = world.task(cycle_id, unit)
    cases = "4" if unit == "PKM-01" else "10"
    by_code = {COUNT: Typed(value=cases), **dict.fromkeys((INDEX, LATER), Typed(value="76"))}
    operator = world.actor(Role.OPERATOR, unit)
    record_entries(
        task_id=task.task_id,
        typed={
            line.line_id: by_code.get(line.code, Typed(numerator="80", denominator="100"))
            for line in task.lines
        },
        spent=dict.fromkeys(task.budget.values(), Typed("750.000")),
        actor=operator,
        tools=world.tools,
    )
    for line in task.lines:
        if line.wants_evidence:
            attach_evidence(
                task_id=task.task_id,
                line_id=line.line_id,
                file=Offered("rekap.pdf", PROOF),
                actor=operator,
                tools=world.tools,
            )
    return task


def delivered(world: World, cycle_id: int, unit: str) -> StandTask:
    """The unit's form, filled in and submitted by its head."""
    task = filled(world, cycle_id, unit)
    head = world.actor(Role.UNIT_HEAD, unit)
    submit_unit(task_id=task.task_id, actor=head, tools=world.tools)
    return task


def collected(world: World, now: Seen) -> None:
    """Every unit that still has to fills in, submits and is verified."""
    for task in cycle_stand(now.cycle_id).tasks:
        if task.state in ("filling", "returned"):
            delivered(world, now.cycle_id, task.unit)
            verify_unit(task_id=task.task_id, actor=world.actor(Role.TEAM), tools=world.tools)


def explained(world: World, now: Seen) -> None:
    """Every indicator that fell short has a cause and a follow-up."""
    for line in measurement(now.cycle_id).lines:
        if line.shortfall:
            evaluate_line(
                line_id=line.line_id,
                words=Words(cause="Jadwal bergeser.", follow_up="Menjadwalkan ulang."),
                actor=world.actor(Role.TEAM),
                tools=world.tools,
            )


def narrated(world: World, now: Seen) -> None:
    """The draft has a paragraph."""
    write_narrative(
        cycle_id=now.cycle_id,
        paragraphs=("Rata-rata {rata} persen.",),
        actor=world.actor(Role.PLANNER),
        tools=world.tools,
    )


def ready(world: World, now: Seen) -> None:
    """Nothing holds the open step any more."""
    work = {4: collected, 5: explained, 6: narrated}.get(now.step)
    if work:
        work(world, now)


LEAD = {
    2: Role.SECRETARY,
    3: Role.PLANNER,
    4: Role.TEAM,
    5: Role.PLANNER,
    6: Role.PLANNER,
    7: Role.SECRETARY,
    8: Role.HEAD,
    9: Role.STAFF,
}
"""Who leads each step."""


def leave(world: World, now: Seen, who: Actor) -> Position:
    """The open step left onward by `who`, who saw what `now` says."""
    tools, leads = world.tools, LEAVING[now.step]
    return leads(now, who, tools)


LEAVING: dict[int, Callable[[Seen, Actor, Tools], Position]] = {
    2: lambda now, who, tools: dispose(
        seen=now, instruction="Kumpulkan.", to=(Role.PLANNER, Role.TEAM), actor=who, tools=tools
    ),
    3: lambda now, who, tools: freeze_form(
        seen=now,
        rules=FormRules(
            indicator_ids=plan_indicator_ids(now.cycle_id),
            fill_by=Cycle.objects.get(pk=now.cycle_id).run.finish_by,
        ),
        actor=who,
        tools=tools,
    ),
    4: lambda now, who, tools: finish_collecting(seen=now, actor=who, tools=tools),
    5: lambda now, who, tools: finish_evaluating(seen=now, actor=who, tools=tools),
    6: lambda now, who, tools: propose_draft(seen=now, actor=who, tools=tools),
    7: lambda now, who, tools: decide_draft(
        seen=now, verdict=Verdict(yes=True), actor=who, tools=tools
    ),
    8: lambda now, who, tools: seal_document(seen=now, passphrase=LOCK, actor=who, tools=tools),
    9: lambda now, who, tools: archive_cycle(seen=now, actor=who, tools=tools),
}
"""The one call that leaves each step."""


# --- what a test looks at -----------------------------------------------------------------

State = Tables
ATTEMPTS = frozenset({"attempt"})


def state() -> State:
    """Every row of every table; only refused attempts have a log of their own."""
    return tables(but=ATTEMPTS)


@contextmanager
def refused(expected: type[R]) -> Iterator[list[R]]:
    """What happens inside is refused, and leaves no trace in any table."""
    before = state()
    told: list[R] = []
    with pytest.raises(expected) as caught:
        yield told
    told.append(caught.value)
    assert state() == before


def problems(refusal: Refusal) -> list[tuple[str, str]]:
    """Where and what, for each problem of a refused input."""
    return [(problem.where, problem.code) for problem in getattr(refusal, "problems", ())]


def signed_heads(cycle_id: int | None = None) -> list[EventRow]:
    """The events whose heads the office signed, of one cycle or of all runs, in their order."""
    rows = EventRow.objects.filter(task=None).exclude(signature="").order_by("run", "sequence")
    return list(rows if cycle_id is None else rows.filter(run__cycle=cycle_id))


def chain(cycle_id: int, unit: str = "") -> list[Event]:
    """The cycle's own chain, or that of a unit."""
    rows = EventRow.objects.filter(run__cycle=cycle_id)
    rows = rows.filter(task__unit__code=unit) if unit else rows.filter(task=None)
    return [
        Event(r.sequence, r.at, r.by, r.verb, r.facts, r.previous, r.hash)
        for r in rows.order_by("sequence")
    ]


def one_event(cycle_id: int, verb: str, /, **facts: object) -> AbstractContextManager[None]:
    """What happens inside is told by exactly one event in the cycle's own chain, which holds."""
    return _one_event(cycle_id, "", verb, facts)


def one_event_of(
    cycle_id: int, unit: str, verb: str, /, **facts: object
) -> AbstractContextManager[None]:
    """The same for the chain of a unit."""
    return _one_event(cycle_id, unit, verb, facts)


@contextmanager
def _one_event(cycle_id: int, unit: str, verb: str, facts: Mapping[str, object]) -> Iterator[None]:
    others = EventRow.objects.count()
    before = chain(cycle_id, unit)
    yield
    after = chain(cycle_id, unit)
    assert EventRow.objects.count() == others + 1
    assert after[:-1] == before
    assert after[-1].verb == verb
    told = after[-1].facts
    assert {name: told[name] for name in facts} == facts
    assert first_break(after) is None
