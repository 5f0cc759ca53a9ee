"""Files of figures in JSON: what they would change, and what a program says to it."""

from collections.abc import Iterable, Mapping

from pydantic import Field

from ukur.api.shapes import Count, Id, In, Out, plain_cell, plain_figure
from ukur.domain.entering import Entered
from ukur.domain.figures.showing import Look, cell_text
from ukur.domain.incoming import Choice, Difference, MoneyDifference
from ukur.domain.refusals import Problem
from ukur.edge.wording import problem_sentence

MOST_ROWS = 20_000


class CellsOut(Out):
    """The cells of a line; figures are plain decimals, empty for none."""

    value: str
    numerator: str
    denominator: str
    note: str


class PlaceOut(Out):
    """Something about a place in the file."""

    where: str = Field(examples=["PKM-01!H12"])
    owner: str = Field(description="Whose cell it is, where that is known.")
    code: str
    message: str


class DifferenceOut(Out):
    """A line of the file against what is kept.

    `fate` is `same`, `changed`, `overtaken` (what is kept is newer and stays), `conflict` (choose)
    or `wrong`.
    """

    line_id: int
    code: str
    place: str
    fate: str
    was: CellsOut
    will: CellsOut
    seen: int = Field(description="Send it back when the file is taken.")
    by: str = Field(description="Who kept what stands there now.")
    problems: list[PlaceOut]


class MoneyOut(Out):
    """A budget line that the file would change; amounts in rupiah."""

    budget_id: int
    code: str
    place: str
    fate: str
    was: str
    will: str
    seen: int = Field(description="Send it back when the file is taken.")
    by: str = Field(description="Who kept what stands there now.")


class ChosenIn(In):
    """A line or budget line as it was looked at, and which of two versions counts.

    `mine` is what the file says, `theirs` what is kept.
    """

    id: Id
    seen: Count
    choice: Choice | None = None


class TakenOut(Out):
    """How many rows are other than they were."""

    taken: int


def differences_out(differences: Iterable[Difference]) -> list[DifferenceOut]:
    """The lines as programs compare them."""
    return [
        DifferenceOut(
            line_id=one.standing.line_id,
            code=one.standing.code,
            place=one.arrival.place,
            fate=one.fate.value,
            was=_cells(one.standing.figure, one.standing.look),
            will=_cells(one.new, one.standing.look),
            seen=one.standing.saves,
            by=one.standing.by,
            problems=placed_out(one.problems, {}),
        )
        for one in differences
    ]


def money_out(one: MoneyDifference) -> MoneyOut:
    """A budget line as programs compare it."""
    return MoneyOut(
        budget_id=one.standing.budget_id,
        code=one.standing.code,
        place=one.arrival.place,
        fate=one.fate.value,
        was=plain_figure(one.standing.figure.value) or "",
        will=plain_figure(one.new.value) or "",
        seen=one.standing.saves,
        by=one.standing.by,
    )


def placed_out(problems: Iterable[Problem], names: Mapping[str, str]) -> list[PlaceOut]:
    """Problems as sentences, with their places and what `names` call these."""
    return [
        PlaceOut(
            where=one.where,
            owner=names.get(one.where, ""),
            code=one.code,
            message=problem_sentence(one),
        )
        for one in problems
    ]


def _cells(figure: Entered, look: Look) -> CellsOut:
    return CellsOut(
        value=plain_cell(cell_text(figure.value, look), look.kind),
        numerator=plain_figure(figure.numerator) or "",
        denominator=plain_figure(figure.denominator) or "",
        note=figure.note,
    )
