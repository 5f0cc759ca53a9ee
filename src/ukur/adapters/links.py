"""What a link gives, asked without letting it lead into the office's own network.

Whoever types a link could make this machine knock at its neighbours (SSRF). So the name is
resolved first, every address it has must be a public one, and the connection goes to the very
address that was looked at; a redirect is a new link, looked at again. Nothing of what comes back
is kept but its hash.
"""

import hashlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from ukur.domain.evidence import LARGEST, link_address
from ukur.domain.ports import Fetched
from ukur.domain.refusals import NotValid

SECONDS = 6
"""For everything together; whoever waits for it sits before a page."""
MOST_REDIRECTS = 3
_PIECE = 65_536
_OK = 200
_MOVED = frozenset({301, 302, 303, 307, 308})
_AGENT = "Ukur/1 (+pemeriksaan tautan data dukung)"
_LONGEST_TYPE = 100


def is_public(address: str) -> bool:
    """Whether an address lies out in the net: not here, in the office, or inside a cloud."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
        if any(ip in network for network in _INNER):
            return False
    return ip.is_global and not ip.is_multicast


_INNER = (
    ipaddress.ip_network("64:ff9b::/96"),
    ipaddress.ip_network("64:ff9b:1::/48"),
    ipaddress.ip_network("::/96"),
    ipaddress.ip_network("::ffff:0:0:0/96"),
    ipaddress.ip_network("fec0::/10"),
)
"""What Python calls global though a gateway can lead from it to an address inside.

Source: RFC 6052 and 8215 (NAT64), 4291 2.5.5.1 (compatible), 2765 (translated), 3879 (of a site).
"""


def resolved(host: str, port: int) -> list[str]:
    """Every address that the name has, as this machine's name servers say it now.

    Raises:
        OSError: the name is not known, or no server answers.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(one[4][0]) for one in found]


@dataclass(frozen=True)
class WebLinks:
    """The link reader over HTTP, within a time and a size. `may_ask` judges addresses.

    `resolve` is asked once for each link and redirect: what it says is judged, and the connection
    goes there. A name that says something else the next time leads nowhere else by that.
    """

    may_ask: Callable[[str], bool] = is_public
    seconds: float = SECONDS
    largest: int = LARGEST
    resolve: Callable[[str, int], Sequence[str]] = resolved

    def fetch(self, url: str) -> Fetched | None:
        """What the link gives now; None where it did not come in time, in size, or must not."""
        errand = _Errand(self, time.monotonic() + self.seconds)
        # A name server that does not answer cannot be interrupted, only left behind.
        worker = threading.Thread(target=errand.run, args=(url,), daemon=True)
        worker.start()
        worker.join(self.seconds)
        errand.hang_up()
        return errand.found


@dataclass
class _Errand:
    """One link on its way; `until` is on the clock that never goes back."""

    rules: WebLinks
    until: float
    found: Fetched | None = field(default=None)
    line: socket.socket | None = field(default=None)
    """The connection that is open."""

    def hang_up(self) -> None:
        """Let nothing more come in: who sends a byte now and then would hold a thread for days."""
        line = self.line
        if line is not None:
            with suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)

    def run(self, url: str) -> None:
        try:
            self.found = self._follow(url)
        except (OSError, http.client.HTTPException, NotValid, ValueError):
            self.found = None

    def _follow(self, url: str) -> Fetched | None:
        for _step in range(MOST_REDIRECTS + 1):
            connection = self._connected(link_address(url))
            try:
                parts = urlsplit(link_address(url))
                path = f"{parts.path}?{parts.query}" if parts.query else parts.path
                connection.request("GET", path, headers={"User-Agent": _AGENT, "Accept": "*/*"})
                answer = connection.getresponse()
                if answer.status not in _MOVED:
                    return self._read(answer) if answer.status == _OK else None
                url = urljoin(url, answer.getheader("Location", ""))
            finally:
                connection.close()
        return None

    def _connected(self, url: str) -> http.client.HTTPConnection:
        """A connection to an address that may be asked.

        Raises:
            OSError: there is none, or nobody answers.
        """
        parts = urlsplit(url)
        host, is_safe = parts.hostname or "", parts.scheme == "https"
        port = parts.port or (443 if is_safe else 80)
        addresses = self.rules.resolve(host, port)
        if not addresses or not all(self.rules.may_ask(address) for address in addresses):
            raise PermissionError(host)
        line = self.line = socket.create_connection((addresses[0], port), self._left())
        try:
            connection = http.client.HTTPConnection(host, port, timeout=self._left())
            if is_safe:
                line = self.line = self._wrapped(line, host)
                line.do_handshake()
        except OSError:
            line.close()
            raise
        connection.sock = line
        return connection

    def _wrapped(self, line: socket.socket, host: str) -> ssl.SSLSocket:
        """The line with TLS, its handshake still to come: it can be hung up in the middle of it."""
        return ssl.create_default_context().wrap_socket(
            line, server_hostname=host, do_handshake_on_connect=False
        )

    def _read(self, answer: http.client.HTTPResponse) -> Fetched | None:
        digest, size = hashlib.sha256(), 0
        while piece := answer.read(_PIECE):
            size += len(piece)
            if size > self.rules.largest or self._left() <= 0:
                return None
            digest.update(piece)
        kind = answer.getheader("Content-Type", "").partition(";")[0].strip()
        return Fetched(digest.hexdigest(), size, kind[:_LONGEST_TYPE]) if size else None

    def _left(self) -> float:
        left = self.until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left
