"""What the cover page of a package tells about the cycle that lies in it, all of it text."""

from dataclasses import dataclass

_UNITS = ("B", "KB", "MB", "GB")
_STEP = 1000


@dataclass(frozen=True)
class MeasuredRow:
    """A line of the measurement table, every figure as the paper shows it."""

    goal: str
    indicator: str
    unit: str
    target: str
    realization: str
    achievement: str
    rating: str
    note: str = ""


@dataclass(frozen=True)
class StepTime:
    """A step of the SOP as it ran."""

    number: int
    activity: str
    actor: str
    finished: str
    took: str
    standard: str


@dataclass(frozen=True)
class PackageFile:
    """A file of the package, by its name below `data/`; `size` in bytes."""

    name: str
    size: int
    sha256: str
    about: str = ""

    @property
    def shown_size(self) -> str:
        return shown_size(self.size)

    @property
    def hash_groups(self) -> tuple[str, ...]:
        return tuple(self.sha256[start : start + 8] for start in range(0, len(self.sha256), 8))


@dataclass(frozen=True)
class EvidenceLink:
    """A piece of evidence, and for which unit and indicator it speaks.

    `name` is that of the file in the package; "" for a link, whose address is `url`.
    """

    unit: str
    indicator: str
    name: str
    title: str
    pages: str = ""
    url: str = ""


@dataclass(frozen=True)
class PackageSummary:
    """What the index says about its package; every text as it is to be read.

    `files` are all but the index itself. `mark` is what a sample or a trial says of itself.
    """

    agency: str
    government: str
    title: str
    period: str
    number: str
    signed_by: str
    signed_at: str
    sealed_at: str
    journal_count: int
    journal_head: str
    rows: tuple[MeasuredRow, ...]
    steps: tuple[StepTime, ...]
    files: tuple[PackageFile, ...]
    evidence: tuple[EvidenceLink, ...] = ()
    mark: str = ""


def shown_size(size: int) -> str:
    """A size in decimal units, at most one decimal.

    >>> shown_size(999), shown_size(1500), shown_size(2_000_000)
    ('999 B', '1,5 KB', '2 MB')
    """
    tenths, unit = size * 10, 0
    while tenths >= _STEP * 10 and unit < len(_UNITS) - 1:
        tenths, unit = (tenths + _STEP // 2) // _STEP, unit + 1
    whole, tenth = divmod(tenths, 10)
    return f"{whole},{tenth} {_UNITS[unit]}" if tenth else f"{whole} {_UNITS[unit]}"
