"""Data value sets of DHIS2, as its export gives them: JSON or CSV.

    {"dataSet": "…", "period": "202609", "orgUnit": "…", "dataValues": [
        {"dataElement": "…", "period": "202609", "orgUnit": "…", "categoryOptionCombo": "…",
         "value": "12", "comment": "…"}]}

    dataelement,period,orgunit,categoryoptioncombo,attributeoptioncombo,value,…

A data element is called as its dimension item is: "element", or "element.combo" where the figure
is broken down. Numbers are plain, with a point. Source: DHIS2 Developer manual, "Data value sets".
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from ukur.adapters.workbook import MOST_BYTES, MOST_ROWS, MOST_TOLD
from ukur.adapters.workbook_cells import cleaned
from ukur.domain.refusals import Fact, NotValid, Problem
from ukur.domain.sheets import Sheet
from ukur.domain.sources import SourceValue

NAMES = {
    "dataelement": "dataElement",
    "period": "period",
    "orgunit": "orgUnit",
    "categoryoptioncombo": "categoryOptionCombo",
    "attributeoptioncombo": "attributeOptionCombo",
    "value": "value",
    "comment": "comment",
    "deleted": "deleted",
}
"""The columns that are read, as the JSON calls them."""
NEEDED = ("dataelement", "period", "orgunit", "value")
NO_COMBO = ("", "HllvX50cXC0", "default")
"""The combination that stands for none. Source: DHIS2 metadata, "default"."""
LONGEST_NAME = 200
LONGEST_VALUE = 80
MEGABYTE = 1024 * 1024
_PLAIN = re.compile(r"-?[0-9]{1,20}(?:\.[0-9]{1,20})?", re.ASCII)
_WORDS = {"true": "ya", "false": "tidak"}
_Raw = Mapping[str, object]


def is_data_values(sheet: Sheet) -> bool:
    """Whether the table has the columns of a data value set."""
    header = [text.replace("_", "").casefold() for text in sheet.rows[0]] if sheet.rows else []
    return all(column in header for column in NEEDED)


def read_data_values(name: str, content: bytes) -> tuple[SourceValue, ...]:
    """The values of a set as JSON; blank and deleted ones are none.

    Raises:
        NotValid: it is no such set, or too large; each value that is none with its place.
    """
    if len(content) > MOST_BYTES:
        raise _refused("workbook_too_large", name, megabytes=MOST_BYTES // MEGABYTE)
    try:
        # Numbers stay as they are written: no float, and no digits without end.
        whole = json.loads(
            content.decode("utf-8-sig"), parse_float=str, parse_int=str, parse_constant=str
        )
    except (ValueError, RecursionError) as error:
        raise _refused("json_unreadable", name) from error
    values = whole.get("dataValues") if isinstance(whole, dict) else None
    if not isinstance(values, list):
        raise _refused("not_data_values", name)
    if len(values) > MOST_ROWS:
        raise _refused("too_many_rows", name, most=MOST_ROWS)
    common = {key: whole.get(key) for key in ("period", "orgUnit", "attributeOptionCombo")}
    numbered = (
        (f"dataValues[{number}]", {**common, **raw} if isinstance(raw, dict) else {})
        for number, raw in enumerate(values)
    )
    return _values(numbered)


def data_values_of(sheet: Sheet) -> tuple[SourceValue, ...]:
    """The values of a set as a table; see `read_data_values`.

    Raises:
        NotValid: each row that is none, with its place.
    """
    header = [text.replace("_", "").casefold() for text in sheet.rows[0]]
    at = {NAMES[name]: header.index(name) for name in NAMES if name in header}
    numbered = (
        (
            f"{sheet.name}, {number}",
            {name: row[index] if index < len(row) else "" for name, index in at.items()},
        )
        for number, row in enumerate(sheet.rows[1:], start=2)
        if any(row)
    )
    return _values(numbered)


def _refused(code: str, where: str, **facts: Fact) -> NotValid:
    return NotValid((Problem(where, code, facts),))


def _values(numbered: Iterator[tuple[str, _Raw]]) -> tuple[SourceValue, ...]:
    problems: list[Problem] = []
    found: list[SourceValue] = []
    for place, raw in numbered:
        texts = {name: _text(raw.get(name)) for name in NAMES.values()}
        if texts["deleted"].casefold() == "true" or not texts["value"]:
            continue
        lacking = [key for key in ("dataElement", "orgUnit", "period") if not texts[key]]
        if lacking or _is_too_long(text for name, text in texts.items() if name != "comment"):
            code = "data_value_incomplete" if lacking else "data_value_too_long"
            problems.append(Problem(place, code, {"column": ", ".join(lacking)}))
            continue
        found.append(
            SourceValue(
                _element(texts),
                texts["orgUnit"],
                texts["period"],
                _figure(texts["value"]),
                place,
                texts["comment"],
            )
        )
    if problems:
        raise NotValid(tuple(problems[:MOST_TOLD]))
    return tuple(found)


def _text(raw: object) -> str:
    """A text of the file; what is none, such as a list, is refused as a figure later."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "true" if raw else "false"
    return cleaned(raw) if isinstance(raw, str) else "?"


def _is_too_long(texts: Iterable[str]) -> bool:
    return any(len(text) > LONGEST_NAME for text in texts)


def _element(texts: Mapping[str, str]) -> str:
    """The element with its combinations, where there are any but the one for none."""
    combo, attribute = texts["categoryOptionCombo"], texts["attributeOptionCombo"]
    named = [texts["dataElement"]]
    if combo not in NO_COMBO or attribute not in NO_COMBO:
        named.append(combo or "default")
    if attribute not in NO_COMBO:
        named.append(attribute)
    return ".".join(named)


def _figure(text: str) -> str:
    """A value in Indonesian notation; what is no plain number stays as it is written."""
    if text in _WORDS:
        return _WORDS[text]
    if not _PLAIN.fullmatch(text):
        return text[:LONGEST_VALUE]
    whole, point, decimals = text.partition(".")
    decimals = decimals.rstrip("0")
    return f"{whole},{decimals}" if point and decimals else whole
