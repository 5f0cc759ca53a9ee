"""Taking rows and texts out of plain values: facts of a journal, papers as they are kept."""

from collections.abc import Mapping

Values = Mapping[str, object]
"""What JSON holds, whatever wrote it."""


def rows_of(values: Values, name: str) -> list[Values]:
    """The list of that name; empty where there is none.

    >>> rows_of({"lines": [{"line": "IKU-01"}, "x"]}, "lines")
    [{'line': 'IKU-01'}]
    """
    found = values.get(name)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def text_of(values: Values, name: str) -> str:
    """The text of that name; empty where there is none."""
    found = values.get(name)
    return found if isinstance(found, str) else ""
