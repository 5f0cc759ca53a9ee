"""The pages of a package that open without the program: its index, and how to verify it.

Like the papers they are written in Indonesian, whatever the language of whoever seals the package.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.template import Context, Engine, Template

from ukur.domain import archive
from ukur.domain.package import PackageSummary
from ukur.edge.archive_criteria import CRITERIA, Criterion

_TEMPLATES = Path(__file__).parent / "templates" / "edge"


@dataclass(frozen=True)
class Answer:
    """A criterion with the files of this package that answer it."""

    criterion: Criterion
    names: tuple[str, ...]


def index_html(summary: PackageSummary) -> str:
    """The index as a page that stands alone: no scripts, nothing fetched, links inside only."""
    page = _template("archive_index.html").render(
        Context(
            {
                "package": summary,
                "answers": answers(file.name for file in summary.files),
                "how_to_verify": archive.HOW_TO_VERIFY,
                "paper": archive.PAPER,
            }
        )
    )
    return str(page)


def how_to_verify(agency: str) -> str:
    """The text that says how to check the package with common programs."""
    page = _template("archive_verify.txt").render(Context({"agency": agency}, autoescape=False))
    return str(page)


def answers(names: Iterable[str]) -> tuple[Answer, ...]:
    """Every criterion with the files that are there to answer it."""
    present = sorted(names)
    return tuple(
        Answer(
            criterion,
            tuple(
                wanted
                for wanted in criterion.answered_by
                if any(name == wanted or _is_below(name, wanted) for name in present)
            ),
        )
        for criterion in CRITERIA
    )


def _is_below(name: str, folder: str) -> bool:
    return folder.endswith("/") and name.startswith(folder)


@cache
def _template(name: str) -> Template:
    # An engine of its own: the pages of a package know nothing of the program's settings.
    engine = Engine(dirs=[str(_TEMPLATES)], autoescape=True)
    return engine.get_template(name)
