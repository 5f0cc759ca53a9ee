"""On which line of a TOML file a value stands, which `tomllib` does not tell.

A place is written as its keys from the outside in, entries of a list counted from 1:
"version", "step 7, lead", "step 7, decision, no_to".
"""

import re
from collections.abc import Iterator, Mapping
from itertools import accumulate

_PIECE = re.compile(
    r'"""(?:[^"\\]++|\\.|"{1,2}(?!"))*"{3,5}'  # text over several lines
    r"|'''(?:[^']++|'{1,2}(?!'))*'{3,5}"
    r'|"(?:[^"\\\n]++|\\.)*"'  # text
    r"|'[^'\n]*+'"
    r"|\#[^\n]*+"
    r"|\n"
    r"|[\[\]{}=.]"
    r"|[^\s\[\]{}=.\#\"']++",
    re.DOTALL,
)


def join(*keys: str) -> str:
    """The place that the keys lead to."""
    return ", ".join(key for key in keys if key)


def is_deeper(text: str, limit: int) -> bool:
    """Whether brackets stand in brackets, or keys in dotted keys, more than `limit` deep.

    `tomllib` takes time and memory by the square of the depth, so this is asked first.
    """
    depth = dots = 0
    for piece in _pieces(text):
        depth += _deeper(piece)
        if piece == ".":
            dots += 1
        elif piece in "\n=[]{}" or "," in piece:
            dots = 0
        if max(depth, dots) > limit:
            return True
    return False


def lines_of(text: str) -> Mapping[str, int]:
    """The line of each key and table of a valid TOML text, by place.

    Keys inside an inline table have no line of their own; see `line_of`.
    """
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    for line, statement in _statements(text):
        listed = statement[:2] == ["[", "["]
        if statement[0] == "[":
            table = _opened(counts, _keys(statement), listed=listed)
            lines.setdefault(table, line)
        else:
            for key in accumulate(_keys(statement[: statement.index("=")]), join):
                lines.setdefault(join(table, key), line)
    return lines


def line_of(lines: Mapping[str, int], place: str) -> int:
    """The line of the place, or of the nearest table around it, or 1."""
    while place:
        for known in (place, place.rpartition(" ")[0]):
            if known in lines:
                return lines[known]
        place = place.rpartition(", ")[0]
    return 1


def _statements(text: str) -> Iterator[tuple[int, list[str]]]:
    """The headers and assignments, each with the line it begins on."""
    line, begins, depth = 1, 1, 0
    statement: list[str] = []
    for piece in _pieces(text):
        if piece == "\n" and depth == 0 and statement:
            yield begins, statement
            statement = []
        elif piece != "\n" and not piece.startswith("#"):
            begins = begins if statement else line
            statement.append(piece)
            depth += _deeper(piece)
        line += piece.count("\n")
    if statement:
        yield begins, statement


def _pieces(text: str) -> Iterator[str]:
    return (found[0] for found in _PIECE.finditer(text))


def _deeper(piece: str) -> int:
    return (piece in "[{") - (piece in "]}")


def _keys(pieces: list[str]) -> list[str]:
    return [piece.strip("\"'") for piece in pieces if piece not in "[].="]


def _opened(counts: dict[str, int], keys: list[str], *, listed: bool) -> str:
    """The place of the table that a header opens; `[[` opens the next entry of a list."""
    place = ""
    for depth, key in enumerate(keys, start=1):
        place = join(place, key)
        if listed and depth == len(keys):
            counts[place] = counts.get(place, 0) + 1
        if place in counts:
            place = f"{place} {counts[place]}"
    return place
