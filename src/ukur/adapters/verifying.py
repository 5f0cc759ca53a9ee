"""One look at a path: a sealed PDF, a package, a journal, or nothing of ours."""

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from ukur.adapters import bag
from ukur.domain import archive, journal_file
from ukur.domain.archive import Table
from ukur.domain.journal_file import JournalHead
from ukur.domain.plain_cells import unguarded
from ukur.domain.ports import Sealer
from ukur.domain.refusals import Problem
from ukur.domain.signing import Intact, PdfVerdict, Signer

PDF_LIMIT = 200_000_000
JOURNAL_LIMIT = 500_000_000
JOURNAL_SUFFIX = ".jsonl"


class Kind(StrEnum):
    """What lies at the path."""

    PDF = "pdf"
    BAG = "bag"
    JOURNAL = "journal"
    UNKNOWN = "unknown"


class Finding(StrEnum):
    """The answer in one word; only the first is a yes."""

    UNTOUCHED = "untouched"
    """As it was when it was signed."""
    CONSISTENT = "consistent"
    """A journal that holds together, but no signed head vouches for it (decision 0040, 10)."""
    CHANGED = "changed"
    UNSIGNED = "unsigned"
    NOT_OURS = "not_ours"
    UNREADABLE = "unreadable"
    """It could not be read at all."""


@dataclass(frozen=True)
class Verified:
    """What was found; `problems` says what is wrong and where, as closely as can be known."""

    kind: Kind
    finding: Finding
    signer: Signer = Signer.NONE
    subject: str = ""
    issuer: str = ""
    signed_at: datetime | None = None
    problems: tuple[Problem, ...] = ()


_FINDINGS = {
    Intact.YES: Finding.UNTOUCHED,
    Intact.CHANGED: Finding.CHANGED,
    Intact.UNSIGNED: Finding.UNSIGNED,
    Intact.UNREADABLE: Finding.NOT_OURS,
}


def verify_path(path: Path, sealer: Sealer) -> Verified:
    """The verdict on whatever lies at `path`, told by its content and not by its name."""
    try:
        if path.is_dir():
            return _bag(path, sealer)
        with path.open("rb") as file:
            start = file.read(1024)
        for fits, look in (
            (b"%PDF-" in start, _pdf),
            (start.startswith(b"PK\x03\x04"), _zip),
            (start.startswith(b"{") or path.suffix == JOURNAL_SUFFIX, _journal),
        ):
            if fits:
                return look(path, sealer)
    except OSError as error:
        detail = Problem(path.name, "unreadable", {"detail": error.strerror})
        return Verified(Kind.UNKNOWN, Finding.UNREADABLE, problems=(detail,))
    return Verified(Kind.UNKNOWN, Finding.NOT_OURS, problems=(Problem(path.name, "kind_unknown"),))


def _pdf(path: Path, sealer: Sealer) -> Verified:
    if path.stat().st_size > PDF_LIMIT:
        return _too_large(Kind.PDF, path)
    verdict = sealer.verdict(path.read_bytes())
    problems = tuple(Problem(path.name, code) for code in verdict.changes)
    return _spoken(Kind.PDF, _FINDINGS[verdict.intact], verdict, problems)


def _zip(path: Path, sealer: Sealer) -> Verified:
    with bag.unzipped(path) as unpacked:
        if isinstance(unpacked, Problem):
            if unpacked.code == "changed":
                return Verified(Kind.BAG, Finding.CHANGED, Signer.UNKNOWN, problems=(unpacked,))
            return Verified(Kind.UNKNOWN, Finding.NOT_OURS, problems=(unpacked,))
        return _bag(unpacked, sealer)


def _bag(folder: Path, sealer: Sealer) -> Verified:
    """The verdict on a package: its files first, then what the changed ones say otherwise."""
    verdict = bag.verify_bag(folder, sealer)
    if verdict.intact is Intact.UNREADABLE:
        return Verified(Kind.UNKNOWN, Finding.NOT_OURS, problems=verdict.problems)
    problems = verdict.problems
    if verdict.intact is Intact.CHANGED:
        problems += _cells(folder, problems) + _events(folder, problems)
    elif verdict.intact is Intact.YES:
        problems += _inside(folder, sealer)
    finding = _FINDINGS[verdict.intact] if verdict.problems == problems else Finding.CHANGED
    return Verified(
        kind=Kind.BAG,
        finding=finding,
        signer=Signer.UNKNOWN if problems else verdict.signer,
        subject=verdict.subject,
        issuer=verdict.issuer,
        signed_at=verdict.signed_at,
        problems=problems,
    )


def _inside(folder: Path, sealer: Sealer) -> tuple[Problem, ...]:
    """What a package holds that was wrong already when it was sealed: a journal that breaks."""
    problems = []
    for path in sorted((folder / bag.PAYLOAD).rglob("*" + JOURNAL_SUFFIX)):
        if archive.EVIDENCE in path.relative_to(folder).as_posix():
            continue
        found = _journal(path, sealer)
        name = path.relative_to(folder).as_posix()
        problems += [Problem(f"{name}, {p.where}", p.code, p.facts) for p in found.problems]
    return tuple(problems)


