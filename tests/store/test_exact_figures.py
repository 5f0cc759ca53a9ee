"""Every figure comes out of the database as it went in, to the last of its digits."""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from importlib import import_module
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import DataError, IntegrityError, connection, models, transaction
from django.db.migrations import AlterField
from django.db.models import Sum
from django.db.utils import ConnectionHandler
from hypothesis import given
from hypothesis import strategies as st

import ukur
from tests.builders import World, cycle_at, filled, new_world
from tests.store.before import migrated, newest, state_at
from ukur.store.bulk import insert_rows
from ukur.store.exact import ExactDecimalField
from ukur.store.models import (
    Account,
    BudgetEntry,
    BudgetLine,
    Entry,
    EntryCorrectionRow,
    FormLine,
    Goal,
    IndicatorRow,
    OpeningBalanceRow,
    RenstraGoalRow,
    RenstraIndicatorRow,
    RenstraTargetRow,
    RenstraVersion,
    TargetRow,
    Unit,
    UnitTargetRow,
)

pytestmark = pytest.mark.django_db

WHOLE_BUDGET = Decimal("12345678901234.123456")
HARD = (
    WHOLE_BUDGET,
    -WHOLE_BUDGET,
    Decimal("99999999999999.999999"),
    Decimal("0.000001"),
    Decimal("-0.000001"),
    Decimal(12345678901234),
    Decimal("90071992547409.93"),
    Decimal(0),
)
KEEPERS = (
    BudgetEntry,
    BudgetLine,
    Entry,
    EntryCorrectionRow,
    FormLine,
    Goal,
    IndicatorRow,
    OpeningBalanceRow,
    RenstraTargetRow,
    TargetRow,
    UnitTargetRow,
)
"""The tables that keep figures."""


def figures(model: type[models.Model]) -> list[ExactDecimalField[object, object]]:
    return [field for field in model._meta.fields if isinstance(field, ExactDecimalField)]


def own_models() -> list[type[models.Model]]:
    return list(apps.get_app_config("store").get_models())


def with_every_figure() -> World:
    """An agency that has a row in each of the tables that keep figures."""
    world = new_world()
    filled(world, cycle_at(world, 4).cycle_id, "PKM-01")
    who, at = Account.objects.order_by("pk")[0], world.clock.now()
    indicator, unit = IndicatorRow.objects.order_by("pk")[0], Unit.objects.order_by("pk")[0]
    UnitTargetRow.objects.create(indicator=indicator, unit=unit, period="TW1", low=Decimal(1))
    EntryCorrectionRow.objects.create(
        entry=Entry.objects.order_by("pk")[0],
        number=1,
        reason="salah ketik",
        reported_on=date(2026, 4, 30),
        at=at,
        by=who,
    )
    OpeningBalanceRow.objects.create(
        agency_id=world.agency_id,
        year=2026,
        period="TW1",
        code=indicator.code,
        number=1,
        entered_at=at,
        entered_by=who,
    )
    renstra = RenstraVersion.objects.create(
        agency_id=world.agency_id, first_year=2025, last_year=2029, number=1, imported_at=at
    )
    goal = RenstraGoalRow.objects.create(renstra=renstra, code="S1", text="Sehat", order=1)
    row = RenstraIndicatorRow.objects.create(renstra=renstra, goal=goal, code="I1", order=1)
    RenstraTargetRow.objects.create(indicator=row, year=2026, low=Decimal(1))
    return world


def kept(field: ExactDecimalField[object, object], value: Decimal) -> Decimal:
    """The value after it was written into one row of the table of `field`, and read again."""
    rows: models.QuerySet[models.Model] = models.QuerySet(field.model)
    row = rows.order_by("pk")[0]
    setattr(row, field.attname, value)
    row.save(update_fields=[field.attname])
    found: Decimal = rows.values_list(field.attname, flat=True).get(pk=row.pk)
    row.refresh_from_db()
    assert str(getattr(row, field.attname)) == str(found)
    return found


def test_no_column_of_ours_is_a_plain_decimal() -> None:
    inexact = [
        f"{model.__name__}.{field.name}"
        for model in own_models()
        for field in model._meta.fields
        if isinstance(field, (models.DecimalField, models.FloatField))
        and not isinstance(field, ExactDecimalField)
    ]
    assert inexact == []


