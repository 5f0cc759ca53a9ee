"""Around every answer at /api/: its language, its size, its form, and that nobody keeps it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

from ukur.api.answers import TOO_LARGE, in_json, unspecific

HOME = "/api/"
ROOM_FOR_FIELDS = 65_536
LINGER = 64_000_000
LEAST_ERROR = 400


class ApiFrame:
    """Every answer at /api/ is JSON or a file, an error too, and no cache keeps it.

    The language is the one that `Accept-Language` asks for, without that Indonesian.
    """

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(HOME):
            return self.answer(request)
        language = translation.get_language_from_request(request)
        with translation.override(language):
            response = self._answered(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["Content-Language"] = language
        patch_vary_headers(response, ["Accept-Language", "Authorization"])
        return response

    def _answered(self, request: HttpRequest) -> HttpResponse:
        if _length(request) > _most(request):
            _discard(request)
            return in_json(unspecific(TOO_LARGE), TOO_LARGE)
        response = self.answer(request)
        is_json = response.headers.get("Content-Type", "").startswith("application/json")
        if response.status_code < LEAST_ERROR or is_json:
            return response
        said = in_json(unspecific(response.status_code), response.status_code)
        if "Allow" in response.headers:
            said.headers["Allow"] = response.headers["Allow"]
        return said


def _most(request: HttpRequest) -> int:
    """So many bytes are taken: of a form with a file more than of JSON."""
    if (request.content_type or "").startswith("multipart/"):
        return int(settings.UPLOAD_LIMIT) + ROOM_FOR_FIELDS
    return int(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _discard(request: HttpRequest) -> None:
    # A connection closed on unread bytes shows the program a reset instead of our answer.
    left = min(_length(request), LINGER)
    while left > 0 and (chunk := request.read(min(left, ROOM_FOR_FIELDS))):
        left -= len(chunk)
