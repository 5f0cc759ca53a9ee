"""What a Form E.81 says was reached and spent, as it is printed there."""

from collections.abc import Mapping
from dataclasses import dataclass

from ukur.domain.plan.foreign.e81 import Cell, E81Form


@dataclass(frozen=True)
class E81Result:
    """What the form says was reached and spent in one quarter, as it is printed there.

    `code` is that of the indicator, `line_code` that of its budget line.
    """

    code: str
    line_code: str
    quarter: int
    value: Cell
    share: Cell
    money: Cell


def e81_results(
    form: E81Form, codes: Mapping[str, str], line_codes: Mapping[str, str]
) -> tuple[E81Result, ...]:
    """The figures of the quarters, by the codes that the plan gave to the form's rows.

    `codes` holds the indicators by the address of their cell, `line_codes` the budget lines.
    An indicator that shares its cell with others has no figure of its own.
    """
    found = [
        E81Result(
            codes.get(row.indicator[1], "") if row.indicator[0] else "",
            line_codes.get(row.code[1], "") if row.level else "",
            quarter,
            row.figure(f"tw{quarter} k"),
            row.figure(f"tw{quarter} %"),
            row.figure(f"tw{quarter} rp"),
        )
        for row in form.rows
        for quarter in (1, 2, 3, 4)
    ]
    return tuple(
        one
        for one in found
        if (one.code or one.line_code) and (_is_given(one.value) or _is_given(one.money))
    )


@dataclass(frozen=True)
class E81Years:
    """What the form says of the years around this one, as it is printed there."""

    code: str
    aim: Cell
    aim_money: Cell
    before: Cell
    before_money: Cell


def e81_years(form: E81Form, codes: Mapping[str, str]) -> tuple[E81Years, ...]:
    """The target at the end of the Renstra and what was reached until last year, by indicator.

    `codes` holds the indicators by the address of their cell, as for `e81_results`.
    """
    found = [
        E81Years(
            codes.get(row.indicator[1], ""),
            row.figure("renstra k"),
            row.figure("renstra rp"),
            row.figure("lalu k"),
            row.figure("lalu rp"),
        )
        for row in form.rows
        if row.indicator[0]
    ]
    return tuple(
        one
        for one in found
        if one.code and any(map(_is_given, (one.aim, one.aim_money, one.before, one.before_money)))
    )


def _is_given(cell: Cell) -> bool:
    return cell[0] not in ("", "-", "–")
