"""What may be fetched, from where, and how much of it."""

from __future__ import annotations

import ipaddress
import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata

from crosscheck.errors import InputError
from crosscheck.ingest.document import MEBIBYTE

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

NAME = "crosscheck"
_LONGEST_URL = 2_000
_UNSEEN = re.compile(r"[\s\0-\x1f\x7f]")
_PORTS = {"http": 80, "https": 443}
# RFC 6052: an IPv4 address in the last 32 bits, which the network's gateway connects to.
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


def is_public(address: IPAddress) -> bool:
    """Whether an address is one of the open internet, itself and any other that it stands for.

    >>> is_public(ipaddress.ip_address("93.184.216.34"))
    True
    >>> is_public(ipaddress.ip_address("::ffff:127.0.0.1"))
    False
    """
    return all(one.is_global and not one.is_multicast for one in (address, *_within(address)))


def _within(address: IPAddress) -> Iterator[IPAddress]:
    """The IPv4 addresses that an IPv6 address leads to."""
    if isinstance(address, ipaddress.IPv4Address):
        return
    for inner in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())):
        if inner is not None:
            yield inner
    if address in _NAT64:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)


@dataclass(frozen=True, slots=True)
class Policy:
    """The limits of a client; times are seconds, sizes bytes.

    ``whole_s`` bounds one exchange from connecting to the last byte. ``pause_s`` is the least
    time between two requests to one host; a site's own Crawl-delay holds up to
    ``longest_pause_s``.
    """

    is_allowed: Callable[[IPAddress], bool] = is_public
    connect_s: float = 10
    read_s: float = 20
    whole_s: float = 60
    most_bytes: int = 10 * MEBIBYTE
    most_redirects: int = 5
    pause_s: float = 1
    longest_pause_s: float = 30


@dataclass(frozen=True, slots=True)
class Target:
    """A web address taken apart; ``host`` in ASCII, ``request`` the path with the query."""

    url: str
    scheme: str
    host: str
    port: int
    request: str

    @property
    def origin(self) -> str:
        """The site, as it stands in the Host header and before the path."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


def user_agent() -> str:
    """Who asks, as a site's log shows it."""
    return f"{NAME}/{metadata.version(NAME)} (compares news reports; reads feeds and articles)"


def parse(url: str) -> Target:
    """The parts of a web address.

    Raises:
        InputError: it is none, or one that is not fetched.
    """
    from urllib3.exceptions import LocationParseError  # noqa: PLC0415 - only addresses need it
    from urllib3.util import parse_url  # noqa: PLC0415

    if len(url) > _LONGEST_URL or _UNSEEN.search(url):
        msg = f"not a web address of at most {_LONGEST_URL} characters without spaces. Correct it"
        raise InputError(msg)
    try:
        parts = parse_url(url)
    except LocationParseError as error:
        msg = "not a web address. Write it as https://example.org/page"
        raise InputError(msg) from error
    scheme = (parts.scheme or "").lower()
    if scheme not in _PORTS or not parts.host:
        msg = "not an address of http or https. Save it as a file"
        raise InputError(msg)
    if parts.auth is not None:
        msg = "an address with a password in it. Remove what stands before the @"
        raise InputError(msg)
    host = parts.host.strip("[]").rstrip(".")
    bare = parts._replace(fragment=None).url
    return Target(bare, scheme, host, parts.port or _PORTS[scheme], parts.request_uri)


def allowed_addresses(target: Target, policy: Policy) -> list[str]:
    """The addresses of the target's host that may be connected to, in the system's order.

    Raises:
        InputError: the host has none, or only such as belong to a private network.
    """
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        msg = f"the host {target.host[:100]} is not known. Check the address and the network"
        raise InputError(msg) from error
    addresses = dict.fromkeys(str(entry[4][0]) for entry in found)
    # A scope, as in fe80::1%eth0, marks an address that no router passes on.
    checked = [one for one in addresses if "%" not in one]
    allowed = [one for one in checked if policy.is_allowed(ipaddress.ip_address(one))]
    if not allowed:
        msg = f"the host {target.host[:100]} lies in a private network, which is never asked"
        raise InputError(f"{msg}. Save the page as a file")
    return allowed
