"""A bare Django page that lists the rows of a form, and a bare POST that writes one row.

What the pages of a unit's form are held against: no frame, no rights but the sign-in, one query.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path
from django.views.decorators.csrf import ensure_csrf_cookie

from ukur.store.models import Attempt, Entry

MIDDLEWARE = [
    "bench.bare.at_bare_addresses",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
"""What `django-admin startproject` puts in, but for the messages."""

_AT = datetime(2026, 1, 5, tzinfo=UTC)
_PAGE = """<!doctype html><html lang="id"><head><title>Rows</title></head><body><h1>Rows</h1>
<table><thead><tr><th>No<th>Code<th>Indicator<th>Unit<th>Target<th>Numerator<th>Denominator
<th>Note</tr></thead><tbody>{% for entry in entries %}<tr><td>{{ forloop.counter }}</td>
<td>{{ entry.line.indicator.code }}</td><td>{{ entry.line.indicator.name }}</td>
<td>{{ entry.line.indicator.unit_text }}</td><td>{{ entry.line.low }}</td>
<td>{{ entry.numerator }}</td><td>{{ entry.denominator }}</td><td>{{ entry.note }}</td>
</tr>{% endfor %}</tbody></table></body></html>"""


def at_bare_addresses(
    answer: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Requests of this client go to the addresses below, without a change of the settings."""

    def answered(request: HttpRequest) -> HttpResponse:
        request.urlconf = "bench.bare"
        return answer(request)

    return answered


@cache
def _template() -> Any:
    return engines["django"].from_string(_PAGE)


@ensure_csrf_cookie
@login_required
def rows(request: HttpRequest, task_id: int) -> HttpResponse:
    """The rows of one form as a table. One query beside the two of the sign-in."""
    entries = Entry.objects.filter(task=task_id).select_related("line__indicator")
    return HttpResponse(_template().render({"entries": entries.order_by("line__order")}, request))


@login_required
def write(request: HttpRequest) -> HttpResponse:
    """One row written. One statement beside the two of the sign-in."""
    Attempt.objects.create(
        at=_AT, account_id=request.user.pk, what=request.POST["text"], code="bare"
    )
    return HttpResponse("kept")


urlpatterns = [
    path("rows/<int:task_id>/", rows),
    path("write/", write),
]
