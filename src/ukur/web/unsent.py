"""What was typed on a page that is not taken any more, kept so that one press sends it again.

Without a script a form is all that holds what was typed: a session that ended in the meantime, or
somebody who signed in anew in another window, must not cost an operator the figures of an hour.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.csrf import csrf_failure

TOKEN = "csrfmiddlewaretoken"  # noqa: S105  the name of a field
SECRETS = ("password", "token", "secret")
UNKNOWN, OUTDATED = 401, 403


@dataclass(frozen=True)
class Unsent:
    """The fields as they were posted, in their order, and the names of files that came along."""

    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]

    @property
    def typed(self) -> int:
        """How many fields hold something."""
        return sum(1 for _, text in self.fields if text.strip())


def unsent(request: HttpRequest) -> Unsent | None:
    """What was posted, if it may be shown to be sent again.

    None where it did not come from a page of ours, which the browser itself says: a stranger's page
    must not lay words into anybody's hand. None for passwords, and for what programs and scripts
    send: they keep what they have.
    """
    is_ours = request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
    is_page = "text/html" in request.headers.get("Accept", "")
    if request.method != "POST" or not is_ours or not is_page:
        return None
    fields = tuple(
        (name, text)
        for name, texts in request.POST.lists()
        if name != TOKEN
        for text in map(str, texts)
    )
    if not fields or any(secret in name for name, _ in fields for secret in SECRETS):
        return None
    files = tuple(file.name or "" for _, many in request.FILES.lists() for file in many)
    return Unsent(fields, files)


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """403: the page is older than the last sign-in; what was typed on it can be sent again."""
    kept = unsent(request)
    if kept is None:
        return csrf_failure(request, reason)
    return _page(request, kept, OUTDATED)


class SignedIn(LoginRequiredMiddleware):
    """Whoever is not signed in is asked to; a form that they sent is not lost by it."""

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        to_the_door = super().process_view(request, *view)
        kept = None if to_the_door is None else unsent(request)
        return to_the_door if kept is None else _page(request, kept, UNKNOWN)


def _page(request: HttpRequest, kept: Unsent, status: int) -> HttpResponse:
    context = {"kept": kept, "path": request.get_full_path(), "is_unknown": status == UNKNOWN}
    return render(request, "web/unsent.html", context, status=status)
