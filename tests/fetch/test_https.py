"""Whom the client believes to be who they say."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from crosscheck.errors import InputError
from crosscheck.fetch.client import Client
from crosscheck.fetch.exchange import _trusted

if TYPE_CHECKING:
    from conftest import Site  # type: ignore[import-not-found] # pytest's, not mypy's

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="needs openssl to make a certificate"
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key of a site called localhost and its certificate, in one file."""
    folder = tmp_path_factory.mktemp("tls")
    both, key = folder / "both.pem", folder / "key.pem"
    command = "openssl req -x509 -newkey rsa:2048 -nodes -days 2"
    command += " -subj /CN=localhost -addext subjectAltName=DNS:localhost"
    subprocess.run(
        [*command.split(), "-keyout", str(key), "-out", str(both)],
        check=True,
        capture_output=True,
    )
    both.write_text(both.read_text() + key.read_text())
    return both


@pytest.fixture
def secure(site_over: Callable[[ssl.SSLContext], Site], certificate: Path) -> Iterator[Site]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    _trusted.cache_clear()
    yield site_over(context)
    _trusted.cache_clear()


def test_a_certificate_that_nobody_vouches_for(secure: Site, client: Callable[..., Client]) -> None:
    with pytest.raises(InputError, match="its certificate is not valid"):
        client().fetch(secure.put("/a", "x").replace("127.0.0.1", "localhost"))


def test_a_certificate_holds_for_the_name_and_not_for_the_address(
    secure: Site,
    client: Callable[..., Client],
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    url = secure.put("/a", "x")

    assert client().fetch(url.replace("127.0.0.1", "localhost")).content == b"x"
    with pytest.raises(InputError, match="its certificate is not valid"):
        client().fetch(url)
