"""What the papers of a plan say, as values: the agreement, the action plan, the manual.

They work as those of `ukur.domain.papers`: every figure arrives as text that is formatted
already. The drawing of the tree is the matter of `ukur.domain.plan.tree_drawing`.
"""

from dataclasses import dataclass
from typing import ClassVar

from ukur.domain.papers import Frame, Pair, Signature
from ukur.domain.plan.tree_drawing import TreeSheet

OPENING = (
    "Dalam rangka mewujudkan manajemen pemerintahan yang efektif, transparan, dan akuntabel serta "
    "berorientasi pada hasil, yang bertanda tangan di bawah ini:"
)
"""Source: the statement as several SAKIP applications print it; its regulation was not read."""
PROMISE = (
    (
        "Pihak pertama berjanji akan mewujudkan target kinerja yang seharusnya sesuai lampiran "
        "perjanjian ini, dalam rangka mencapai target kinerja jangka menengah seperti yang telah "
        "ditetapkan dalam dokumen perencanaan. Keberhasilan dan kegagalan pencapaian target "
        "kinerja tersebut menjadi tanggung jawab kami."
    ),
    (
        "Pihak kedua akan melakukan supervisi yang diperlukan serta akan melakukan evaluasi "
        "terhadap capaian kinerja dari perjanjian ini dan mengambil tindakan yang diperlukan dalam "
        "rangka pemberian penghargaan dan sanksi."
    ),
)
"""Pihak pertama promises, pihak kedua is the superior. Source: as above, word for word."""

# --- the agreement -----------------------------------------------------------------------


@dataclass(frozen=True)
class Signing:
    """Two sign blocks side by side: pihak kedua on the left, pihak pertama on the right."""

    superior: Signature
    promiser: Signature


@dataclass(frozen=True)
class AgreedLine:
    """An indicator and what is promised, with its unit: "85 per 100.000 KH"."""

    indicator: str
    target: str


@dataclass(frozen=True)
class AgreedGoal:
    """A sasaran and its indicators."""

    number: str
    name: str
    lines: tuple[AgreedLine, ...]


@dataclass(frozen=True)
class BudgetRow:
    """A program, kegiatan or sub kegiatan with its ceiling; `depth` counts from 0."""

    name: str
    ceiling: str
    note: str = ""
    depth: int = 0


@dataclass(frozen=True)
class ChangedRow:
    """What a Perubahan changed: an indicator or a program, the old value and the new one."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class AgreementPaper:
    """Perjanjian Kinerja: the statement, the annex, and for a Perubahan what it changed.

    `superior_title` and `promiser_title` stand in the statement; the names come from the
    sign blocks, so a trial has none. `replaces` is empty for an Induk.
    """

    template: ClassVar[str] = "agreement"

    frame: Frame
    title: str
    annex_title: str
    agency: str
    opening: str
    promiser_title: str
    superior_title: str
    statements: tuple[str, ...]
    goals: tuple[AgreedGoal, ...]
    programs: tuple[BudgetRow, ...]
    total: str
    replaces: str = ""
    change_reason: str = ""
    changes: tuple[ChangedRow, ...] = ()
    notes: tuple[str, ...] = ()
    signature: Signing | None = None


# --- the action plan ---------------------------------------------------------------------


@dataclass(frozen=True)
class ActionLine:
    """An indicator with the year's target and those of the four quarters."""

    indicator: str
    unit: str
    year_target: str
    quarters: tuple[str, str, str, str]


@dataclass(frozen=True)
class ActionGoal:
    """A kinerja utama and its indicators."""

    number: str
    name: str
    lines: tuple[ActionLine, ...]


@dataclass(frozen=True)
class ActionPlanPaper:
    """Rencana Aksi: the agreed targets by quarter, and the money that they take."""

    template: ClassVar[str] = "action_plan"

    frame: Frame
    title: tuple[str, ...]
    heading: tuple[Pair, ...]
    goals: tuple[ActionGoal, ...]
    budget: tuple[BudgetRow, ...]
    total: str
    notes: tuple[str, ...] = ()
    signature: Signature | None = None


# --- the manual --------------------------------------------------------------------------


@dataclass(frozen=True)
class ManualTarget:
    """A target of the manual: "Tahun", "90", or a unit and its share."""

    name: str
    target: str


@dataclass(frozen=True)
class ManualEntry:
    """One indicator; `rows` are labels and words, `targets` stand in a line of their own."""

    code: str
    name: str
    goal: str
    rows: tuple[Pair, ...]
    targets: tuple[ManualTarget, ...]
    unit_targets: tuple[ManualTarget, ...] = ()


@dataclass(frozen=True)
class ManualPaper:
    """Manual indikator kinerja: an entry for each indicator."""

    template: ClassVar[str] = "manual"

    frame: Frame
    title: tuple[str, ...]
    heading: tuple[Pair, ...]
    entries: tuple[ManualEntry, ...]
    notes: tuple[str, ...] = ()


# --- the tree ----------------------------------------------------------------------------


@dataclass(frozen=True)
class TreePaper:
    """Pohon kinerja as a drawing. `form` is "a4" or "a3"; `told` says each sheet in words."""

    template: ClassVar[str] = "tree"

    frame: Frame
    title: tuple[str, ...]
    form: str
    sheets: tuple[TreeSheet, ...]
    told: tuple[str, ...]
