"""What the Form E.81 of a year is made of: the plan, the cycles, the years before, the Renstra."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from ukur.domain.figures.accumulation import PeriodAmount
from ukur.domain.figures.indicator import Target
from ukur.domain.figures.policy import DEFAULT
from ukur.domain.periods import Period
from ukur.domain.plan.e81_form import QUARTERS, Measured, YearData
from ukur.domain.plan.export import only_own_units
from ukur.store.models import Agency, Cycle, PlanVersion, RenstraTargetRow, RenstraVersion
from ukur.store.queries.history import NEWEST, ledger_of, rolled_amount, settled_at
from ukur.store.queries.looks import target_of
from ukur.store.queries.measurement import measurement
from ukur.store.queries.plan_draft import plan_draft
from ukur.store.queries.plans import plan_in_force
from ukur.store.queries.procedures import rules_of
from ukur.store.queries.renstra import renstra_covering

_STANDS_FOR = {Period.SEM1: Period.TW2, Period.SEM2: Period.TW4}
"""The form has no column for half a year: it stands in that of its last quarter."""


@dataclass(frozen=True)
class PlanLabel:
    """Which version of which plan a workbook was made from, and whose it is."""

    agency: str
    region: str
    city: str
    head_title: str
    mode: str
    year: int
    number: int
    kind: str
    in_force_from: date


def plan_label(plan_id: int, agency_id: int) -> PlanLabel | None:
    """The version by its names; None if the agency has no such version. One query."""
    rows = PlanVersion.objects.filter(pk=plan_id, agency_id=agency_id).select_related("agency")
    row = rows.first()
    return None if row is None else _label(row, row.agency)


def plan_id_of(agency_id: int, year: int, number: int | None = None) -> int | None:
    """The id of the year's newest version, or of the one with that number. One query."""
    rows = PlanVersion.objects.filter(agency_id=agency_id, year=year).order_by("-number")
    if number is not None:
        rows = rows.filter(number=number)
    return rows.values_list("pk", flat=True).first()


def _label(row: PlanVersion, agency: Agency) -> PlanLabel:
    return PlanLabel(
        agency.name,
        agency.region,
        agency.city,
        agency.head_title,
        agency.mode,
        row.year,
        row.number,
        row.kind,
        row.in_force_from,
    )


@dataclass(frozen=True)
class YearOfForm:
    """The figures of the form with the plan that they are held against."""

    label: PlanLabel
    data: YearData


def e81_year(agency_id: int, year: int) -> YearOfForm | None:
    """The year as Form E.81 tells it; None without a plan. The queries grow with the cycles."""
    plan = plan_in_force(agency_id, year, date(year, 12, 31))
    if plan is None:
        return None
    cycles = _cycles(agency_id, year)
    renstra = renstra_covering(agency_id, year)
    first = renstra.first_year if renstra else year
    newest = cycles[-1] if cycles else None
    data = YearData(
        year=year,
        draft=only_own_units(plan_draft(plan.pk)),
        cycles=_with_opening(newest, _measured_periods(cycles)),
        before=tuple(_whole_year(agency_id, earlier) for earlier in range(first, year)),
        renstra_year=renstra.last_year if renstra else None,
        renstra=_renstra_targets(renstra),
        rules=rules_of(newest) if newest else DEFAULT,
    )
    return YearOfForm(_label(plan, Agency.objects.get(pk=agency_id)), data)


def _cycles(agency_id: int, year: int) -> list[Cycle]:
    """The live cycles of a year in the order of their periods; the year itself last."""
    rows = Cycle.objects.filter(agency_id=agency_id, year=year, is_live=True)
    order = list(Period)
    found = rows.select_related("rule_set", "run__procedure")
    return sorted(found, key=lambda cycle: order.index(Period(cycle.period)))


def _measured_periods(cycles: list[Cycle]) -> dict[Period, Measured]:
    """What each cycle gave, by the column in which it stands."""
    found: dict[Period, Measured] = {}
    for cycle in cycles:
        own = Period(cycle.period)
        period = _STANDS_FOR.get(own, own)
        given = _measured(cycle)
        before = found.get(period)
        found[period] = given if before is None else _joined(before, given)
    return found


def _joined(first: Measured, second: Measured) -> Measured:
    """Two cycles in one column: what the first one gave holds."""
    return Measured(
        {**second.amounts, **first.amounts},
        {**second.shares, **first.shares},
        {**second.spent, **first.spent},
        first.is_final and second.is_final,
    )


def _measured(cycle: Cycle) -> Measured:
    figures = measurement(cycle.pk)
    due = [line for line in figures.lines if line.is_due]
    amounts = {line.code: rolled_amount(line.rolled) for line in due}
    return Measured(
        {code: amount for code, amount in amounts.items() if amount is not None},
        {line.code: line.period for line in due},
        {line.code: line.absorbed for line in figures.budget},
        settled_at(cycle) is not None,
    )


def _with_opening(newest: Cycle | None, found: dict[Period, Measured]) -> Mapping[Period, Measured]:
    """The cycles, and the opening balances in the quarters in which nothing was measured here."""
    if newest is None:
        return found
    ledger, rules = ledger_of(newest), rules_of(newest)
    opened: dict[Period, dict[str, PeriodAmount]] = {}
    for line in ledger.lines:
        code = line.indicator.code
        for period, part in ledger.history(code, NEWEST, rules).items():
            column = _STANDS_FOR.get(period, period)
            if part.amount is not None and part.is_opening and column in QUARTERS:
                opened.setdefault(column, {})[code] = part.amount
    for period, amounts in opened.items():
        known = found.get(period, Measured())
        found[period] = replace(known, amounts={**amounts, **known.amounts})
    return found


def _whole_year(agency_id: int, year: int) -> Measured:
    """An earlier year by its own measurement, or as of its last quarter."""
    cycles = [
        cycle
        for cycle in _cycles(agency_id, year)
        if Period(cycle.period) in (Period.TW4, Period.YEAR)
    ]
    return _measured(cycles[-1]) if cycles else Measured()


def _renstra_targets(renstra: RenstraVersion | None) -> dict[str, Target]:
    """The targets at the end of the Renstra, by the code of the indicator. One query."""
    if renstra is None:
        return {}
    rows = RenstraTargetRow.objects.filter(
        indicator__renstra_id=renstra.pk, year=renstra.last_year
    ).select_related("indicator")
    found = {row.indicator.code: target_of(row.low, row.high) for row in rows}
    return {code: target for code, target in found.items() if target is not None}
