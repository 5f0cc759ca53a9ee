"""The parts of a workbook package, parsed in slices: none is ever a whole tree in memory.

    package = zip
      xl/workbook.xml              names of the sheets, in order      } small, one slice
      xl/_rels/workbook.xml.rels   where each sheet lies              }
      xl/styles.xml                how numbers are shown              }
      xl/sharedStrings.xml         <si> … </si>  texts of cells       many slices
      xl/worksheets/sheet1.xml     <row> … </row>                     many slices

Each slice is parsed by itself, under the start tag of its part. What stands before it, such as a
declaration of entities, is never parsed; a slice that is no XML is refused.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from xml.etree import ElementTree as ET

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format

MEGABYTE = 1024 * 1024
CHUNK = MEGABYTE
LARGEST_SLICE = 4 * MEGABYTE
"""No row and no text of a cell is as long; what is, was made to fill the memory."""
HEAD = 65_536
"""The start tag of a part stands within so many bytes."""
_MARKS_OF_OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff", b"\x00")
_ENTITIES = (b"<!DOCTYPE", b"<!ENTITY")
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_MERGED = re.compile(
    rb"""<(?:[a-z0-9]{1,9}:)?mergeCell\s+ref=["']([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})["']\s*/?>"""
)
LONGEST_TAG = 200
LONGEST_FORMAT = 255
"""Characters of a number format: no spreadsheet takes more, and to judge more takes hours."""
_ESCAPED = re.compile(r"_x((?!D[89A-F])[0-9A-F]{4})_", re.IGNORECASE)
"""Half a character alone is none, and stays as it is written."""
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding=["']([A-Za-z0-9._-]+)["']""")
_UTF8 = (b"utf-8", b"utf8", b"us-ascii", b"ascii")
_SHEET = "/worksheet"
"""How the kind of a relation to a sheet of cells ends."""


class DamagedPart(ValueError):
    """A part is not what a workbook holds there."""


class Shown(Enum):
    """How the number of a cell is shown."""

    PLAIN = "plain"
    PERCENT = "percent"
    DATE = "date"
    DURATION = "duration"


def local(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]


@dataclass(frozen=True)
class Slice:
    """Some items of a part as they are written, with the tags that stand around them."""

    head: bytes
    items: bytes
    close: bytes

    def tree(self) -> ET.Element:
        """The items as elements below a root."""
        opened = self.head[:-2] + b">" if self.head.endswith(b"/>") else self.head
        # No declaration stands before it, so no entity can swell.
        return ET.fromstring(opened + self.items + self.close)  # noqa: S314


@dataclass(frozen=True)
class Package:
    """An opened workbook, whose sizes were checked before."""

    parts: zipfile.ZipFile

    @cached_property
    def _workbook_path(self) -> str:
        for relation in self._tree("_rels/.rels"):
            if relation.get("Type", "").endswith("/officeDocument"):
                return relation.get("Target", "").lstrip("/")
        raise DamagedPart("no workbook")

    @cached_property
    def _relations(self) -> Mapping[str, tuple[str, str]]:
        """Kind and path of what the workbook refers to, by id."""
        folder, name = posixpath.split(self._workbook_path)
        found = {}
        for relation in self._tree(f"{folder}/_rels/{name}.rels".lstrip("/")):
            target = relation.get("Target", "")
            path = target if target.startswith("/") else posixpath.join(folder, target)
            kind = relation.get("Type", "")
            found[relation.get("Id", "")] = (kind, posixpath.normpath(path).lstrip("/"))
        return found

    @cached_property
    def _workbook(self) -> ET.Element:
        return self._tree(self._workbook_path)

    def sheets(self) -> list[tuple[str, str]]:
        """Title and path of each sheet of cells, in the order of the workbook."""
        found = []
        for sheet in self._workbook.iter():
            if local(sheet.tag) != "sheet":
                continue
            key = next((value for name, value in sheet.items() if local(name) == "id"), "")
            kind, path = self._relations.get(key, ("", ""))
            if kind.endswith(_SHEET):
                found.append((sheet.get("name", ""), path))
        return found

    @cached_property
    def counts_from_1904(self) -> bool:
        settings = (e for e in self._workbook if local(e.tag) == "workbookPr")
        return any(e.get("date1904", "0") in ("1", "true") for e in settings)

    @cached_property
    def strings(self) -> list[str]:
        """The texts that cells share."""
        path = self._path_of("/sharedStrings")
        if path is None:
            return []
        return [text_of(item) for piece in self.slices(path, "si", "sst") for item in piece.tree()]

    @cached_property
    def styles(self) -> list[Shown]:
        """How numbers are shown, by the style of the cell."""
        path = self._path_of("/styles")
        if path is None:
            return []
        root = self._tree(path)
        written = {
            int(entry.get("numFmtId", "-1")): entry.get("formatCode", "")
            for entry in root.iter()
            if local(entry.tag) == "numFmt"
        }
        formats = next((e for e in root if local(e.tag) == "cellXfs"), None)
        return [
            _shown((written.get(number) or BUILTIN_FORMATS.get(number, "General"))[:LONGEST_FORMAT])
            for number in (int(entry.get("numFmtId", "0")) for entry in formats or ())
        ]

    def _path_of(self, kind: str) -> str | None:
        return next((path for of, path in self._relations.values() if of.endswith(kind)), None)

    def _tree(self, path: str) -> ET.Element:
        """A small part as a whole."""
        content = self.parts.read(path)
        if any(mark in content for mark in _ENTITIES) or not _is_utf8(content[:HEAD]):
            raise DamagedPart(path)
        return ET.fromstring(content)  # noqa: S314 - entities were refused above

    def merged(self, path: str, most: int) -> tuple[str, ...]:
        """The ranges of a sheet that are one cell, such as "H12:I12".

        Raises:
            DamagedPart: there are more than `most`.
        """
        found: list[str] = []
        rest = b""
        with self.parts.open(path) as part:
            while more := part.read(CHUNK):
                rest += more
                read = 0
                for tag in _MERGED.finditer(rest):
                    found.append(tag[1].decode("ascii"))
                    read = tag.end()
                # A tag that was cut in two is found with what follows; a whole one only once.
                rest = rest[max(read, rest.rfind(b"<"), len(rest) - LONGEST_TAG) :]
                if len(found) > most:
                    raise DamagedPart(path)
        return tuple(found)

    def slices(self, path: str, item: str, whole: str) -> Iterator[Slice]:
        """The children called `item` of the part, some at a time, each under a root of its own.

        They stand one after the other within `whole` and never within each other, so the text
        can be cut before any of them.

        Raises:
            DamagedPart: the part is not one, ends too early, or has an endless item.
        """
        with self.parts.open(path) as part:
            head, rest = _head(part.read(HEAD), path)
            prefix = _prefix(head)
            start, end = f"<{prefix}{item}".encode(), f"</{prefix}{whole}>".encode()
            close = b"</" + _name(head) + b">"
            while more := part.read(CHUNK):
                rest += more
                cut = _last(rest, start)
                first = _first(rest, start)
                if 0 <= first < cut:
                    yield Slice(head, rest[first:cut], close)
                    rest = rest[cut:]
                elif len(rest) > LARGEST_SLICE:
                    raise DamagedPart(path)
        if not rest.rstrip().endswith(close) and not head.endswith(b"/>"):
            raise DamagedPart(path)
        first = _first(rest, start)
        if first >= 0:
            yield Slice(head, rest[first:].partition(end)[0], close)


def text_of(item: ET.Element) -> str:
    """The text of a shared or inline string: its runs, without reading aids of Asian scripts."""
    texts = []
    for part in item:
        name = local(part.tag)
        if name == "t":
            texts.append(part.text or "")
        elif name == "r":
            texts += [child.text or "" for child in part if local(child.tag) == "t"]
    return unescaped("".join(texts))


def unescaped(text: str) -> str:
    r"""The text behind the marks that a workbook writes for what XML cannot hold.

    >>> unescaped("laporan_x000D_"), unescaped("_x005F_x000D_")
    ('laporan\r', '_x000D_')

    Source: ECMA-376, part 1, 22.9.2.19, ST_Xstring.
    """
    return _ESCAPED.sub(lambda mark: chr(int(mark[1], 16)), text) if "_x" in text else text


def _shown(number_format: str) -> Shown:
    if is_date_format(number_format):
        return Shown.DURATION if is_timedelta_format(number_format) else Shown.DATE
    return Shown.PERCENT if "%" in _LITERAL.sub("", number_format) else Shown.PLAIN


def _is_utf8(start: bytes) -> bool:
    if start.startswith(_MARKS_OF_OTHER_ENCODINGS) or b"\x00" in start[:4]:
        return False
    said = _ENCODING.match(start.removeprefix(b"\xef\xbb\xbf").lstrip())
    return said is None or said[1].lower() in _UTF8


_ROOT = re.compile(rb"<(?![?!])[^<>]*>")


def _head(start: bytes, path: str) -> tuple[bytes, bytes]:
    """The start tag of a part, and what follows it."""
    root = _ROOT.search(start)
    if root is None or not _is_utf8(start) or any(mark in start for mark in _ENTITIES):
        raise DamagedPart(path)
    return root[0], start[root.end() :]


def _name(head: bytes) -> bytes:
    return re.split(rb"[\s/>]", head[1:], maxsplit=1)[0]


def _prefix(head: bytes) -> str:
    """The prefix of the tags of a part, with its colon; mostly there is none."""
    before, colon, _ = _name(head).rpartition(b":")
    return (before + colon).decode("ascii")


def _first(text: bytes, start: bytes) -> int:
    found = [at for mark in (b" ", b">", b"/") if (at := text.find(start + mark)) >= 0]
    return min(found, default=-1)


def _last(text: bytes, start: bytes) -> int:
    return max(text.rfind(start + mark) for mark in (b" ", b">", b"/"))
