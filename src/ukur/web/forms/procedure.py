"""The form in which an SOP is written, as a browser sends it; kept whatever is typed.

Rows, columns and regulations are counted from 1: "step-3-activity", "lane-2-key",
"basis-1-text". How many of each there are stands in "steps", "lanes" and "bases".
"""

import re
from dataclasses import replace

from django.http import QueryDict

from ukur.domain.sop.editing import NOWHERE, rename_lanes, standard_as_typed
from ukur.domain.sop.entries import MAX_ENTRIES
from ukur.domain.sop.model import Cover, Decision, Lane, LegalBasis, Procedure, Step, Work
from ukur.domain.sop.reading import MAX_LANES, MAX_STEPS
from ukur.web.work import whole

COVER_TEXTS = (
    "government",
    "agency",
    "unit",
    "title",
    "number",
    "created",
    "revised",
    "effective",
    "signatory_title",
    "signatory_name",
    "signatory_nip",
    "warning",
    "records",
)
COVER_LISTS = ("qualifications", "related", "equipment")
_PASTED = {"\t": " ", "\u00a0": " ", "\u200b": "", "\ufeff": "", "\u00ad": ""}
"""What comes along when text is pasted from a document, and what stands for it here."""


def typed_procedure(post: QueryDict, base: Procedure) -> Procedure:
    """The procedure as it was typed, sound or not; its key is that of `base`."""
    lanes = range(1, _count(post, "lanes", MAX_LANES) + 1)
    keys = {_text(post, f"lane-{n}-was"): _text(post, f"lane-{n}-key") for n in lanes}
    procedure = Procedure(
        key=base.key,
        version=_text(post, "version"),
        title=_text(post, "title"),
        cover=_cover(post),
        lanes=tuple(
            Lane(_text(post, f"lane-{n}-key"), _text(post, f"lane-{n}-name")) for n in lanes
        ),
        steps=tuple(_step(post, n) for n in range(1, _count(post, "steps", MAX_STEPS) + 1)),
    )
    return rename_lanes(procedure, {was: now for was, now in keys.items() if was and now})


def _cover(post: QueryDict) -> Cover:
    texts = {name: _text(post, f"cover-{name}") for name in COVER_TEXTS}
    lists = {name: _lines(post, f"cover-{name}") for name in COVER_LISTS}
    bases = (_basis(post, n) for n in range(1, _count(post, "bases", MAX_ENTRIES) + 1))
    kept = tuple(basis for basis in bases if basis != LegalBasis(""))
    return replace(
        Cover(
            government=texts.pop("government"),
            agency=texts.pop("agency"),
            unit=texts.pop("unit"),
            title=texts.pop("title"),
            legal_basis=kept,
        ),
        **texts,  # type: ignore[arg-type]  # the names are those of the cover
        **lists,  # type: ignore[arg-type]  # the names are those of the cover
    )


def _basis(post: QueryDict, n: int) -> LegalBasis:
    return LegalBasis(
        text=_text(post, f"basis-{n}-text"),
        note=_text(post, f"basis-{n}-note"),
        regional=bool(post.get(f"basis-{n}-regional")),
        replaced_by=_text(post, f"basis-{n}-replaced_by"),
    )


def _step(post: QueryDict, n: int) -> Step:
    head = f"step-{n}"
    lead = _text(post, f"{head}-lead")
    joined = (key for key in post.getlist(f"{head}-joined") if key != lead)
    work = post.get(f"{head}-work", "")
    is_sure = bool(post.get(f"{head}-sure"))
    decides = bool(post.get(f"{head}-decides"))
    return Step(
        number=n,
        activity=_text(post, f"{head}-activity"),
        lead=lead,
        joined=tuple(joined),
        work=Work(work) if work in {*Work} else Work.TASK,
        completeness=_text(post, f"{head}-completeness"),
        standard=standard_as_typed(_text(post, f"{head}-standard")),
        output=_text(post, f"{head}-output"),
        note=_text(post, f"{head}-note"),
        decision=_decision(post, head) if decides else None,
        returns=() if decides else _numbers(post, f"{head}-back"),
        inferred=() if is_sure else tuple(post.getlist(f"{head}-inferred")),
    )


def _decision(post: QueryDict, head: str) -> Decision:
    usual = whole(post.get(f"{head}-no_to")) or NOWHERE
    others = (number for number in _numbers(post, f"{head}-back") if number != usual)
    typed = _text(post, f"{head}-max_rounds")
    return Decision(
        yes=_text(post, f"{head}-yes"),
        no=_text(post, f"{head}-no"),
        yes_to=whole(post.get(f"{head}-yes_to")) or NOWHERE,
        no_to=usual,
        no_allowed=(usual, *others),
        max_rounds=(whole(typed) or NOWHERE) if typed else None,
    )


def _count(post: QueryDict, name: str, most: int) -> int:
    # One more than there may be: the check says so, and nothing typed is lost.
    return min(whole(post.get(name)) or 0, most + 1)


def _text(post: QueryDict, name: str) -> str:
    text = post.get(name, "")
    for pasted, plain in _PASTED.items():
        text = text.replace(pasted, plain)
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _lines(post: QueryDict, name: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in _text(post, name).splitlines() if line.strip())


def _numbers(post: QueryDict, name: str) -> tuple[int, ...]:
    """The numbers in a text such as "6, 5"; what is no number is `NOWHERE`, to be mended."""
    pieces = re.split(r"[\s,;]+", _text(post, name).strip(" ,;"))
    return tuple(whole(piece) or NOWHERE for piece in pieces if piece)
