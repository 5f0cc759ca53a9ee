"""A database that has been in use for years: its ids have six digits.

An id stands in thousands of links of a large page, so the bytes of a page depend on how long ids
are, and on a server they grow with every test that ran before.
"""

from django.apps import apps
from django.db import connection, models

YEARS_OF_ROWS = 100_000
"""Rows of each table that were written before. A cycle of 40 units and 300 indicators, each
quarter for eight years, freezes that many lines."""


def age() -> None:
    """Let every table go on with ids of six digits."""
    with connection.cursor() as cursor:
        for model in apps.get_models():
            key = model._meta.pk
            if not isinstance(key, models.AutoField):
                continue
            table = model._meta.db_table
            if connection.vendor == "postgresql":
                # never back: stories that are put back bring their ids along
                cursor.execute(
                    "SELECT setval(name, GREATEST(nextval(name), %s))"
                    " FROM (SELECT pg_get_serial_sequence(%s, %s) AS name) AS sequence",
                    [YEARS_OF_ROWS, table, key.column],
                )
            else:
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute(
                    "INSERT INTO sqlite_sequence VALUES (%s, %s)", [table, YEARS_OF_ROWS]
                )
