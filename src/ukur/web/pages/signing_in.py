"""Signing in and out, the sample's one-click accounts, forgotten passwords, the first run."""

import ipaddress
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.auth import load_backend, login
from django.contrib.auth import logout as end_session
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from ukur.domain.refusals import Refusal
from ukur.edge.shipped import procedure_text, related_texts
from ukur.edge.status import status_of
from ukur.edge.wiring import national_holidays, tools
from ukur.store.queries.offices import any_office, front_office
from ukur.store.queries.sample_accounts import is_sample_account, sample_accounts
from ukur.usecases.office.set_up_agency import set_up_agency
from ukur.web.forms.first_run import FirstRun, first_keeper, new_agency
from ukur.web.refused import by_place, in_words
from ukur.web.sample_rows import sample_row

BACKEND = "django.contrib.auth.backends.ModelBackend"
TOO_MANY = 429


@method_decorator(login_not_required, name="dispatch")
class _SignIn(auth_views.LoginView):
    template_name = "web/sign_in/sign_in.html"
    redirect_authenticated_user = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not any_office():
            return redirect("first_run")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        office = front_office()
        if office is None or not samples_open(self.request):
            return super().get_context_data(**kwargs)
        offered = sample_accounts(office.id)
        return super().get_context_data(
            **kwargs,
            samples=offered,
            sample_rows=[sample_row(account, offered) for account in offered.accounts],
            other_rows=[sample_row(account, offered) for account in offered.other_units],
        )


sign_in = login_not_required(_SignIn.as_view())


def samples_open(request: HttpRequest) -> bool:
    """Whether sample accounts may be used: in sample mode, from this very machine only."""
    if not settings.SAMPLE_MODE or "HTTP_X_FORWARDED_FOR" in request.META:
        return False
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


@login_not_required
@require_POST
def sign_in_as_sample(request: HttpRequest) -> HttpResponse:
    """Sign in as an account of the sample, without a password.

    Raises:
        Http404: not in sample mode, not from this machine, or not a sample account.
    """
    number = request.POST.get("account", "")
    if not samples_open(request) or not number.isascii() or not number.isdigit():
        raise Http404
    if len(number) > len(str(2**62)) or not is_sample_account(int(number)):
        raise Http404
    user = load_backend(BACKEND).get_user(int(number))
    if user is None:
        raise Http404
    login(request, user, backend=BACKEND)
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return redirect(wanted if is_ours else "desk")


@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """A POST signs out; whoever only follows the address is at work still."""
    if request.method == "GET":
        return redirect("desk")
    end_session(request)
    return redirect("sign_in")


def locked_out(
    request: HttpRequest, _response: HttpResponse | None, _credentials: dict[str, Any] | None
) -> HttpResponse:
    """What a visitor sees after too many wrong passwords."""
    return render(request, "web/sign_in/locked_out.html", status=TOO_MANY)


forgotten = auth_views.PasswordResetView.as_view(
    template_name="web/sign_in/forgotten.html",
    email_template_name="web/sign_in/mail.txt",
    subject_template_name="web/sign_in/mail_subject.txt",
    success_url=reverse_lazy("password_reset_done"),
)
mail_sent = auth_views.PasswordResetDoneView.as_view(template_name="web/sign_in/mail_sent.html")
choose = auth_views.PasswordResetConfirmView.as_view(
    template_name="web/sign_in/choose.html", success_url=reverse_lazy("password_reset_complete")
)
chosen = auth_views.PasswordResetCompleteView.as_view(template_name="web/sign_in/chosen.html")


@login_not_required
def first_run(request: HttpRequest) -> HttpResponse:
    """The first agency and its pengelola; closed as soon as there is an agency.

    Raises:
        Http404: an agency has been set up.
    """
    if any_office():
        raise Http404
    form = FirstRun(request.POST or None)
    context: dict[str, object] = {"form": form}
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                _set_up(form.cleaned_data)
            except Refusal as refusal:
                status = status_of(refusal)
                context["refused"] = in_words(refusal)
                for place, words in by_place(refusal).items():
                    form.add_error(place if place in form.fields else None, words)
            else:
                return redirect("sign_in")
    return render(request, "web/sign_in/first_run.html", context, status=status)


def _set_up(typed: Mapping[str, object]) -> None:
    own = tools()
    set_up_agency(
        agency=new_agency(typed, own.clock.now().date()),
        keeper=first_keeper(typed),
        procedure=procedure_text(),
        related=related_texts(),
        holidays=national_holidays(),
        tools=own,
    )
