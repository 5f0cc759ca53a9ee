"""Where percentages stand in the tables of a page, and which of them lead to no account."""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

FIGURE = re.compile(r"\d")
PERCENT = re.compile(r"(?<![-\w])\d[\d.]*(,\d+)?\s?%")
"""A percentage with its sign; the digits of a code such as IKU-01 are none."""
SPAN = "colspan"


@dataclass
class Box:
    """One cell: its text, and whether it leads to an account or opens one."""

    span: int
    is_head: bool
    text: str = ""
    is_explained: bool = False


@dataclass
class Table:
    rows: list[list[Box]] = field(default_factory=list)

    def unexplained(self) -> list[str]:
        """The figures below a percent sign, or with one of their own, that lead nowhere."""
        percent = {
            at
            for row in self.rows
            if row and all(box.is_head for box in row)
            for at, box in placed(row)
            if "%" in box.text and not FIGURE.search(box.text)
        }
        return [
            box.text.strip()
            for row in self.rows
            for at, box in placed(row)
            if FIGURE.search(box.text)
            and not box.is_explained
            and ((at in percent and not box.is_head) or PERCENT.search(box.text))
        ]


def placed(row: list[Box]) -> list[tuple[int, Box]]:
    """The boxes of a row with the column in which each begins."""
    found, at = [], 0
    for box in row:
        found.append((at, box))
        at += box.span
    return found


class Reader(HTMLParser):
    """Reads the tables of a page; those inside of an account explain themselves."""

    def __init__(self) -> None:
        super().__init__()
        self.tables: list[Table] = []
        self._open: list[str] = []
        self._account: int | None = None
        self._box: Box | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        classes = (told.get("class") or "").split()
        if tag in ("section", "div"):
            self._open.append(tag)
            if "perhitungan" in classes and self._account is None:
                self._account = len(self._open)
        if self._account is not None:
            return
        if tag == "table":
            self.tables.append(Table())
        elif tag == "tr" and self.tables:
            self.tables[-1].rows.append([])
        elif tag in ("td", "th") and self.tables:
            self._box = Box(int(told.get(SPAN) or 1), tag == "th")
            self.tables[-1].rows[-1].append(self._box)
        leads = "data-account" in told or "data-panel" in told
        if self._box is not None and (leads or "jelaskan" in classes):
            self._box.is_explained = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("section", "div") and self._open:
            if self._account == len(self._open):
                self._account = None
            self._open.pop()
        if tag in ("td", "th"):
            self._box = None

    def handle_data(self, data: str) -> None:
        if self._box is not None:
            self._box.text += data


def unexplained(page: str) -> list[str]:
    """The percentages in the tables of a page that neither open nor lead to their account."""
    reader = Reader()
    reader.feed(page)
    return [text for table in reader.tables for text in table.unexplained()]


def percentages(page: str) -> int:
    """How many figures in the tables of a page open or lead to their account."""
    reader = Reader()
    reader.feed(page)
    boxes = (box for table in reader.tables for row in table.rows for box in row)
    return sum(box.is_explained for box in boxes)
