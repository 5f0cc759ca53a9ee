"""Pages for what is refused or fails: what was refused, why, and the way on."""

from dataclasses import dataclass

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views import defaults

from ukur.domain.ports import OutsideFailure
from ukur.domain.refusals import NotAllowed, NotValid, Refusal
from ukur.edge.status import status_of
from ukur.edge.who import note_refusal
from ukur.edge.wording import problem_sentence, sentence

TOO_LARGE = 413
UNAVAILABLE = 503


@dataclass(frozen=True)
class Refused:
    """A refusal in words: one sentence, and a line for every problem of an input."""

    sentence: str
    lines: tuple[str, ...] = ()


def in_words(refusal: Refusal) -> Refused:
    """The refusal as `_refusal.html` shows it."""
    problems = refusal.problems if type(refusal) is NotValid else ()
    return Refused(sentence(refusal), tuple(problem_sentence(problem) for problem in problems))


def by_place(refusal: Refusal) -> dict[str, str]:
    """The sentence of each problem by the place it names, for the fields of a form."""
    problems = refusal.problems if isinstance(refusal, NotValid) else ()
    return {problem.where: problem_sentence(problem) for problem in problems}


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal as a page, or as a piece of one for htmx; noted as an attempt."""
    note_refusal(request, refusal)
    status = status_of(refusal)
    if request.headers.get("HX-Request"):
        context = {"refusal": in_words(refusal)}
        return render(request, "web/_refusal.html", context, status=status)
    heading = (
        _("This is not yours to do") if isinstance(refusal, NotAllowed) else _("Not possible now")
    )
    return state_page(request, heading, in_words(refusal), status)


def too_large_page(request: HttpRequest) -> HttpResponse:
    """413: the file was not taken."""
    words = Refused(
        _("The file is larger than 10 MB and was not taken."),
        (
            _("Make it smaller, or split it into several files, and send it again."),
            _("What you typed before is still on the page before this one."),
        ),
    )
    return state_page(request, _("The file is too large"), words, TOO_LARGE)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400; or 413 where it was a file that grew beyond the limit while it was read."""
    if isinstance(exception, RequestDataTooBig):
        return too_large_page(request)
    return defaults.bad_request(request, exception)


def outside_failed(request: HttpRequest, failure: OutsideFailure) -> HttpResponse:
    """503: a part outside did not answer; nothing was changed."""
    words = Refused(
        _("A part of the application did not do its work (%(service)s). Nothing was changed.")
        % {"service": failure.service},
        (_("Try again in a few minutes. If it stays so, tell the keeper of the application."),),
    )
    return state_page(request, _("Cannot be done right now"), words, UNAVAILABLE)


def state_page(request: HttpRequest, heading: str, words: Refused, status: int) -> HttpResponse:
    """One fact and the way on."""
    context = {"heading": heading, "refusal": words}
    return render(request, "web/state.html", context, status=status)
