"""A site on this machine, and a client that may ask it and nobody else here."""

from __future__ import annotations

import contextlib
import ipaddress
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from crosscheck.fetch.cache import Cache
from crosscheck.fetch.client import Client
from crosscheck.fetch.policy import Policy

Answer = Callable[[BaseHTTPRequestHandler], None]
HERE = ipaddress.ip_address("127.0.0.1")


@dataclass
class Site:
    """What it answers at each path, and what it was asked: path and headers."""

    url: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def put(self, path: str, content: str | bytes = b"", status: int = 200, **headers: str) -> str:
        """Answer with this at a path; underscores in names of headers stand for hyphens."""
        body = content.encode() if isinstance(content, str) else content

        def answer(request: BaseHTTPRequestHandler) -> None:
            request.send_response(status)
            for name, text in headers.items():
                request.send_header(name.replace("_", "-"), text)
            request.send_header("Content-Length", str(len(body)))
            request.end_headers()
            request.wfile.write(body)

        self.answers[path] = answer
        return self.url + path


@pytest.fixture
def site_over() -> Iterator[Callable[[ssl.SSLContext | None], Site]]:
    """Opens a site, over TLS if it is given a context."""
    with contextlib.ExitStack() as open_sites:
        yield lambda context: open_sites.enter_context(_serving(context))


@pytest.fixture
def site(site_over: Callable[[ssl.SSLContext | None], Site]) -> Site:
    return site_over(None)


@contextlib.contextmanager
def _serving(context: ssl.SSLContext | None) -> Iterator[Site]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append((self.path, {k.lower(): v for k, v in self.headers.items()}))
            answer = found.answers.get(self.path)
            if answer is None:
                self.send_error(404)
            else:
                answer(self)

        def log_message(self, *arguments: object) -> None:
            """Stay quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *arguments: object) -> None:
            """Clients hang up; that is what the tests are about."""

    with Server(("127.0.0.1", 0), Handler) as server:
        if context:
            server.socket = context.wrap_socket(server.socket, server_side=True)
        found = Site(f"http{'s' if context else ''}://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield found
        server.shutdown()
        thread.join()


@pytest.fixture
def client(tmp_path: Path) -> Callable[..., Client]:
    """A client with its cache in the test's folder; settings of its policy by name."""

    def make(**settings: float) -> Client:
        policy = Policy(is_allowed=lambda address: address == HERE, pause_s=0, **settings)  # type: ignore[arg-type] # whole numbers, too
        return Client(policy, Cache(tmp_path / "pages"))

    return make
