"""The public page on which anyone can check a paper, by its code or by the file itself."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ukur.edge.verification import (
    Verification,
    registered_paper,
    verify_code,
    verify_upload,
)
from ukur.edge.wiring import tools
from ukur.store.queries.journal import signed_head
from ukur.store.queries.papers import PublicPaper
from ukur.web.verdicts import PaperWords, grouped, in_public, result, verdicts
from ukur.web.work import uploaded

WIB = 7
NOT_FOUND, NOT_VALID = 404, 422
LONGEST_CODE = 60


@login_not_required
@require_http_methods(["GET", "POST"])
def verification(request: HttpRequest) -> HttpResponse:
    """Type a code, or hand in a file. A file is looked at and not kept."""
    if request.method == "POST" and "file" in request.FILES:
        return _of_file(request, "")
    if request.method == "POST" and "compare" in request.POST:
        context = {"problem": _("Choose a file first.")}
        return render(request, "web/verify/verification.html", context, status=NOT_VALID)
    typed = (request.POST or request.GET).get("code", "")
    if code := _canonical(typed):
        return redirect("verdict", code)
    if typed:
        context = {"typed": typed[:LONGEST_CODE], "problem": _("That is no code of a document.")}
        return render(request, "web/verify/verification.html", context, status=NOT_VALID)
    return render(request, "web/verify/verification.html")


@login_not_required
@require_http_methods(["GET", "POST"])
def verdict(request: HttpRequest, code: str) -> HttpResponse:
    """What is registered under a code, with the three verdicts about the kept file."""
    canonical = _canonical(code)
    if canonical != code:
        return redirect("verdict", canonical) if canonical else redirect("verification")
    if request.method == "POST" and "file" in request.FILES:
        return _of_file(request, code)
    seen = verify_code(code, tools())
    context = {
        "code": code,
        "code_words": grouped(code, 4),
        "paper": _words(seen.paper if seen else None),
        "problem": _("Choose a file first.") if request.method == "POST" else "",
        **_answer(seen, seen.paper if seen else None),
    }
    status = 200 if seen else NOT_FOUND
    return render(request, "web/verify/verdict.html", context, status=status)


def _of_file(request: HttpRequest, asked: str) -> HttpResponse:
    """The verdicts about the file that the visitor holds, beside what the code stands for."""
    name, content = uploaded(request)
    seen = verify_upload(content, tools())
    shown = seen.paper or (registered_paper(asked) if asked else None)
    context = {
        "is_file": True,
        "file_name": name,
        "file_fingerprint": grouped(seen.sha256, 8),
        "is_other": bool(asked and seen.paper and seen.paper.code != asked),
        "paper": _words(shown),
        **_answer(seen, shown),
    }
    return render(request, "web/verify/verdict.html", context)


def _answer(seen: Verification | None, shown: PublicPaper | None) -> dict[str, object]:
    offset = shown.utc_offset if shown else WIB
    return {"result": result(seen), "verdicts": verdicts(seen, offset)}


def _words(paper: PublicPaper | None) -> PaperWords | None:
    return in_public(paper, signed_head(paper.code)) if paper else None


def _canonical(typed: str) -> str:
    """The code as it is kept: capitals without spaces and dashes; "" if it cannot be one."""
    code = "".join(typed.replace("-", " ").split()).upper()
    return code if code.isascii() and code.isalnum() and len(code) <= LONGEST_CODE else ""
