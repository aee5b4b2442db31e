"""One request to one address that was checked, and its reply, within the limits."""

from __future__ import annotations

import contextlib
import logging
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from http.client import HTTPException
from typing import TYPE_CHECKING

from crosscheck.errors import InputError
from crosscheck.fetch.policy import Policy, Target, allowed_addresses
from crosscheck.ingest.document import MEBIBYTE

if TYPE_CHECKING:
    from urllib3.connection import HTTPConnection
    from urllib3.response import BaseHTTPResponse

_PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Reply:
    """What a server answered; the names of ``headers`` are in small letters."""

    status: int
    headers: Mapping[str, str]
    content: bytes


def ask(target: Target, headers: Mapping[str, str], policy: Policy) -> Reply:
    """The reply to a GET; the connection goes to an address that was checked, never to a name.

    The body of a reply other than 200 is not read.

    Raises:
        InputError: the host must not be asked, does not answer, is too slow, or sends too much.
    """
    from urllib3.exceptions import HTTPError  # noqa: PLC0415 - slow, and rarely needed

    # It logs tracebacks about headers that are not as they should be.
    logging.getLogger("urllib3").setLevel(logging.ERROR)
    addresses = allowed_addresses(target, policy)
    for address in addresses:
        connection = _connection(target, address, policy)
        try:
            with _deadline(connection, policy.whole_s) as opened:
                try:
                    connection.connect()
                except OSError:
                    if address != addresses[-1]:
                        continue
                    raise
                opened.append(connection.sock)
                return _exchange(connection, target, headers, policy)
        except (HTTPError, HTTPException, OSError, ValueError) as error:
            raise InputError(_unreachable(error)) from error
        finally:
            connection.close()
    raise AssertionError("a host without addresses is refused before")


def _exchange(
    connection: HTTPConnection, target: Target, headers: Mapping[str, str], policy: Policy
) -> Reply:
    connection.timeout = policy.read_s
    named = {"Host": target.origin, "Connection": "close", "Accept-Encoding": "gzip", **headers}
    connection.request("GET", target.request, headers=named, preload_content=False)
    response = connection.getresponse()
    try:
        content = _body(response, policy.most_bytes) if response.status == 200 else b""
    finally:
        response.close()
    said = {name.lower(): text for name, text in response.headers.items()}
    return Reply(response.status, said, content)


def _body(response: BaseHTTPResponse, most: int) -> bytes:
    """The unpacked body, in pieces, so that neither an endless one nor a packed one fills memory.

    Raises:
        InputError: it is larger than ``most`` bytes.
    """
    content = bytearray()
    while piece := response.read1(_PIECE, decode_content=True):
        content += piece
        if len(content) > most:
            msg = f"more than {most / MEBIBYTE:.0f} MiB. Give the address of one article or feed"
            raise InputError(msg)
    return bytes(content)


def _connection(target: Target, address: str, policy: Policy) -> HTTPConnection:
    from urllib3.connection import HTTPConnection, HTTPSConnection  # noqa: PLC0415

    if target.scheme == "http":
        return HTTPConnection(address, target.port, timeout=policy.connect_s)
    return HTTPSConnection(
        address,
        target.port,
        timeout=policy.connect_s,
        ssl_context=_trusted(),
        server_hostname=target.host,
    )


@cache
def _trusted() -> ssl.SSLContext:
    """Whom the system trusts, and whom Mozilla does: some systems have no list of their own."""
    import certifi  # noqa: PLC0415 - only https needs it

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())
    return context


@contextlib.contextmanager
def _deadline(connection: HTTPConnection, seconds: float) -> Iterator[list[socket.socket]]:
    """Cuts the connection after so many seconds: timeouts of sockets start anew at every byte.

    Yields a list for the socket, which the connection gives away with the response.

    Raises:
        InputError: it was cut.
    """
    opened: list[socket.socket] = []
    passed = threading.Event()

    def cut() -> None:
        passed.set()
        sock = opened[0] if opened else connection.sock
        if sock is not None:
            with contextlib.suppress(OSError):  # closed in this moment
                # Not SSLSocket's own, which takes the lock that a reader holds.
                socket.socket.shutdown(sock, socket.SHUT_RDWR)

    timer = threading.Timer(seconds, cut)
    timer.daemon = True
    timer.start()
    try:
        yield opened
    except Exception as error:
        if passed.is_set():
            raise InputError(_too_slow(seconds)) from error
        raise
    finally:
        timer.cancel()
    if passed.is_set():
        raise InputError(_too_slow(seconds))


def _too_slow(seconds: float) -> str:
    return f"the server took over {seconds:.0f} s. Try again later"


def _unreachable(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({error.verify_message}). Check the address"
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return f"cannot be fetched ({' '.join(reason.split())[:100]}). Try again later"