def test_these_are_the_tables_that_keep_figures() -> None:
    assert {model for model in own_models() if figures(model)} == set(KEEPERS)


@pytest.mark.parametrize("model", KEEPERS, ids=lambda model: model.__name__)
def test_every_figure_survives(model: type[models.Model]) -> None:
    with_every_figure()
    for field in figures(model):
        hard = HARD if field.name != "weight" else (Decimal("0.0001"), Decimal("99999.9999"))
        for value in hard:
            found = kept(field, value)
            assert (found, found.as_tuple().exponent) == (value, -(field.decimal_places or 0))


def test_any_figure_of_twenty_digits_survives() -> None:
    with_every_figure()
    columns = [field for model in (Entry, BudgetEntry, TargetRow) for field in figures(model)]

    @given(st.sampled_from(columns), st.integers(1 - 10**20, 10**20 - 1))
    def holds(field: ExactDecimalField[object, object], millionths: int) -> None:
        value = Decimal(millionths).scaleb(-6)
        assert kept(field, value) == value

    holds()


def test_rows_inserted_at_once_survive_too() -> None:
    new_world()
    key = IndicatorRow.objects.order_by("pk")[0].pk
    periods = [f"P{number}" for number in range(len(HARD))]
    rows = [(key, p, "renja", value, None) for p, value in zip(periods, HARD, strict=True)]
    insert_rows(TargetRow, ("indicator", "period", "stage", "low", "high"), rows)
    again = [
        TargetRow(indicator_id=key, period=p, stage="lagi", low=value)
        for p, value in zip(periods, HARD, strict=True)
    ]
    TargetRow.objects.bulk_create(again)
    for stage in ("renja", "lagi"):
        found = TargetRow.objects.filter(stage=stage, period__in=periods).order_by("period")
        assert tuple(found.values_list("low", flat=True)) == HARD


def test_more_decimals_than_the_column_has_are_rounded_half_up_on_both_databases() -> None:
    with_every_figure()
    field = figures(BudgetLine)[0]
    assert kept(field, Decimal("0.0000005")) == Decimal("0.000001")
    assert kept(field, Decimal("-0.0000025")) == Decimal("-0.000003")
    assert str(kept(field, Decimal("-0.0000001"))) == "0.000000"


def test_a_figure_that_does_not_fit_is_refused_on_both_databases() -> None:
    with_every_figure()
    with pytest.raises(DataError), transaction.atomic():
        kept(figures(BudgetLine)[0], Decimal(100000000000000))


def test_a_figure_is_found_by_its_value_however_it_is_written() -> None:
    with_every_figure()
    line = BudgetLine.objects.order_by("pk")[0]
    BudgetLine.objects.filter(pk=line.pk).update(ceiling=Decimal("1.50"))
    assert BudgetLine.objects.filter(pk=line.pk, ceiling=Decimal("1.5")).exists()


@pytest.mark.parametrize("weight", ["0", "-0.0001", "-1"])
def test_a_weight_that_is_not_above_zero_is_refused(weight: str) -> None:
    with_every_figure()
    for model in (Goal, IndicatorRow):
        with pytest.raises(IntegrityError), transaction.atomic():
            kept(figures(model)[0], Decimal(weight))


# --- what the database may not do with figures ---------------------------------------------

ORDERING = {"order_by", "distinct", "F", "Sum", "Avg", "Max", "Min", "StdDev", "Variance"}
COMPARING = ("gt", "gte", "lt", "lte", "range")
ABOVE_ZERO = ["models/plan.py weight__gt", "models/plan.py weight__gt"]
"""What text may be asked as well: both weights are held above zero by their tables."""


def asked_of_the_database() -> Iterator[str]:
    """Where the program orders, adds or compares by a name that some figure has."""
    names = {field.name for model in KEEPERS for field in figures(model)}
    store, usecases = (Path(ukur.__path__[0]) / name for name in ("store", "usecases"))
    for path in sorted([*store.rglob("*.py"), *usecases.rglob("*.py")]):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call) or "migrations" in path.parts:
                continue
            called = call.func.attr if isinstance(call.func, ast.Attribute) else call.func
            word = called.id if isinstance(called, ast.Name) else called
            asked = [
                str(given.value)
                for given in call.args
                if word in ORDERING and isinstance(given, ast.Constant)
            ]
            compared = [key.arg for key in call.keywords if key.arg and key.arg.endswith(COMPARING)]
            for text in (*asked, *compared):
                if names & set(text.removeprefix("-").split("__")):
                    yield f"{path.parent.name}/{path.name} {text}"


