"""The account page: password, language, light or dark; and signing out."""

from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from ukur.domain.handing_over import may_delegate
from ukur.edge.duty_words import duty_words
from ukur.edge.who import actor_of
from ukur.edge.wiring import tools
from ukur.store.queries.office_pages import one_account
from ukur.usecases.office.change_password import change_password
from ukur.web.context import THEME_COOKIE, THEMES
from ukur.web.work import tell, told

A_YEAR = 365 * 24 * 3600
NOT_VALID = 422


@require_http_methods(["GET", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """The own account; a POST changes the password."""
    actor = actor_of(request)
    user = request.user
    if not user.is_authenticated:
        raise Http404
    form = PasswordChangeForm(user=user, data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        change_password(password=form.cleaned_data["new_password1"], actor=actor, tools=tools())
        user.refresh_from_db()
        update_session_auth_hash(request, user)
        tell(request, _("The password is changed. Other devices have to sign in again."))
        return redirect("account")
    known = one_account(actor.account_id, actor.agency_id)
    context = {
        "told": told(request),
        "form": form,
        "person": known,
        "may_delegate": any(may_delegate(duty, actor.account_id, actor) for duty in actor.duties),
        "duties": [duty_words(line) for line in known.duties] if known else [],
    }
    status = NOT_VALID if request.method == "POST" else 200
    return render(request, "web/account/account.html", context, status=status)


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the device says; kept on this device only."""
    wanted = request.POST.get("theme", "")
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    response = redirect(back if is_ours else reverse("desk"))
    if wanted in THEMES:
        response.set_cookie(
            THEME_COOKIE,
            wanted,
            max_age=A_YEAR,
            samesite="Lax",
            httponly=True,
            secure=request.is_secure(),
        )
    else:
        response.delete_cookie(THEME_COOKIE, samesite="Lax")
    return response
