"""Files on their way out: never run, never guessed at, with a name that harms nobody."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from ukur.domain.evidence import safe_name

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
ZIP = "application/zip"


def attachment(content: bytes, name: str, media_type: str) -> HttpResponse:
    """`content` to be kept under `name`, not shown."""
    return _file(content, name, media_type, is_attachment=True)


def shown_pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF that the browser may show."""
    return _file(content, name, PDF, is_attachment=False)


def shown_picture(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A picture that a page of ours shows; opened by itself it can run nothing at all."""
    response = _file(content, name, media_type, is_attachment=False)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _file(content: bytes, name: str, media_type: str, *, is_attachment: bool) -> HttpResponse:
    response = HttpResponse(content, content_type=media_type)
    header = content_disposition_header(is_attachment, safe_name(name))
    response["Content-Disposition"] = header or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
