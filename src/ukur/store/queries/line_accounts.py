"""What the account of a line rests on: the target's version, the rules, what was entered."""

from dataclasses import dataclass, replace
from fractions import Fraction

from ukur.domain.figures.explain import Figure, Inputs, Provenance, SourceRow
from ukur.domain.figures.indicator import Parts, PeriodRule, Target, UnitRule
from ukur.domain.figures.reasons import Reason
from ukur.domain.figures.rollup import Given, RolledUp
from ukur.domain.figures.tracing import periods_steps, units_steps
from ukur.domain.periods import Period
from ukur.store.models import Cycle, FormLine, PlanVersion
from ukur.store.queries.history import (
    History,
    UnitFigures,
    plain_decimal,
    rolled_amount,
    rows_of,
)
from ukur.store.queries.looks import look_of


@dataclass(frozen=True)
class Sources:
    """What one line was made from: what units gave, and what earlier periods of the year did."""

    origin: Provenance
    units: UnitFigures
    history: History


def origin_of(cycle: Cycle) -> Provenance:
    """The version of the plan that the targets of a cycle come from, and its agreement.

    The cycle's `plan__agreement__letter` is loaded.
    """
    plan = cycle.plan
    return Provenance(
        target_version=f"{plan.kind.capitalize()} {plan.year} (versi {plan.number})",
        target_since=plan.in_force_from.isoformat(),
        agreement=_agreement(plan),
    )


def _agreement(plan: PlanVersion) -> str:
    """The Perjanjian Kinerja as papers name it; "" while none was issued from the plan."""
    if not hasattr(plan, "agreement"):
        return ""
    agreed = plan.agreement
    number = f" Nomor {agreed.letter.number}" if agreed.letter else ""
    return f"Perjanjian Kinerja {agreed.kind.capitalize()}{number} ({agreed.dated:%d-%m-%Y})"


def period_inputs(
    line: FormLine, target: Target | None, rolled: RolledUp, sources: Sources
) -> Inputs:
    """Of the figure of the period: the units' entries."""
    value = None if isinstance(rolled.value, Reason) else rolled.value
    return Inputs(
        target,
        value,
        # Of a sum that lacks units, half a division would look like a figure.
        None if value is None else parts_of(rolled),
        line.indicator.factor,
        _source(rolled),
        _provenance(line, sources.origin, _rows(line, sources.units)),
        Figure.ACHIEVEMENT,
        _over_units(line, sources.units) if value is not None else (),
    )


def year_inputs(
    line: FormLine,
    target: Target | None,
    since_january: Fraction | Reason,
    rolled: RolledUp,
    sources: Sources,
) -> Inputs:
    """Of the figure of the year: the entries of its earlier periods, then the period's own."""
    own = period_inputs(line, target, rolled, sources)
    rows = tuple(row for part in sources.history.values() for row in part.rows)
    provenance = replace(own.provenance, rows=(*rows, *own.provenance.rows))
    if isinstance(since_january, Reason):
        return own._replace(
            realization=None, parts=None, provenance=provenance, figure=Figure.YEAR, made=()
        )
    together = _over_periods(line, rolled, sources.history)
    return own._replace(
        realization=since_january,
        parts=None if together else own.parts,
        provenance=provenance,
        figure=Figure.YEAR,
        made=together or own.made,
    )


def parts_of(rolled: RolledUp) -> Parts | None:
    """The agency's own numerator and denominator, where there are any."""
    if rolled.numerator is None or rolled.denominator is None:
        return None
    return Parts(plain_decimal(rolled.numerator), plain_decimal(rolled.denominator))


def _provenance(line: FormLine, origin: Provenance, rows: tuple[SourceRow, ...]) -> Provenance:
    indicator = line.indicator
    return replace(
        origin,
        unit_rule=indicator.unit_rule,
        period_rule=indicator.period_rule,
        entry_basis=indicator.entry_basis,
        rows=rows,
    )


def _rows(line: FormLine, units: UnitFigures) -> tuple[SourceRow, ...]:
    look = look_of(line.indicator, line.cycle.year)
    return rows_of(units, Period(line.cycle.period), look)


def _over_units(line: FormLine, units: UnitFigures) -> tuple[str, ...]:
    given = [figure.entry.amount for figure in units.values() if isinstance(figure.entry, Given)]
    return units_steps(given, UnitRule(line.indicator.unit_rule))


def _over_periods(line: FormLine, rolled: RolledUp, history: History) -> tuple[str, ...]:
    """The steps over periods; none for the year, which is measured as a whole."""
    own = rolled_amount(rolled)
    if own is None or Period(line.cycle.period) is Period.YEAR:
        return ()
    before = [part.amount for part in history.values() if part.amount is not None]
    indicator = line.indicator
    return periods_steps([*before, own], PeriodRule(indicator.period_rule), indicator.factor)


def _source(rolled: RolledUp) -> str:
    return f"{rolled.given}/{rolled.given + rolled.missing + rolled.not_delivered}"
