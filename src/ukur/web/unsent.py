"""What was typed on a page that is not taken any more, kept so that one press sends it again.

Without a script a form is all that holds what was typed: a session that ended in the meantime, or
somebody who signed in anew in another window, must not cost an operator the figures of an hour.

A page says of itself that it is handed back (`hands_back`): one that takes a password or the
passphrase of a seal never is, nor one that nobody thought of.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.views.csrf import csrf_failure

TOKEN = "csrfmiddlewaretoken"  # noqa: S105  the name of a field
UNKNOWN, OUTDATED = 401, 403
View = TypeVar("View", bound=Callable[..., HttpResponse])


@dataclass(frozen=True)
class Unsent:
    """The fields as they were posted, in their order, and the names of files that came along."""

    fields: tuple[tuple[str, str], ...]
    files: tuple[str, ...]

    @property
    def typed(self) -> int:
        """How many fields hold something."""
        return sum(1 for _, text in self.fields if text.strip())


def hands_back(view: View) -> View:
    """The view, whose forms take words and figures and no secret: what is typed there is kept."""
    view.__dict__["hands_back"] = True
    return view


def unsent(request: HttpRequest) -> Unsent | None:
    """What was posted, if it may be shown to be sent again.

    None where it did not come from a page of ours, which the browser itself says: a stranger's page
    must not lay words into anybody's hand. None for what programs and scripts send, which keep what
    they have, and for pages that are not marked by `hands_back`.
    """
    found = request.resolver_match
    is_marked = found is not None and hasattr(found.func, "hands_back")
    is_ours = request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
    is_page = "text/html" in request.headers.get("Accept", "")
    if request.method != "POST" or not (is_marked and is_ours and is_page):
        return None
    fields = tuple(
        (name, text)
        for name, texts in request.POST.lists()
        if name != TOKEN
        for text in map(str, texts)
    )
    if not any(text.strip() for _, text in fields):
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
    """Whoever is not signed in is asked to; a form that they sent is not lost by it.

    A script is told by a status: of a redirect it could not say whether it was ours.
    """

    def process_view(self, request: HttpRequest, *view: Any) -> HttpResponseBase | None:
        to_the_door = super().process_view(request, *view)
        if to_the_door is None:
            return None
        if request.accepts("application/json") and not request.accepts("text/html"):
            return JsonResponse({"code": "signed_out"}, status=UNKNOWN)
        kept = unsent(request)
        return to_the_door if kept is None else _page(request, kept, UNKNOWN)


def _page(request: HttpRequest, kept: Unsent, status: int) -> HttpResponse:
    context = {"kept": kept, "path": request.get_full_path(), "is_unknown": status == UNKNOWN}
    return render(request, "web/unsent.html", context, status=status)
