"""Around every page: the headers of a closed house, and refusals as pages."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.views.defaults import page_not_found

from ukur.domain.ports import OutsideFailure
from ukur.domain.refusals import NotValid, Problem, Refusal
from ukur.web.refused import outside_failed, refusal_page, too_large_page

Answer = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
OURS = "X-Ukur"
"""By this header a script tells an answer of ours from that of a network that answers for us."""
ROOM_FOR_FIELDS = 500_000
"""Bytes beside a file; a form of three hundred lines sends its cells along."""
LINGER = 64_000_000
LARGEST_ID = 2**63 - 1
"""No row of any database has a larger one."""
_NUL = "\x00"
_HAVE_THEIR_OWN_JUDGE = "/api/"


class SecurityHeaders:
    """Nothing but our own code runs, nobody frames us, and no signed-in page is kept by a cache."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault(
            "Permissions-Policy", "camera=(), geolocation=(), microphone=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault(OURS, "1")
        if response.headers.get("Content-Type", "").startswith("text/html"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


class ChosenLanguage:
    """Indonesian, until a visitor chooses English: what a browser asks for says little here."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        known = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(known):
            response = self.answer(request)
        response.headers.setdefault("Content-Language", known)
        return response


class Refusals:
    """A refusal that a view lets through becomes a page, and a body too large is not read."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > settings.UPLOAD_LIMIT + ROOM_FOR_FIELDS:
            _discard(request)
            return too_large_page(request)
        return self.answer(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Answer,  # noqa: ARG002 - Django's signature
        args: tuple[object, ...],  # noqa: ARG002 - Django's signature
        named: Mapping[str, object],
    ) -> HttpResponse | None:
        """What no page of ours sends never gets to a table: PostgreSQL fails on a NUL.

        Raises:
            Http404: the address names what cannot be there.
        """
        if any(_is_nowhere(value) for value in named.values()):
            raise Http404
        if not request.path.startswith(_HAVE_THEIR_OWN_JUDGE) and _has_nul(request):
            return refusal_page(request, NotValid((Problem("", "character_refused"),)))
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refusal):
            return refusal_page(request, exception)
        if isinstance(exception, OutsideFailure):
            return outside_failed(request, exception)
        if isinstance(exception, ObjectDoesNotExist):
            # A use case was given the id of a row that is not there, or not at the agency.
            return page_not_found(request, exception)
        return None


def _is_nowhere(value: object) -> bool:
    return value > LARGEST_ID if isinstance(value, int) else _NUL in str(value)


def _has_nul(request: HttpRequest) -> bool:
    return any(
        _NUL in name or any(_NUL in value for value in values)
        for sent in (request.GET, request.POST)
        for name, values in sent.lists()
    )


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _discard(request: HttpRequest) -> None:
    # A connection closed on unread bytes shows the visitor a reset instead of our page.
    left = min(_length(request), LINGER)
    while left > 0 and (chunk := request.read(min(left, 65_536))):
        left -= len(chunk)
