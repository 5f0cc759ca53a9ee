"""Keys that open nothing: noted, and after too many from one address not taken for a while.

The limit and the wait are those of wrong passwords, counted by the same app.
"""

from axes.handlers.proxy import AxesProxyHandler
from axes.helpers import get_cool_off
from django.http import HttpRequest

from ukur.domain.api_keys import KeyOpensNothing
from ukur.edge.who import note_refusal

KNOCKER = {"username": "api key"}
"""Whom the failures are counted for, beside their address: no user name has a space."""
_TOLD = ("REMOTE_ADDR", "HTTP_X_FORWARDED_FOR", "HTTP_USER_AGENT", "HTTP_ACCEPT")


def knocked(request: HttpRequest) -> int:
    """Note a key that opens nothing; the seconds to wait, 0 while there may be another try.

    The key itself is kept nowhere. What is sent during the wait is not counted again.
    """
    knock = _bare(request)
    if AxesProxyHandler.is_locked(knock, KNOCKER):
        return _wait()
    AxesProxyHandler.user_login_failed(__name__, KNOCKER, knock)
    note_refusal(request, KeyOpensNothing(address=request.META.get("REMOTE_ADDR", "")))
    return _wait() if AxesProxyHandler.is_locked(knock, KNOCKER) else 0


def _bare(request: HttpRequest) -> HttpRequest:
    """Who knocks, without what was sent: the app would keep it."""
    knock = HttpRequest()
    knock.META = {name: request.META[name] for name in _TOLD if name in request.META}
    knock.path = request.path
    return knock


def _wait() -> int:
    cool_off = get_cool_off()
    return int(cool_off.total_seconds()) if cool_off else 0
