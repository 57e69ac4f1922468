"""Fetch an address that somebody typed, without being led into our own network.

The host is looked up once, every address it has is checked, and the connection goes to the very
address that was checked: a name that changes its mind in between (DNS rebinding) changes nothing.
Each redirect is judged as if somebody had typed it. The whole takes at most so many seconds, also
from a server that hands over a byte at a time, and reads at most so many bytes.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
import time
from contextlib import closing, contextmanager
from urllib.parse import quote, urljoin, urlsplit

from django.conf import settings

MOST_REDIRECTS = 4
REDIRECTS = {301, 302, 303, 307, 308}
PORTS = {"http": 80, "https": 443}
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # an IPv4 address in the last 32 bits
SAFE = "/%:=&~+!$,;'@()*[]-._"


class NotFetched(Exception):
    """Why not, as a word: address, inside, unknown_host, unreachable, certificate, too_slow, too_large,
    redirects or status (with its number)."""

    def __init__(self, reason, status=None):
        super().__init__(reason)
        self.reason, self.status = reason, status


def fetch(address, *, most_bytes, seconds, accept="*/*"):
    """The bytes at `address` (http or https). Raises NotFetched.

    seconds  for everything together, but for the look-up of the name
    """
    deadline = time.monotonic() + seconds
    for _ in range(MOST_REDIRECTS + 1):
        parts = check_address(address)
        try:
            with _connected(parts, deadline) as connection:
                response = _ask(connection, parts, accept)
                if response.status not in REDIRECTS:
                    return _read(response, most_bytes, deadline)
                address = _next(address, response)
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise _as_not_fetched(error, deadline) from error
    raise NotFetched("redirects")


def check_address(address):
    """The parts of an address that we may try, before anybody is asked: http(s), a host, an open port."""
    try:
        parts = urlsplit(address)
        port = parts.port or PORTS.get(parts.scheme)
        (parts.hostname or "").encode("idna")
    except ValueError:
        raise NotFetched("address") from None
    is_web = parts.scheme in PORTS and parts.hostname and "@" not in parts.netloc
    if not is_web or port not in settings.FETCH_PORTS or not address.isprintable():
        raise NotFetched("address")
    return parts


def is_inside(address):
    """Whether an IP address is anything but an ordinary one on the open internet."""
    ip = ipaddress.ip_address(address)
    if any(ip in ipaddress.ip_network(network) for network in settings.FETCH_NETWORKS):
        return False
    hidden = _hidden_in(ip)
    return is_inside(hidden) if hidden else ip.is_multicast or not ip.is_global


def _hidden_in(ip):
    """The IPv4 address that an IPv6 address carries, or None."""
    if ip.version == 4:
        return None
    if ip in NAT64:
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.ipv4_mapped or ip.sixtofour or (ip.teredo and ip.teredo[1])


def _look_up(host, port):
    """The addresses of a host; one that is inside spoils them all."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotFetched("unknown_host") from None
    if any(is_inside(where[0]) for *_, where in found):
        raise NotFetched("inside")
    return found


@contextmanager
def _connected(parts, deadline):
    host = parts.hostname.encode("idna").decode()
    port = parts.port or PORTS[parts.scheme]
    with closing(_connect(_look_up(host, port), deadline)) as raw, _cut_at(deadline, raw):
        secure = parts.scheme == "https"
        sock = ssl.create_default_context().wrap_socket(raw, server_hostname=host) if secure else raw
        connection = http.client.HTTPConnection(host, None if port == PORTS[parts.scheme] else port)
        connection.sock, connection.auto_open = sock, 0  # this socket, and never another
        with closing(connection):
            yield connection


def _connect(found, deadline):
    """A socket to the first of the checked addresses that answers."""
    failure = OSError("no address")
    for family, kind, protocol, _, where in found:
        sock = socket.socket(family, kind, protocol)
        sock.settimeout(max(deadline - time.monotonic(), 0.01))
        try:
            sock.connect(where)
        except OSError as error:
            sock.close()
            failure = error
        else:
            return sock
    raise failure


@contextmanager
def _cut_at(deadline, sock):
    """Hang up when the time is over, whatever the other side is doing."""
    descriptor = socket.socket(fileno=socket.dup(sock.fileno()))  # TLS takes the first one over
    timer = threading.Timer(max(deadline - time.monotonic(), 0.01), _hang_up, [descriptor])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        descriptor.close()


def _hang_up(sock):
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it is closed already


def _ask(connection, parts, accept):
    query = f"?{quote(parts.query, safe=SAFE + '?')}" if parts.query else ""
    path = quote(parts.path or "/", safe=SAFE) + query
    headers = {"Accept": accept, "Accept-Encoding": "identity", "User-Agent": settings.SITE_URL}
    connection.request("GET", path, headers=headers)
    return connection.getresponse()


def _next(address, response):
    """Where a redirect leads; never from a secret line to an open one."""
    there = urljoin(address, response.headers.get("Location", ""))
    if address.startswith("https:") and not there.startswith("https:"):
        raise NotFetched("redirects")
    return there


def _read(response, most_bytes, deadline):
    if response.status != 200:
        raise NotFetched("status", response.status)
    body = response.read(most_bytes + 1)
    if time.monotonic() >= deadline:  # it was cut, and may be half
        raise NotFetched("too_slow")
    if len(body) > most_bytes:
        raise NotFetched("too_large")
    if response.length:  # the other side hung up
        raise NotFetched("unreachable")
    return body


def _as_not_fetched(error, deadline):
    if isinstance(error, ssl.SSLCertVerificationError):
        return NotFetched("certificate")
    is_late = isinstance(error, TimeoutError) or time.monotonic() >= deadline
    return NotFetched("too_slow" if is_late else "unreachable")
