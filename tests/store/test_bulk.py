"""Rows that are inserted at once are the rows that would have been made one by one."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from tests.builders import new_world
from ukur.store.bulk import insert_rows
from ukur.store.models import IndicatorRow, TargetRow

pytestmark = pytest.mark.django_db
FIELDS = ("indicator", "period", "stage", "low", "high")


def kept() -> list[tuple[str, str, Decimal, Decimal | None]]:
    rows = TargetRow.objects.filter(stage="renja").order_by("period")
    return list(rows.values_list("period", "stage", "low", "high"))


def indicator() -> int:
    new_world()
    return IndicatorRow.objects.order_by("pk").values_list("pk", flat=True)[0]


def test_values_are_kept_exactly() -> None:
    key = indicator()
    rows = [
        (key, "TAHUN", "renja", Decimal("123456789.123456"), None),
        (key, "TW1", "renja", Decimal("0.1"), Decimal("0.3")),
    ]
    insert_rows(TargetRow, FIELDS, rows)
    assert kept() == [
        ("TAHUN", "renja", Decimal("123456789.123456"), None),
        ("TW1", "renja", Decimal("0.1"), Decimal("0.3")),
    ]


def test_the_rules_of_the_table_hold() -> None:
    key = indicator()
    row = (key, "TW1", "renja", Decimal(1), None)
    with pytest.raises(IntegrityError), transaction.atomic():
        insert_rows(TargetRow, FIELDS, [row, row])
    assert kept() == []


@pytest.mark.parametrize("rows", [[], ()])
def test_no_rows_are_no_work(rows: Sequence[Sequence[str]]) -> None:
    insert_rows(TargetRow, FIELDS, rows)
    assert TargetRow.objects.count() == 0
