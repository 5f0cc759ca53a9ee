"""What the cover page of a package tells about the cycle that lies in it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PackageRow:
    """One line of the measurement table, as text."""

    goal: str
    indicator: str
    unit: str
    target: str
    realization: str
    achievement: str
    rating: str


@dataclass(frozen=True)
class PackageStep:
    """One run of a step: who did it, when it was opened and done, with which outcome."""

    number: int
    round: int
    activity: str
    actor: str
    opened: str
    done: str
    outcome: str


@dataclass(frozen=True)
class PackageFile:
    """A file of the package: its name below data/, what it is, its size in bytes and its hash."""

    name: str
    about: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Criterion:
    """A criterion of the SAKIP evaluation, and the files that answer it."""

    code: str
    text: str
    files: tuple[str, ...]


@dataclass(frozen=True)
class PackageSummary:
    """Everything that the cover page shows. `mark` is "DATA CONTOH", "UJI HITUNG …" or ""."""

    agency: str
    period: str
    title: str
    mark: str
    signed: str
    journal: str
    rows: tuple[PackageRow, ...]
    steps: tuple[PackageStep, ...]
    files: tuple[PackageFile, ...]
    criteria: tuple[Criterion, ...]
