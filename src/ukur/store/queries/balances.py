"""Opening balances: what they are held against, and what is kept."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from ukur.domain.entering import Entered
from ukur.domain.figures.indicator import PeriodRule
from ukur.domain.figures.notation import written_exact
from ukur.domain.figures.showing import Look, cell_text
from ukur.domain.periods import IN_ORDER, Period
from ukur.domain.plan.balances import Ground, KeptBalance, Key, KnownIndicator
from ukur.store.models import (
    AssignmentRow,
    Cycle,
    IndicatorRow,
    OpeningBalanceRow,
    PlanVersion,
)
from ukur.store.queries.looks import look_of
from ukur.store.queries.plans import plan_in_force


@dataclass(frozen=True)
class BalanceVersion:
    """One version of a balance, to be read; `amount` is "–" where it was taken back."""

    number: int
    amount: str
    source: str
    reason: str
    file_name: str
    at: datetime
    by: str


@dataclass(frozen=True)
class ShownBalance:
    """A balance with all its versions, the newest first. `unit` is "" for the whole agency."""

    code: str
    indicator: str
    period: Period
    unit: str
    is_replaced: bool
    """True once a cycle measures the period here: its own figure counts then."""
    versions: tuple[BalanceVersion, ...]

    @property
    def newest(self) -> BalanceVersion:
        return self.versions[0]


@dataclass(frozen=True)
class BalancePage:
    """The balances of a year, and how many are still wanted; no plan, no balances."""

    year: int
    balances: tuple[ShownBalance, ...]
    wanted: int
    has_plan: bool


def balance_ground(agency_id: int, year: int, today: date) -> Ground | None:
    """What the year's balances must fit; None while the year has no plan. Five queries."""
    plan = plan_in_force(agency_id, year, today)
    return None if plan is None else _ground(plan, today)


def balance_page(agency_id: int, year: int, today: date) -> BalancePage:
    """The balances of a year by indicator, period and unit. Seven queries at most."""
    plan = plan_in_force(agency_id, year, today)
    ground = None if plan is None else _ground(plan, today)
    rows = OpeningBalanceRow.objects.filter(agency_id=agency_id, year=year)
    found: dict[tuple[str, Period, str], list[OpeningBalanceRow]] = defaultdict(list)
    for row in rows.select_related("unit", "entered_by").order_by("unit__order", "-number"):
        unit = row.unit.name if row.unit else ""
        found[row.code, Period(row.period), unit].append(row)
    order = {code: at for at, code in enumerate(ground.indicators if ground else ())}
    keys = sorted(
        found, key=lambda key: (order.get(key[0], len(order)), key[0], IN_ORDER.index(key[1]))
    )
    return BalancePage(
        year=year,
        balances=tuple(_shown(key, found[key], ground) for key in keys),
        wanted=len(ground.wanted) if ground else 0,
        has_plan=ground is not None,
    )


def _ground(plan: PlanVersion, today: date) -> Ground:
    units: dict[int, list[str]] = defaultdict(list)
    assigned = AssignmentRow.objects.filter(indicator__plan=plan).order_by(
        "unit__order", "unit__code"
    )
    for indicator_id, code in assigned.values_list("indicator_id", "unit__code"):
        units[indicator_id].append(code)
    rows = IndicatorRow.objects.filter(plan=plan).order_by("order")
    live = Cycle.objects.filter(agency_id=plan.agency_id, year=plan.year, is_live=True)
    return Ground(
        year=plan.year,
        today=today,
        indicators={row.code: _known(row, plan.year, tuple(units[row.pk])) for row in rows},
        measured=frozenset(Period(period) for period in live.values_list("period", flat=True)),
        kept=_kept(plan.agency_id, plan.year),
    )


def _known(row: IndicatorRow, year: int, units: tuple[str, ...]) -> KnownIndicator:
    return KnownIndicator(
        look=look_of(row, year),
        due=tuple(Period(period) for period in row.due_periods),
        periods=PeriodRule(row.period_rule),
        unit_codes=units,
        name=row.name,
        unit_text=row.unit_text,
    )


def _kept(agency_id: int, year: int) -> dict[Key, KeptBalance]:
    rows = OpeningBalanceRow.objects.filter(agency_id=agency_id, year=year)
    found: dict[Key, KeptBalance] = {}
    for row in rows.select_related("unit").order_by("number"):
        key = Key(row.code, Period(row.period), row.unit.code if row.unit else "")
        found[key] = KeptBalance(_figure(row), row.source, row.number)
    return found


def _figure(row: OpeningBalanceRow) -> Entered:
    return Entered(row.value, row.numerator, row.denominator)


def _shown(
    key: tuple[str, Period, str], rows: list[OpeningBalanceRow], ground: Ground | None
) -> ShownBalance:
    code, period, unit = key
    known = ground.indicators.get(code) if ground else None
    return ShownBalance(
        code=code,
        indicator=known.name if known else "",
        period=period,
        unit=unit,
        is_replaced=bool(ground and period in ground.measured),
        versions=tuple(_version(row, known.look if known else None) for row in rows),
    )


def _version(row: OpeningBalanceRow, look: Look | None) -> BalanceVersion:
    return BalanceVersion(
        number=row.number,
        amount=amount_text(_figure(row), look),
        source=row.source,
        reason=row.reason,
        file_name=row.file_name,
        at=row.entered_at,
        by=row.entered_by.name,
    )


def amount_text(figure: Entered, look: Look | None) -> str:
    """A balance's figure to be read: a value, "8 ÷ 10", or "–" for none."""
    if figure.numerator is not None and figure.denominator is not None:
        return f"{written_exact(figure.numerator)} ÷ {written_exact(figure.denominator)}"
    if figure.value is None:
        return "–"
    return cell_text(figure.value, look) if look else written_exact(figure.value)
