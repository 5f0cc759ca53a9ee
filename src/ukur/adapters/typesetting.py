"""Papers as PDF/A-3b and PDF/UA-1, typeset by typst from values, always to the same bytes."""

import base64
import io
import json
import re
import shutil
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import segno
import typst

from ukur.domain.ports import OutsideFailure
from ukur.domain.sop.drawing import FlowStep
from ukur.domain.sop.pages import FlowPage, Measured, flow_pages
from ukur.domain.sop.shapes import Symbol, Way

PAPERS = Path(__file__).parent / "papers"
FONTS = PAPERS / "fonts"
_FILE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
_MEDIA_TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".parquet": "application/vnd.apache.parquet",
    ".toml": "application/toml",
    ".txt": "text/plain",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xml": "application/xml",
}
_STAND_IN = {"\t": " ", "\u2011": "-", "\r": "", "\u00ad": "", "\u200b": "", "\ufeff": ""}
"""Characters of word processors that no font shows, and what is set for them."""

Values = dict[str, Any]


class Typst:
    """Fulfils `ukur.domain.ports.Typesetter`.

    Text is data all the way: it reaches the template as JSON and is shown, never read as
    markup. A character that the fonts cannot draw is printed as its code: [U+1F600].
    """

    def __init__(self, papers: Path = PAPERS) -> None:
        self._papers = papers

    def typeset(
        self, template: str, values: Mapping[str, object], attached: Mapping[str, bytes]
    ) -> bytes:
        """The PDF of a template with the values that `ukur.domain.papers.plain` gave.

        Raises:
            OutsideFailure: the template did not typeset, or warned, or a file to attach
                bears more than a plain file name.
        """
        with TemporaryDirectory(prefix="ukur-paper-") as folder:
            room = Path(folder)
            for source in self._papers.glob("*.typ"):
                shutil.copyfile(source, room / source.name)
            ready = _prepared(room, values, attached)
            try:
                if template == "sop":
                    ready["pages"] = _sop_pages(room, ready)
                return _compiled(room, template, ready)
            except (RuntimeError, typst.TypstWarning) as error:
                raise OutsideFailure("typesetting", f"{template}: {error}") from error


def _compiled(room: Path, template: str, values: Values) -> bytes:
    _write_values(room, values)
    pdf, warnings = typst.compile_with_warnings(
        room / f"{template}.typ",
        root=room,
        font_paths=_fonts(),
        format="pdf",
        pdf_standards=["a-3b", "ua-1"],
        # typst knows whole seconds only
        timestamp=datetime.fromisoformat(values["frame"]["created"]).replace(microsecond=0),
    )
    for warning in warnings:
        raise warning
    return bytes(pdf)


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def _write_values(room: Path, values: Values) -> None:
    (room / "values.json").write_text(json.dumps(values, default=str), "utf-8")


# --- what lies beside the template -----------------------------------------------------


def _prepared(room: Path, values: Mapping[str, object], attached: Mapping[str, bytes]) -> Values:
    """The values for the template; what it reads beside them is put into `room`."""
    ready: Values = {key: _printable(value) for key, value in values.items()}
    frame = ready["frame"]
    frame["attached"] = _put_attachments(room, frame["attached"], attached)
    crest = frame["letterhead"]["crest"]
    if crest is not None:
        (room / f"crest.{crest['format']}").write_bytes(base64.b64decode(crest["content"]))
    if frame["footer"]["verify_url"]:
        (room / "qr.svg").write_bytes(_qr(frame["footer"]["verify_url"]))
    return ready


def _put_attachments(
    room: Path, noted: list[dict[str, str]], attached: Mapping[str, bytes]
) -> list[dict[str, str]]:
    """How the template is to attach each file; a file without a note counts as data."""
    notes = {note["name"]: note for note in noted}
    (room / "attached").mkdir()
    files = []
    for name in sorted(attached):
        if not _FILE_NAME.fullmatch(name):
            raise OutsideFailure("typesetting", f"attachment name {name!r}")
        (room / "attached" / name).write_bytes(attached[name])
        mime = _MEDIA_TYPES.get(Path(name).suffix.lower(), "application/octet-stream")
        note = notes.get(name, {"name": name, "description": name, "relationship": "data"})
        files.append(note | {"mime": mime})
    return files


def _qr(text: str) -> bytes:
    drawing = io.BytesIO()
    segno.make(text, error="m", micro=False).save(drawing, kind="svg", border=1, xmldecl=False)
    return drawing.getvalue()


# --- text that the fonts can draw ------------------------------------------------------


def _printable(value: object) -> object:
    """The same value, with every text in it as the fonts can draw it."""
    if isinstance(value, str):
        composed = unicodedata.normalize("NFC", value)
        return "".join(map(_drawn, composed)).strip("\n")
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_printable(item) for item in value]
    return value


@cache
def _drawn(character: str) -> str:
    if character == "\n" or ord(character) in _coverage():
        return character
    return _STAND_IN.get(character, f"[U+{ord(character):04X}]")


@cache
def _coverage() -> frozenset[int]:
    """The code points that all our fonts draw."""
    spans = (line.split("-") for line in (FONTS / "coverage.txt").read_text("ascii").split())
    return frozenset(
        point for low, high in spans for point in range(int(low, 16), int(high, 16) + 1)
    )


# --- the SOP: words first, then the drawing over them ----------------------------------


def _sop_pages(room: Path, values: Values) -> Values:
    """The pages of the flow table: typst says how tall the rows are, the domain draws."""
    _write_values(room, values)
    found = typst.query(
        room / "sop.typ", "<rows>", field="value", one=True, root=room, font_paths=_fonts()
    )
    told = json.loads(found, parse_float=Decimal, parse_int=Decimal)
    heights = tuple(map(tuple, told.pop("heights")))
    measured = Measured(**told | {"sizes": tuple(told["sizes"]), "heights": heights})
    pages = flow_pages([_flow_step(step) for step in values["flow"]], measured)
    if pages is None:
        raise OutsideFailure("typesetting", "sop: a row is taller than a page")
    return {
        "size": pages.size,
        "header": measured.header,
        "parts": [_page_values(part) for part in pages.parts],
    }


def _flow_step(values: Values) -> FlowStep:
    ways = tuple((Way(way), target, label) for way, target, label in values["ways"])
    return FlowStep(values["number"], values["lead"], tuple(values["joined"]), ways)


def _page_values(part: FlowPage) -> Values:
    symbols = [_symbol_values(symbol) for symbol in part.drawing.symbols]
    values = asdict(part)
    values["drawing"]["symbols"] = symbols
    return values


def _symbol_values(symbol: Symbol) -> Values:
    return asdict(symbol) | {"left": symbol.left, "top": symbol.top, "outline": symbol.outline}
