"""One table of a TOML file, given out value by value, with all that is wrong noted."""

import re
from typing import TypeGuard

from ukur.domain.refusals import Fact, Problem
from ukur.domain.sop.places import join
from ukur.domain.sop.soundness import nearest

MAX_ENTRIES = 100
"""Of a list that has no limit of its own."""
MAX_TEXT = 2000
"""Characters of one cell."""
MAX_NUMBER = 200
MAX_SHOWN = 80
"""Characters of a wrong value that a problem repeats."""
MAX_UNKNOWN_KEYS = 20
"""More of them in one table are not named."""

_KINDS = {bool: "flag", int: "number", float: "number", str: "text", list: "list", dict: "table"}


class Table:
    """A table at a place of the file; `problems` is shared by all tables of the file.

    A wrong value is noted and given out as an empty one, so that reading goes on and
    finds what else is wrong.
    """

    def __init__(self, values: dict[str, object], where: str, problems: list[Problem]) -> None:
        self._values = values
        self._asked: list[str] = []
        self._problems = problems
        self.where = where

    def note(self, key: str, code: str, **facts: Fact) -> None:
        self._problems.append(Problem(join(self.where, key), code, {"key": shown(key), **facts}))

    def text(self, key: str, default: str | None = None) -> str:
        """A text of visible characters; it may be blank only where there is a default."""
        value = self._value(key, default)
        if value is None or not self._is_text(value, key):
            return ""
        if default is None and not value.strip():
            self.note(key, "empty")
        return value

    def patterned(self, key: str, pattern: re.Pattern[str], code: str) -> str:
        """A text that the pattern matches as a whole."""
        value = self.text(key)
        if value.strip() and not pattern.fullmatch(value):
            self.note(key, code, found=shown(value))
        return value

    def one_of(self, key: str, allowed: tuple[str, ...], code: str) -> str:
        """One of the allowed texts, or the first of them for a wrong one."""
        value = self.text(key)
        if value in allowed:
            return value
        if value.strip():
            self._not_allowed(key, value, allowed, code)
        return allowed[0]

    def some_of(self, key: str, allowed: tuple[str, ...], code: str) -> tuple[str, ...]:
        """Any number of the allowed texts."""
        values = self.texts(key)
        for value in values:
            if value not in allowed:
                self._not_allowed(key, value, allowed, code)
        return values

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts, which may be left out."""
        values = self._list(key, "not_texts", MAX_ENTRIES)
        return tuple(value for value in values if self._is_text(value, key))

    def number(self, key: str, instead: int) -> int:
        """A whole number from 1 on; `instead` for a wrong one."""
        value = self._value(key, None)
        return value if value is not None and self._is_number(value, key) else instead

    def number_or_none(self, key: str) -> int | None:
        """A whole number from 1 on; None where it is left out or wrong."""
        if key not in self._values:
            self._asked.append(key)
            return None
        return self.number(key, instead=0) or None

    def numbers(self, key: str) -> tuple[int, ...]:
        """A list of such numbers, which may be left out."""
        values = self._list(key, "not_numbers", MAX_ENTRIES)
        return tuple(value for value in values if self._is_number(value, key))

    def flag(self, key: str) -> bool:
        """True or false; false where it is left out."""
        value = self._value(key, default=False)
        if not isinstance(value, bool):
            self.note(key, "not_flag", found=shown(value))
        return value is True

    def table(self, key: str) -> "Table | None":
        """The table under the key, or None where it is left out."""
        value = self._value(key, {})
        if not isinstance(value, dict):
            self.note(key, "not_table", found=shown(value))
            return None
        if key not in self._values:
            return None
        return Table(value, join(self.where, key), self._problems)

    def tables(self, key: str, limit: int) -> list["Table"]:
        """The tables in the list under the key, none where it is left out."""
        values = self._list(key, "not_tables", limit)
        tables = [value for value in values if isinstance(value, dict)]
        if len(tables) < len(values):
            self.note(key, "not_tables", found=shown(values))
            return []
        where = join(self.where, key)
        return [
            Table(values, f"{where} {place}", self._problems)
            for place, values in enumerate(tables, start=1)
        ]

    def close(self) -> None:
        """Note the keys of the table that nobody asked for."""
        unknown = [key for key in self._values if key not in self._asked]
        left_out = [key for key in self._asked if key not in self._values]
        for key in unknown[:MAX_UNKNOWN_KEYS]:
            allowed = ", ".join(self._asked)
            near = nearest(key, left_out)
            self.note(key, "unknown_key", found=shown(key), nearest=near, allowed=allowed)

    def _value(self, key: str, default: object) -> object:
        self._asked.append(key)
        if key not in self._values and default is None:
            self.note(key, "missing")
        return self._values.get(key, default)

    def _list(self, key: str, code: str, limit: int) -> list[object]:
        value = self._value(key, [])
        if not isinstance(value, list):
            self.note(key, code, found=shown(value))
            return []
        if len(value) > limit:
            self.note(key, "too_many", found=len(value), limit=limit)
        return value[:limit]

    def _not_allowed(self, key: str, value: str, allowed: tuple[str, ...], code: str) -> None:
        near = nearest(value, allowed)
        self.note(key, code, found=shown(value), nearest=near, allowed=", ".join(allowed))

    def _is_text(self, value: object, key: str) -> TypeGuard[str]:
        if not isinstance(value, str):
            self.note(key, "not_text", found=shown(value))
            return False
        if len(value) > MAX_TEXT:
            self.note(key, "too_long", found=len(value), limit=MAX_TEXT)
            return False
        for position, character in enumerate(value, start=1):
            if not _is_visible(character):
                code_point = f"U+{ord(character):04X}"
                self.note(key, "hidden_character", found=code_point, position=position)
                return False
        return True

    def _is_number(self, value: object, key: str) -> TypeGuard[int]:
        if isinstance(value, bool) or not isinstance(value, int):
            self.note(key, "not_number", found=shown(value))
            return False
        if not 1 <= value <= MAX_NUMBER:
            self.note(key, "number_out_of_range", low=1, high=MAX_NUMBER)
            return False
        return True


def shown(value: object) -> str:
    r"""A found value fit to be shown: a short text as it is, anything else by its kind.

    >>> shown("sekretaris"), shown([1, 2]), shown("\u202ex")
    ('sekretaris', 'list', '�x')
    """
    if not isinstance(value, str):
        return _KINDS.get(type(value), "date")
    text = value if len(value) <= MAX_SHOWN else f"{value[:MAX_SHOWN]}…"
    return "".join(character if _is_visible(character) else "\ufffd" for character in text)


def _is_visible(character: str) -> bool:
    return character.isprintable() or character == "\n"
