"""From a TOML file to a procedure, or to all that is wrong with the file, line by line."""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import replace

from ukur.domain.refusals import Fact, NotValid, Problem
from ukur.domain.sop.entries import MAX_ENTRIES, MAX_NUMBER, Table, shown
from ukur.domain.sop.model import (
    INFERRABLE,
    Cover,
    Decision,
    Lane,
    LegalBasis,
    Procedure,
    Standard,
    Step,
    Unit,
    Work,
    standard_of,
)
from ukur.domain.sop.places import is_deeper, line_of, lines_of
from ukur.domain.sop.soundness import errors

MAX_CHARACTERS = 1_000_000
MAX_STEPS = MAX_NUMBER
MAX_LANES = 20
MAX_DEPTH = 8
"""Brackets in brackets, and keys in keys."""

MAX_KEY = 40
_KEY = re.compile(r"(?=.{1,40}\Z)[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*", re.ASCII)
_VERSION = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}", re.ASCII)
_SYNTAX_PLACE = re.compile(r"\(at line ([0-9]+), ", re.ASCII)
_ABOUT_WAYS = ("no_steps", "step_unreachable", "never_ends")
_WORKS = tuple(work.value for work in Work)


def read(text: str, name: str) -> Procedure:
    """The procedure that the TOML text holds; `name` is what problems call the file.

    What is read is sound (see `soundness.errors`).

    Raises:
        NotValid: something in the text is wrong; the problems say on which line, what,
            and what may stand there instead.
    """
    text = text.removeprefix("\ufeff")  # Editors on Windows put it there.
    procedure, problems = from_values(_values(text, name))
    if problems:
        raise NotValid(_located(problems, text, name))
    return procedure


def is_key(text: str) -> bool:
    """Whether a procedure or a lane can be called so in a file."""
    return _KEY.fullmatch(text) is not None


def from_values(values: dict[str, object]) -> tuple[Procedure, list[Problem]]:
    """The procedure in values that are named and nested as in the file, and all that is wrong.

    The problems stand at places such as "step 7, lead"; without any, the procedure is sound.
    """
    problems: list[Problem] = []
    procedure = _procedure(Table(values, "", problems))
    problems += [error for error in errors(procedure) if _is_sure(error, problems)]
    return procedure, problems


def _values(text: str, name: str) -> dict[str, object]:
    if len(text) > MAX_CHARACTERS:
        raise NotValid((Problem(name, "too_large", {"found": len(text), "limit": MAX_CHARACTERS}),))
    if is_deeper(text, MAX_DEPTH):
        raise NotValid((Problem(name, "too_deep", {"limit": MAX_DEPTH}),))
    try:
        return tomllib.loads(text)
    except ValueError as broken:  # Also from numbers of many thousand digits.
        found = _SYNTAX_PLACE.search(str(broken))
        line = int(found[1]) if found else text.rstrip().count("\n") + 1
        facts: dict[str, Fact] = {"file": name, "line": line}
        problem = Problem(f"{name}, line {line}", "not_toml", facts)
        raise NotValid((problem,)) from None


def _procedure(table: Table) -> Procedure:
    key = table.patterned("key", _KEY, "not_a_key")
    version = table.patterned("version", _VERSION, "not_a_version")
    title = table.text("title")
    cover = table.table("cover")
    if cover is None:
        table.note("cover", "missing")
    procedure = Procedure(
        key,
        version,
        title,
        _cover(cover) if cover else Cover(government="", agency="", unit="", title=""),
        tuple(_lane(lane) for lane in table.tables("lane", MAX_LANES)),
        tuple(_step(step, place) for place, step in enumerate(table.tables("step", MAX_STEPS), 1)),
    )
    table.close()
    return procedure


def _cover(table: Table) -> Cover:
    cover = Cover(
        government=table.text("government"),
        agency=table.text("agency"),
        unit=table.text("unit"),
        title=table.text("title"),
        number=table.text("number", ""),
        created=table.text("created", ""),
        revised=table.text("revised", ""),
        effective=table.text("effective", ""),
        signatory_title=table.text("signatory_title", ""),
        signatory_name=table.text("signatory_name", ""),
        signatory_nip=table.text("signatory_nip", ""),
        legal_basis=tuple(
            _legal_basis(basis) for basis in table.tables("legal_basis", MAX_ENTRIES)
        ),
        qualifications=table.texts("qualifications"),
        related=table.texts("related"),
        equipment=table.texts("equipment"),
        warning=table.text("warning", ""),
        records=table.text("records", ""),
    )
    table.close()
    return cover


def _legal_basis(table: Table) -> LegalBasis:
    basis = LegalBasis(
        text=table.text("text"),
        note=table.text("note", ""),
        regional=table.flag("regional"),
        replaced_by=table.text("replaced_by", ""),
    )
    table.close()
    return basis


def _lane(table: Table) -> Lane:
    lane = Lane(table.patterned("key", _KEY, "not_a_key"), table.text("name"))
    table.close()
    return lane


def _step(table: Table, place: int) -> Step:
    decision = table.table("decision")
    step = Step(
        number=table.number("number", instead=place),
        activity=table.text("activity"),
        lead=table.text("lead"),
        joined=table.texts("joined"),
        work=Work(table.one_of("work", _WORKS, "unknown_work")),
        completeness=table.text("completeness", ""),
        standard=_standard(table),
        output=table.text("output", ""),
        note=table.text("note", ""),
        decision=_decision(decision) if decision else None,
        returns=table.numbers("returns"),
        inferred=table.some_of("inferred", INFERRABLE, "not_inferrable"),
    )
    table.close()
    return step


def _standard(table: Table) -> Standard:
    text = table.text("standard")
    standard = standard_of(text)
    if standard is None and text.strip():
        table.note("standard", "not_a_standard", found=shown(text))
    return standard or Standard(1, Unit.DAYS, text)


def _decision(table: Table) -> Decision:
    decision = Decision(
        yes=table.text("yes"),
        no=table.text("no"),
        yes_to=table.number("yes_to", instead=1),
        no_to=(usual := table.number("no_to", instead=1)),
        no_allowed=table.numbers("no_allowed") or (usual,),
        max_rounds=table.number_or_none("max_rounds"),
    )
    table.close()
    return decision


def _is_sure(error: Problem, problems: Iterable[Problem]) -> bool:
    """Whether the error would stand even if the values noted as wrong were right."""
    wrong = [problem.where for problem in problems]
    if error.code in _ABOUT_WAYS:
        return not wrong
    if error.code == "unknown_lane" and any(where.startswith("lane") for where in wrong):
        return False
    if ", decision, " in error.where:
        return not any(where.startswith(error.where.rpartition(", ")[0]) for where in wrong)
    return error.where not in wrong


def _located(problems: Iterable[Problem], text: str, name: str) -> tuple[Problem, ...]:
    """The problems with file and line, in the order of the lines."""
    lines = lines_of(text)
    numbered = [(line_of(lines, problem.where), problem) for problem in problems]
    return tuple(
        replace(
            problem,
            where=f"{name}, line {line}",
            facts={**problem.facts, "file": name, "line": line, "place": shown(problem.where)},
        )
        for line, problem in sorted(numbered, key=lambda pair: pair[0])
    )
