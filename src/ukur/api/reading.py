"""How bodies are read: strict JSON in UTF-8, without what no honest program sends."""

import json
import re
from typing import Any, NoReturn

from django.http import HttpRequest
from ninja.parser import Parser

from ukur.domain.refusals import NotValid, Problem

MOST_NESTED = 16
NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
"""Control characters but tab and ends of lines, halves of characters, and what is no character."""


class StrictParser(Parser):
    """Reads JSON as text and whole numbers; a number with a point stays what was sent."""

    def parse_body(self, request: HttpRequest) -> Any:
        """The body as lists, mappings and texts.

        Raises:
            NotValid: it is no JSON, too deep, names something twice, or has characters that
                no text has.
        """
        try:
            read = json.loads(
                request.body.decode("utf-8"),
                object_pairs_hook=_once,
                parse_constant=_no_constant,
            )
        except RecursionError:
            raise _refused("json_too_deep") from None
        except ValueError:
            raise _refused("json_unreadable") from None
        _check(read, "", MOST_NESTED)
        return read


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError("no JSON", name)


def _check(value: object, where: str, left: int) -> None:
    if not left:
        raise _refused("json_too_deep", where)
    if isinstance(value, str) and NO_TEXT.search(value):
        raise _refused("character_refused", where)
    if isinstance(value, dict):
        for name, one in value.items():
            _check(name, where, left)
            _check(one, f"{where}.{name}".lstrip("."), left - 1)
    elif isinstance(value, list):
        for at, one in enumerate(value):
            _check(one, f"{where}.{at}".lstrip("."), left - 1)


def _refused(code: str, where: str = "body") -> NotValid:
    return NotValid(problems=(Problem(where or "body", code),))
