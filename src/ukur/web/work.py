"""What the pages of the steps share: the place, the way on and what holds it."""

from collections.abc import Mapping

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from ukur.domain.people import Actor
from ukur.domain.refusals import NotValid, Problem, Refusal
from ukur.domain.sop.flow import Hold
from ukur.domain.sop.model import Work
from ukur.edge import wording
from ukur.edge.status import status_of
from ukur.edge.who import note_refusal
from ukur.store.queries.inbox import MOST_COUNTED
from ukur.store.queries.work import WorkPlace, work_place
from ukur.usecases.changing import Seen
from ukur.web.refused import by_place, in_words
from ukur.web.standing import mistar_of

_TOLD = "told"
_LONGEST_ID = 9


def place_or_404(cycle_id: int, work: Work, actor: Actor) -> WorkPlace:
    """The step of `work` in the cycle.

    Raises:
        Http404: no such cycle at the actor's agency, or nothing of theirs.
    """
    place = work_place(cycle_id, work, actor)
    if place is None:
        raise Http404
    return place


def seen_on(request: HttpRequest, cycle_id: int) -> Seen:
    """The step and round that the person saw; what is no number was no page of ours."""
    return Seen(
        cycle_id, whole(request.POST.get("step")) or 0, whole(request.POST.get("round")) or 0
    )


def whole(text: str | None) -> int | None:
    """The number of an id or a step in a form, or None."""
    is_number = (
        text is not None and text.isascii() and text.isdecimal() and len(text) <= _LONGEST_ID
    )
    return int(text) if text is not None and is_number else None


def counted(count: int) -> str:
    """A count that goes no further than a page needs: "7", or "99+"."""
    return f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)


def tell(request: HttpRequest, sentence: str) -> None:
    """Keep one sentence about what was done for the next page."""
    request.session[_TOLD] = sentence


def told(request: HttpRequest) -> str:
    """The sentence that was kept, once."""
    sentence: str = request.session.pop(_TOLD, "")
    return sentence


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, object],
    refusal: Refusal | None = None,
) -> HttpResponse:
    """The page, or the same page with what was refused on it and what was typed kept."""
    if refusal is None:
        return render(request, template, {"told": told(request), **context})
    note_refusal(request, refusal)
    answer = {"refused": in_words(refusal), "problems": by_place(refusal), **context}
    return render(request, template, answer, status=status_of(refusal))


def step_context(place: WorkPlace, actor: Actor) -> dict[str, object]:
    """What every page of a step shows."""
    return {
        "place": place,
        "mistar": mistar_of(place.head.id, actor),
        "holds": tuple(hold_words(hold) for hold in place.holds),
    }


def uploaded(request: HttpRequest, field: str = "file") -> tuple[str, bytes]:
    """Name and content of the file in `field`.

    Raises:
        NotValid: there is none.
    """
    file = request.FILES.get(field)
    if not isinstance(file, UploadedFile):
        raise NotValid(problems=(Problem(field, "file_empty"),))
    return file.name or "", file.read()


def hold_words(hold: Hold) -> str:
    """What has to be settled before the step can be left, as a sentence."""
    words = wording.hold_words(hold.code, hold.count)
    return f"{words[:1].upper()}{words[1:]}."
