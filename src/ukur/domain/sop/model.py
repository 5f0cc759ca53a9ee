"""An SOP as data: the cover, the columns of its actors, and its numbered steps.

The words are those of the printed form. "Step" is the word for a row of the form
everywhere in the program, "lane" the word for the column of one actor.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum


class Work(StrEnum):
    """What the program does in a step; `TASK` is a plain task with attachments."""

    ORDER = "order"
    DISPOSE = "dispose"
    FORM = "form"
    COLLECT = "collect"
    EVALUATE = "evaluate"
    DRAFT = "draft"
    REVIEW = "review"
    SIGN = "sign"
    ARCHIVE = "archive"
    TASK = "task"


class Unit(StrEnum):
    """What a standard of time is counted in; all of it is office time."""

    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"


UNIT_WORDS = {"menit": Unit.MINUTES, "jam": Unit.HOURS, "hari": Unit.DAYS}
"""The words of the form, and the unit that each stands for."""

_STANDARD = re.compile(
    r"(?P<amount>[1-9][0-9]{0,3})\s+(?:\([^()]*\)\s+)?(?P<unit>menit|jam|hari)(?:\s+kerja)?",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True)
class Lane:
    """The column of one actor; `key` is the value of a `ukur.domain.people.Role`."""

    key: str
    name: str


@dataclass(frozen=True)
class Standard:
    """The time a step may take: the column "Waktu", as printed and as counted."""

    amount: int
    unit: Unit
    text: str


@dataclass(frozen=True)
class Decision:
    """The diamond of a step: its two labels, and where each of them leads.

    `no_to` is where the arrow on the form leads; `no_allowed` are all steps that a no
    may name instead, `no_to` among them. `max_rounds` is the last round that this
    decision allows: in it a no is not possible any more. Rounds that other ways back opened
    do not count. None is no bound.
    """

    yes: str
    no: str
    yes_to: int
    no_to: int
    no_allowed: tuple[int, ...]
    max_rounds: int | None = None


@dataclass(frozen=True)
class Step:
    """One numbered row of the form.

    The lead finishes the step; the lanes in `joined` work in it. `inferred` names the
    fields that could not be read from the form and were concluded from its words.
    `returns` are steps to which a step without a diamond may be sent back all the same;
    the form knows no such arrow, so the journal calls it a deviation.
    """

    number: int
    activity: str
    lead: str
    joined: tuple[str, ...]
    work: Work
    completeness: str
    standard: Standard
    output: str
    note: str = ""
    decision: Decision | None = None
    returns: tuple[int, ...] = ()
    inferred: tuple[str, ...] = ()

    @property
    def actors(self) -> tuple[str, ...]:
        """The keys of the lanes that work in the step, its lead first."""
        return (self.lead, *self.joined)

    @property
    def ways_back(self) -> tuple[int, ...]:
        """The steps that a no may lead to, the usual one first; empty if there is no way back."""
        if self.decision is None:
            return self.returns
        usual = self.decision.no_to
        return (usual, *(n for n in self.decision.no_allowed if n != usual))


INFERRABLE = (
    "activity",
    "lead",
    "joined",
    "completeness",
    "standard",
    "output",
    "note",
    "decision",
)
"""The fields that `Step.inferred` may name."""


@dataclass(frozen=True)
class LegalBasis:
    """A regulation as the cover cites it.

    `note` is a remark of the program's own and is not printed on the form; `regional`
    marks a regulation of the one region, which no other agency can cite. `replaced_by` is
    the regulation that took its place ("dicabut oleh"); it is not printed either, since the
    form prints the citation.
    """

    text: str
    note: str = ""
    regional: bool = False
    replaced_by: str = ""


@dataclass(frozen=True, kw_only=True)
class Cover:
    """The boxes of the cover; what the form leaves empty is "", never guessed."""

    government: str
    agency: str
    unit: str
    title: str
    number: str = ""
    created: str = ""
    revised: str = ""
    effective: str = ""
    signatory_title: str = ""
    signatory_name: str = ""
    signatory_nip: str = ""
    legal_basis: tuple[LegalBasis, ...] = ()
    qualifications: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    warning: str = ""
    records: str = ""


@dataclass(frozen=True)
class Procedure:
    """A whole SOP. `title` is the line above the table; the cover has its own."""

    key: str
    version: str
    title: str
    cover: Cover
    lanes: tuple[Lane, ...]
    steps: tuple[Step, ...]

    def step(self, number: int) -> Step:
        """The step with that number.

        Raises:
            LookupError: there is none.
        """
        for step in self.steps:
            if step.number == number:
                return step
        raise LookupError(number)

    def lane(self, key: str) -> Lane:
        """The lane with that key.

        Raises:
            LookupError: there is none.
        """
        for lane in self.lanes:
            if lane.key == key:
                return lane
        raise LookupError(key)

    def onward(self, number: int) -> int | None:
        """The step that follows a done or a yes, or None where the procedure ends."""
        step = self.step(number)
        if step.decision is not None:
            return step.decision.yes_to
        place = self.steps.index(step)
        following = self.steps[place + 1 : place + 2]
        return following[0].number if following else None


def standard_of(text: str) -> Standard | None:
    """The standard that the printed words mean, or None if they mean none.

    >>> standard_of("10 menit")
    Standard(amount=10, unit=<Unit.MINUTES: 'minutes'>, text='10 menit')
    >>> standard_of("3 (tiga) hari kerja").unit
    <Unit.DAYS: 'days'>
    >>> standard_of("secepatnya") is None
    True
    """
    found = _STANDARD.fullmatch(text)
    if found is None:
        return None
    return Standard(int(found["amount"]), UNIT_WORDS[found["unit"].lower()], text)


def adopted(procedure: Procedure, *, government: str, agency: str, unit: str) -> Procedure:
    """The procedure for another agency, to be numbered, dated and signed there.

    Number, dates, name and NIP are left blank, and the regulations of the first
    agency's own region are left out: the other agency has its own.
    """
    own = procedure.cover
    region = re.sub(r"^PEMERINTAH\s+", "", government.strip(), flags=re.IGNORECASE)
    cover = replace(
        own,
        government=government,
        agency=agency,
        unit=unit,
        number="",
        created="",
        revised="",
        effective="",
        signatory_title=f"KEPALA {agency} {region}".upper(),
        signatory_name="",
        signatory_nip="",
        legal_basis=tuple(basis for basis in own.legal_basis if not basis.regional),
    )
    title = procedure.title.replace(own.agency, agency) if own.agency else procedure.title
    return replace(procedure, cover=cover, title=title)