def _cells(folder: Path, changed: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The cells in which a changed dataset differs from its twin that is as it was."""
    places = {
        bag.PAYLOAD + name: _table(folder / bag.PAYLOAD / name)
        for name in (archive.DATASET_CSV, archive.DATASET_JSON)
    }
    touched = [name for name in places if any(p.where == name for p in changed)]
    if len(touched) != 1:
        return ()
    (name,) = touched
    now = places.pop(name)
    (was,) = places.values()
    if not isinstance(now, Table) or not isinstance(was, Table):
        return ()
    return tuple(
        Problem(
            f"{name}, {change.row}, {change.column}",
            "cell_changed",
            {"was": change.was, "now": change.now},
        )
        for change in archive.dataset_changes(was, now)
    )


def _events(folder: Path, changed: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The first event that does not hold in each changed journal."""
    problems = []
    for name in (problem.where for problem in changed if problem.where.endswith(JOURNAL_SUFFIX)):
        path = folder / name
        if path.is_file() and path.stat().st_size <= JOURNAL_LIMIT:
            found = _journal_problem(path.read_bytes())
            if found is not None:
                problems.append(Problem(f"{name}, {found.where}", found.code, found.facts))
    return tuple(problems)


def _table(path: Path) -> Table | Problem:
    try:
        text = path.read_bytes().decode("utf-8-sig")
        if path.suffix == ".json":
            return archive.read_dataset_json(text)
        columns, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
    except (OSError, ValueError, csv.Error):
        return Problem(path.name, "dataset_unreadable")
    return archive.table_of(columns, [[unguarded(cell) for cell in row] for row in rows])


def _journal(path: Path, sealer: Sealer) -> Verified:
    """The verdict on a journal: untouched only where a signed head lies beside it."""
    if path.stat().st_size > JOURNAL_LIMIT:
        return _too_large(Kind.JOURNAL, path)
    content = path.read_bytes()
    problem = _journal_problem(content)
    if problem is not None:
        # a file that neither begins as a journal nor is called one is not one that was changed
        foreign = problem.where == "line 1" and path.suffix != JOURNAL_SUFFIX
        kind = Kind.UNKNOWN if foreign else Kind.JOURNAL
        finding = Finding.NOT_OURS if foreign else Finding.CHANGED
        return Verified(kind, finding, problems=(problem,))
    if path.name != archive.JOURNAL or not (path.parent / archive.JOURNAL_HEAD).is_file():
        return Verified(Kind.JOURNAL, Finding.CONSISTENT)
    return _against_head(path.parent, content, sealer)


def _against_head(folder: Path, content: bytes, sealer: Sealer) -> Verified:
    head_bytes = (folder / archive.JOURNAL_HEAD).read_bytes()
    signature = folder / archive.JOURNAL_SIGNATURE
    if not signature.is_file():
        missing = Problem(archive.JOURNAL_SIGNATURE, "missing")
        return Verified(Kind.JOURNAL, Finding.CONSISTENT, problems=(missing,))
    verdict = sealer.verify_bytes(head_bytes, signature.read_bytes())
    if verdict.intact is not Intact.YES:
        broken = Problem(archive.JOURNAL_HEAD, "head_signature")
        return _spoken(Kind.JOURNAL, Finding.CHANGED, verdict, (broken,))
    head = journal_file.read_head(head_bytes.decode(errors="replace"))
    events = journal_file.read_journal(content.decode())
    if not isinstance(head, JournalHead) or isinstance(events, Problem):
        broken = Problem(archive.JOURNAL_HEAD, "not_a_head")
        return _spoken(Kind.JOURNAL, Finding.CHANGED, verdict, (broken,))
    problem = journal_file.against_head(events, head)
    if problem is not None:
        return _spoken(Kind.JOURNAL, Finding.CHANGED, verdict, (problem,))
    return _spoken(Kind.JOURNAL, Finding.UNTOUCHED, verdict, ())


def _journal_problem(content: bytes) -> Problem | None:
    try:
        events = journal_file.read_journal(content.decode())
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        return Problem(f"line {line}", "not_an_event")
    return events if isinstance(events, Problem) else journal_file.broken_event(events)


def _spoken(
    kind: Kind, finding: Finding, verdict: PdfVerdict, problems: tuple[Problem, ...]
) -> Verified:
    known = verdict.signer if finding is Finding.UNTOUCHED else Signer.UNKNOWN
    return Verified(
        kind=kind,
        finding=finding,
        signer=Signer.NONE if verdict.signer is Signer.NONE else known,
        subject=verdict.subject,
        issuer=verdict.issuer,
        signed_at=verdict.signed_at,
        problems=problems,
    )


def _too_large(kind: Kind, path: Path) -> Verified:
    return Verified(kind, Finding.UNREADABLE, problems=(Problem(path.name, "too_large"),))
