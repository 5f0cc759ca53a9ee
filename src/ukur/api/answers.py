"""What is answered when something is not done: a code, a sentence, its facts, every problem."""

from collections.abc import Mapping
from dataclasses import asdict, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from pydantic import BaseModel, Field

from ukur.api.shapes import plain_figure
from ukur.domain.refusals import NotValid, Problem, Refusal
from ukur.edge.status import status_of
from ukur.edge.who import note_refusal
from ukur.edge.wording import problem_sentence, sentence

UNKNOWN, TOO_LARGE, TOO_OFTEN, UNAVAILABLE = 404, 413, 429, 503


class ProblemOut(BaseModel):
    """One thing wrong with what was sent."""

    where: str = Field(
        description="The place: a path into the body (`lines.0.value`), or a cell of a line "
        "(`line:12:numerator`).",
        examples=["line:12:numerator"],
    )
    code: str = Field(examples=["figure_not_plain"])
    message: str = Field(description="A sentence in the language of `Accept-Language`.")
    facts: dict[str, Any] = Field(description="What the sentence names, for programs.")


class ErrorOut(BaseModel):
    """Why nothing was done. The codes are stable; the sentences may change."""

    code: str = Field(examples=["task_not_open"])
    message: str = Field(
        description="A sentence in the language of `Accept-Language`: `id` unless `en` is asked."
    )
    facts: dict[str, Any] = Field(examples=[{"state": "submitted", "act": "fill"}])
    problems: list[ProblemOut]


def answers(ok: Any, status: int = 200) -> dict[int, Any]:
    """The answers of an operation: `ok` when it is done, and every way of not doing it."""
    return {status: ok, **dict.fromkeys((401, 403, 404, 409, 413, 422, 429, 503), ErrorOut)}


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The refusal in JSON, with the status of its family; noted as an attempt."""
    note_refusal(request, refusal)
    problems = refusal.problems if isinstance(refusal, NotValid) else ()
    told = ErrorOut(
        code=refusal.code,
        message=sentence(refusal),
        facts={name: _plain(fact) for name, fact in refusal.facts().items() if name != "problems"},
        problems=[_problem(one) for one in problems],
    )
    return in_json(told, status_of(refusal))


def in_json(told: ErrorOut, status: int) -> HttpResponse:
    """An error as an answer."""
    readable = {"ensure_ascii": False}
    return JsonResponse(told.model_dump(mode="json"), status=status, json_dumps_params=readable)


def unspecific(status: int) -> ErrorOut:
    """What is said where no rule of the office has spoken: by the status alone."""
    code, message = {
        400: ("bad_request", _("The request cannot be read.")),
        401: ("key_needed", _("Send a key that holds: Authorization: Bearer ukur_…")),
        404: ("not_found", _("There is nothing here, or it is not yours to see.")),
        405: ("method_not_allowed", _("This address does not know the method.")),
        413: ("too_large", _("This is larger than what is taken. Send it in parts.")),
        429: (
            "too_many_attempts",
            _("Too many keys that open nothing came from your address. Wait, then try again."),
        ),
        503: ("outside_failed", _("A part of the application did not do its work. Try again.")),
    }.get(status, ("failed", _("Something failed here. Nothing was changed.")))
    return ErrorOut(code=code, message=message, facts={}, problems=[])


def _problem(problem: Problem) -> ProblemOut:
    return ProblemOut(
        where=problem.where,
        code=problem.code,
        message=problem_sentence(problem),
        facts={name: _plain(fact) for name, fact in problem.facts.items()},
    )


def _plain(fact: object) -> Any:
    """A fact ready for JSON: figures and moments are text, tuples lists, values their fields."""
    if fact is None or isinstance(fact, bool | int | str):
        return fact
    if is_dataclass(fact) and not isinstance(fact, type):
        fact = asdict(fact)
    if isinstance(fact, Mapping):
        return {str(name): _plain(one) for name, one in fact.items()}
    if isinstance(fact, tuple | list | set | frozenset):
        return [_plain(one) for one in fact]
    if isinstance(fact, Decimal):
        fact = plain_figure(fact)
    return fact.isoformat() if isinstance(fact, date) else str(fact)
