"""PDFs as the tests read them: set, taken apart by command line tools, and measured."""

import re
import subprocess
from collections.abc import Mapping

from ukur.adapters.typesetting import Typst
from ukur.domain.papers import Paper, plain
from ukur.domain.ports import Typesetter

TYPESETTER: Typesetter = Typst()
HOSTILE = (
    "#let x = 1 $a$ \\ <script>alert('x')</script> *b* _c_ @ref `r` [k] // c \u202e 😀\n"
    "baris kedua\t" + "Pertanggungjawabanpelaksanaananggaran" * 4
)
LONG = "Meningkatnya derajat kesehatan masyarakat melalui upaya yang panjang " * 9


def typeset(paper: Paper, attached: Mapping[str, bytes] | None = None) -> bytes:
    return TYPESETTER.typeset(paper.template, plain(paper), attached or {})


def output(tool: str, *arguments: str, pdf: bytes) -> str:
    """What a command line tool says about a PDF given on its standard input."""
    done = subprocess.run([tool, *arguments], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def text(pdf: bytes) -> str:
    return output("pdftotext", "-layout", "-enc", "UTF-8", "-", "-", pdf=pdf)


def lines(pdf: bytes) -> str:
    """The words line by line, without the spaces that place them, which differ by version."""
    pages = text(pdf).split("\f")
    return "\f\n".join(
        "".join(f"{' '.join(line.split())}\n" for line in page.splitlines() if line.strip())
        for page in pages
    )


def squeezed(pdf: bytes) -> str:
    """The words of a PDF without the breaks that narrow columns put into them."""
    return re.sub(r"[\s\u200b]", "", output("pdftotext", "-raw", "-", "-", pdf=pdf))


def assert_nothing_leaves_the_page(pdf: bytes) -> None:
    """Every word lies inside its page, where any printer prints."""
    boxes = output("pdftotext", "-bbox", "-", "-", pdf=pdf)
    for page in boxes.split("<page ")[1:]:
        width, height = map(float, re.findall(r'(?:width|height)="([\d.]+)"', page)[:2])
        for found in re.findall(r'xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)"', page):
            left, top, right, bottom = map(float, found)
            assert left > 25
            assert top > 8
            assert right < width - 25
            assert bottom < height - 8
