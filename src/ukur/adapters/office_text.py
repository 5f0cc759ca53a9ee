"""The text inside a workbook or a document, as far as a short look goes."""

import io
import re
import zipfile
import zlib

_PARTS = re.compile(
    r"(xl/(sharedStrings|worksheets/[^/]+)|word/(document|header\d*|footer\d*))\.xml"
)
MOST_BYTES = 4_000_000
"""Unpacked; what lies behind is not looked at, and a zip bomb stays packed."""
_MOST_PARTS = 40


def office_text(content: bytes) -> str:
    """The text of the parts that people write in; "" where it is no such file.

    Nothing is unpacked to disk, and never more than `MOST_BYTES` in all.
    """
    texts, left = [], MOST_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            names = [name for name in packed.namelist() if _PARTS.fullmatch(name)]
            for name in names[:_MOST_PARTS]:
                with packed.open(name) as part:
                    read = part.read(left)
                left -= len(read)
                texts.append(re.sub(r"<[^<>]*>", " ", read.decode("utf-8", "replace")))
                if left <= 0:
                    break
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError):
        return " ".join(texts)
    return " ".join(texts)