def test_figures_are_compared_and_added_in_python_only() -> None:
    assert list(asked_of_the_database()) == ABOVE_ZERO


def test_a_sum_made_by_sqlite_is_refused_not_rounded() -> None:
    with_every_figure()
    BudgetLine.objects.update(ceiling=WHOLE_BUDGET)
    total = WHOLE_BUDGET * BudgetLine.objects.count()
    if connection.vendor == "sqlite":
        with pytest.raises(TypeError):
            BudgetLine.objects.aggregate(total=Sum("ceiling"))
    else:
        assert BudgetLine.objects.aggregate(total=Sum("ceiling"))["total"] == total


# --- data that was there before ------------------------------------------------------------

BEFORE, SINCE = "0008_staged_table_has_a_purpose", "0009_exact_figures"
MIGRATION: Any = import_module(f"ukur.store.migrations.{SINCE}")
OLD = (
    "0.1",
    "-0.000001",
    "12345678901234",
    "1234567890123.125",
    "123456789012.0625",
    "12345678901234.123456",
    "1234567890.123456",
    "99999999999999",
    "-7.5",
    "0",
    "1e-06",
)


@contextmanager
def tables_of_before() -> Iterator[list[type[models.Model]]]:
    """The tables as they were before figures were exact; afterwards they are as they are now."""
    migrated(BEFORE)
    try:
        state = state_at(BEFORE)
        yield [state.apps.get_model("store", name) for name in MIGRATION.FIGURES]
    finally:
        migrated(newest())


def old_columns(model: type[models.Model]) -> tuple[str, ...]:
    columns: tuple[str, ...] = MIGRATION.FIGURES[model._meta.model_name]
    return columns


def texts_in(model: type[models.Model]) -> list[tuple[str, ...]]:
    """The figures of a table as the program reads them, digit by digit."""
    rows: models.QuerySet[models.Model] = models.QuerySet(model)
    values = rows.order_by("pk").values_list("pk", *old_columns(model))
    return [tuple(map(str, row)) for row in values]


@pytest.mark.django_db(transaction=True)
def test_figures_that_were_there_are_read_as_before() -> None:
    with_every_figure()
    with tables_of_before() as old:
        values = cycle(map(Decimal, OLD))
        for model in old:
            before_it: models.QuerySet[models.Model] = models.QuerySet(model)
            for row in before_it.order_by("pk"):
                for column in old_columns(model):
                    weight = column == "weight"
                    setattr(row, column, Decimal("0.3333") if weight else next(values))
                row.save()
        before = {model.__name__: texts_in(model) for model in old}
    now = {name: apps.get_model("store", name) for name in before}
    assert {name: texts_in(model) for name, model in now.items()} == before
    for model in now.values():
        rows: models.QuerySet[models.Model] = models.QuerySet(model)
        for kept_now in rows.values("pk", *old_columns(model)):
            assert rows.filter(**kept_now).exists(), "kept in another notation"


def test_the_migration_carries_over_every_column_that_it_changes() -> None:
    altered = {
        (change.model_name, change.name)
        for change in MIGRATION.Migration.operations
        if isinstance(change, AlterField)
    }
    assert altered == {(name, one) for name, some in MIGRATION.FIGURES.items() for one in some}


def test_the_migration_changes_nothing_on_postgresql() -> None:
    state = state_at(BEFORE)
    address = {"ENGINE": "django.db.backends.postgresql", "NAME": "nowhere"}
    elsewhere = ConnectionHandler({"default": address})["default"]
    migration = MIGRATION.Migration(SINCE, "store")
    editor = elsewhere.schema_editor(collect_sql=True, atomic=False)
    with editor:
        migration.apply(state, editor, collect_sql=True)
    assert [line for line in editor.collected_sql if not line.startswith("--")] == []
