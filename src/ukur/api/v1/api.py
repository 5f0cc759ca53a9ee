"""Version 1: its operations, how it is described, and how refusals leave it."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from ninja.renderers import JSONRenderer

from ukur.api.answers import (
    TOO_LARGE,
    TOO_OFTEN,
    UNAVAILABLE,
    UNKNOWN,
    in_json,
    refused,
    unspecific,
)
from ukur.api.keys import ApiKey, TooManyKnocks
from ukur.api.reading import StrictParser
from ukur.api.v1 import (
    beside,
    clocks,
    collect,
    cycles,
    desk,
    disposing,
    drafting,
    evaluating,
    evidence,
    exceptions,
    exports,
    files,
    forming,
    handing_in,
    late_figures,
    league,
    notices,
    remarks,
    runs,
    sources,
    steps,
    verify,
)
from ukur.domain.ports import OutsideFailure
from ukur.domain.refusals import Fact, NotValid, Problem, Refusal

DESCRIPTION = """
What people do on the pages of Ukur, a program does here: the same rules, the same refusals.

**Key.** Send `Authorization: Bearer ukur_…`. A person makes the key on the page "Kunci API"; it
carries that person's duties, or only those at one unit. Nothing else signs a program in.

**Figures** are text in plain decimal notation, `"1234.5"`, in requests and answers, so that no
digit is lost on the way. A JSON number in the place of a figure is refused
(`figure_as_number`). Texts meant for people, such as those in `explanation`, are in Indonesian
notation.

**Moments** are ISO 8601 in UTC. **Errors** have a stable `code`, a `message` in the language of
`Accept-Language` (`id`, or `en`), `facts`, and `problems` with the place of each.

**Again.** Saving what is kept already changes nothing and leaves no trace, so a request whose
answer was lost may be sent again. Say what you saw (`seen`, `seen_version`, `round`) and nobody is
written over: 409 tells what happened in between.

**Not here:** signing and sealing, which a person does with a passphrase that no program shall
hold; plans, accounts and the office's calendar; and the sessions of a browser.
"""
CONTROLS = {"figure_as_number", "character_refused"}
SHAPES = {
    "missing": "field_missing",
    "extra_forbidden": "field_unknown",
    "string_too_long": "text_too_long",
    "greater_than_equal": "value_out_of_bounds",
    "less_than_equal": "value_out_of_bounds",
    "int_parsing_size": "value_out_of_bounds",
    "too_long": "value_out_of_bounds",
    "too_short": "value_out_of_bounds",
}
"""How what pydantic finds is called here; everything else is "shape_wrong"."""


class Readable(JSONRenderer):
    """JSON in which words of any writing stand as they are."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


class Version1(NinjaAPI):
    """Names operations by their functions, and describes itself once."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        return operation.view_func.__name__

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        return _described(path_prefix or self.get_root_path(path_params or {}))


@cache
def _described(path_prefix: str) -> OpenAPISchema:
    return NinjaAPI.get_openapi_schema(api, path_prefix=path_prefix)


api = Version1(
    title="Ukur",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    auth=ApiKey(),
    parser=StrictParser(),
    renderer=Readable(),
    urls_namespace="api-1",
)
ROUTERS = (
    desk,
    notices,
    collect,
    files,
    evidence,
    handing_in,
    verify,
    cycles,
    league,
    disposing,
    forming,
    steps,
    evaluating,
    drafting,
    remarks,
    exceptions,
    late_figures,
    clocks,
    runs,
    beside,
    sources,
    exports,
)
for _router in ROUTERS:
    api.add_router("", _router.router)


@api.exception_handler(Refusal)
def _on_refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    return refused(request, refusal)


@api.exception_handler(ValidationError)
def _on_shape(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return refused(request, NotValid(problems=tuple(_problem(one) for one in error.errors)))


@api.exception_handler(HttpError)
def _on_http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    """Of an error by its status, or of what it was made from: an unreadable body."""
    if isinstance(error.__cause__, Refusal):
        return refused(request, error.__cause__)
    return in_json(unspecific(error.status_code), error.status_code)


@api.exception_handler(AuthenticationError)
def _on_no_key(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
    del request
    answer = in_json(unspecific(error.status_code), error.status_code)
    answer.headers["WWW-Authenticate"] = 'Bearer realm="ukur"'
    return answer


@api.exception_handler(TooManyKnocks)
def _on_too_many(request: HttpRequest, error: TooManyKnocks) -> HttpResponse:
    del request
    answer = in_json(unspecific(TOO_OFTEN), TOO_OFTEN)
    answer.headers["Retry-After"] = str(error.seconds)
    return answer


@api.exception_handler(Http404)
@api.exception_handler(ObjectDoesNotExist)
def _on_unknown(request: HttpRequest, error: Exception) -> HttpResponse:
    del request, error
    return in_json(unspecific(UNKNOWN), UNKNOWN)


@api.exception_handler(RequestDataTooBig)
def _on_too_large(request: HttpRequest, error: Exception) -> HttpResponse:
    del request, error
    return in_json(unspecific(TOO_LARGE), TOO_LARGE)


@api.exception_handler(OutsideFailure)
def _on_outside(request: HttpRequest, error: OutsideFailure) -> HttpResponse:
    del request
    told = unspecific(UNAVAILABLE).model_copy(update={"facts": {"service": error.service}})
    return in_json(told, UNAVAILABLE)


def _problem(error: dict[str, Any]) -> Problem:
    kind, loc = error["type"], error["loc"]
    # The body is one argument of the handler; its name is no part of the way into the JSON.
    way = loc[2:] if loc[0] == "body" else loc[1:]
    most = error.get("ctx", {}).get("max_length")
    facts: dict[str, Fact] = {"most": most} if kind == "string_too_long" else {}
    code = kind if kind in CONTROLS else SHAPES.get(kind, "shape_wrong")
    return Problem(".".join(str(part) for part in way) or "body", code, facts)
