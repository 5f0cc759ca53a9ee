"""What the pages of the pengelola share: who may see them, and how a form is carried out."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ukur.domain.people import Actor, Role
from ukur.domain.refusals import Refusal
from ukur.edge.status import status_of
from ukur.edge.who import actor_of, note_refusal
from ukur.web.refused import by_place, in_words
from ukur.web.work import tell, told

NOT_VALID = 422
Act = Callable[[Mapping[str, Any]], str]
"""Does what a valid form asks for, and says what was done."""


def keeper_or_404(request: HttpRequest) -> Actor:
    """The actor, if pengelola.

    Raises:
        Http404: anybody else; the page does not exist for them.
    """
    actor = actor_of(request)
    if not actor.has(Role.KEEPER):
        raise Http404
    return actor


def tried(request: HttpRequest, form: forms.Form, act: Act) -> str | Refusal | None:
    """What was done in words; a refusal; or None, for a page not posted or a form to mend."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return act(form.cleaned_data)
    except ObjectDoesNotExist:
        raise Http404 from None
    except Refusal as refusal:
        for place, sentence in by_place(refusal).items():
            form.add_error(place if place in form.fields else None, sentence)
        return refusal


def done(request: HttpRequest, said: str, address: str, *args: int) -> HttpResponse:
    """The way to a page that says what was done."""
    tell(request, said)
    return redirect(address, *args)


def shown(
    request: HttpRequest, template: str, context: dict[str, object], refused: Refusal | None
) -> HttpResponse:
    """The page, with what was refused or was done; its status says which."""
    if refused is not None:
        note_refusal(request, refused)
        context = context | {"refused": in_words(refused)}
        return render(request, template, context, status=status_of(refused))
    status = NOT_VALID if request.method == "POST" else 200
    return render(request, template, context | {"told": told(request)}, status=status)
