"""A polite and careful guest: what is asked, what is taken, and what is left alone."""

from __future__ import annotations

import gzip
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from crosscheck.errors import InputError
from crosscheck.fetch.client import Client
from crosscheck.fetch.policy import Policy, allowed_addresses, is_public, parse
from crosscheck.ingest.read import read_paths
from crosscheck.records import Article, Refusal
from crosscheck.sources import Registry, load_registry

if TYPE_CHECKING:
    from conftest import Site  # type: ignore[import-not-found] # pytest's, not mypy's

MakeClient = Callable[..., Client]
ROOT = Path(__file__).parents[2]
FEED = (
    "<rss version='2.0'><channel><title>نهر ميديا</title><link>https://nahermedia.net</link>"
    "<item><title>قصف على الهري</title><description>قتل عنصران.</description>"
    "<guid>https://nahermedia.net/?p=1</guid></item></channel></rss>"
)
PAGE = (
    "<!doctype html><html><head><title>قصف على أطراف الهري</title></head><body><article>"
    "<p>قتل عنصران في قصف جوي استهدف أطراف بلدة الهري في ريف البوكمال مساء اليوم.</p>"
    "<p>وأصيب ثالث بجروح وفق مصادر محلية من البلدة.</p></article></body></html>"
)


@pytest.fixture(scope="module")
def registry() -> Registry:
    return load_registry()


def refusal(client: Client, url: str) -> str:
    with pytest.raises(InputError) as caught:
        client.fetch(url)
    reason = str(caught.value)
    assert "\n" not in reason
    assert len(reason) < 200
    return reason


def test_a_feed_by_its_address(site: Site, client: MakeClient, registry: Registry) -> None:
    url = site.put("/feed", FEED, Content_Type="text/html")
    (found,) = read_paths([url], registry, fetch=client().fetch)

    assert isinstance(found, Article)
    assert (found.outlet, found.text) == ("nahr-media", "قتل عنصران.")


@pytest.mark.parametrize(
    ("path", "content", "kind"),
    [
        pytest.param("/2024/7", PAGE, "text/html; charset=utf-8", id="page"),
        pytest.param("/2024/7", PAGE.replace("<!doctype html><html>", ""), "text/html", id="bare"),
        pytest.param("/a", '{"outlet": "x", "text": "قتل عنصران"}', "application/json", id="json"),
        pytest.param("/a.csv", "outlet,text\nx,قتل عنصران", "text/plain", id="csv-by-its-name"),
        pytest.param("/a.txt", "outlet: x\n\nقتل\nعنصران", "text/plain", id="text"),
        pytest.param("/a.gz", gzip.compress(PAGE.encode()), "application/gzip", id="packed"),
    ],
)
def test_what_lies_at_an_address(
    site: Site, client: MakeClient, path: str, content: str | bytes, kind: str
) -> None:
    url = site.put(path, content, Content_Type=kind)
    (found,) = read_paths([url], load_registry(), outlet="نهر ميديا", fetch=client().fetch)

    assert isinstance(found, Article)
    if "html" in kind:
        assert (found.url, found.outlet) == (url, "nahr-media")


def test_a_picture_is_refused(site: Site, client: MakeClient, registry: Registry) -> None:
    url = site.put("/a", b"\x89PNG\r\n\x1a\n", Content_Type="image/png")
    (found,) = read_paths([url], registry, fetch=client().fetch)

    assert isinstance(found, Refusal)
    assert (found.file, found.record) == (url, None)
    assert found.reason == "image/png, which is not read. Give a page or a feed"


def test_a_bad_address_costs_only_itself(
    site: Site, client: MakeClient, registry: Registry
) -> None:
    urls = [f"{site.url}/gone", "ftp://x.example/a", site.put("/feed", FEED)]
    found = list(read_paths(urls, registry, fetch=client().fetch))

    assert [type(item) for item in found] == [Refusal, Refusal, Article]
    assert isinstance(found[0], Refusal)
    assert found[0].reason == "the server answers 404: there is no such page. Check the address"


def test_without_a_client_no_address_is_asked(registry: Registry) -> None:
    (found,) = read_paths(["https://x.example/"], registry)

    assert isinstance(found, Refusal)
    assert "Save it as a file" in found.reason


def test_it_says_who_asks(site: Site, client: MakeClient) -> None:
    client().fetch(site.put("/feed", FEED))

    assert site.paths() == ["/robots.txt", "/feed"]
    for _, headers in site.asked:
        assert headers["user-agent"].startswith("crosscheck/")
        assert headers["host"] == site.url.removeprefix("http://")


def test_what_has_not_changed_is_not_sent_again(site: Site, client: MakeClient) -> None:
    url = site.put("/feed", FEED, ETag='"v1"', Last_Modified="Tue, 26 Mar 2024 18:40:00 GMT")
    first = client().fetch(url)
    site.put("/feed", status=304)
    second = client().fetch(url)

    assert second == first
    _, headers = site.asked[-1]
    assert headers["if-none-match"] == '"v1"'
    assert headers["if-modified-since"] == "Tue, 26 Mar 2024 18:40:00 GMT"


def test_what_has_changed_is_taken(site: Site, client: MakeClient) -> None:
    client().fetch(site.put("/feed", FEED, ETag='"v1"'))

    assert client().fetch(site.put("/feed", b"new", ETag='"v2"')).content == b"new"
    assert client().fetch(site.put("/feed", status=304)).content == b"new"


def test_a_page_without_marks_is_asked_for_whole(site: Site, client: MakeClient) -> None:
    url = site.put("/feed", FEED)
    client().fetch(url)
    client().fetch(url)

    assert "if-none-match" not in site.asked[-1][1]


@pytest.mark.parametrize("damage", [b"", b"[1]\nx", b"\xff\xfe", b'["0","","","e","m"]\nx'])
def test_a_damaged_cache_is_not_believed(
    site: Site, client: MakeClient, tmp_path: Path, damage: bytes
) -> None:
    url = site.put("/feed", FEED, ETag='"v1"')
    client().fetch(url)
    (kept,) = (tmp_path / "pages").glob("*")
    kept.write_bytes(damage)

    assert client().fetch(url).content == FEED.encode()
    assert "if-none-match" not in site.asked[-1][1]


def test_a_cache_that_cannot_be_written(site: Site, client: MakeClient, tmp_path: Path) -> None:
    (tmp_path / "pages").write_text("a file where the folder should be", encoding="utf-8")

    assert client().fetch(site.put("/feed", FEED, ETag='"v1"')).content == FEED.encode()


@pytest.mark.parametrize(
    ("rules", "allowed"),
    [
        pytest.param("User-agent: *\nDisallow: /private/", True, id="another-path"),
        pytest.param("User-agent: *\nDisallow: /news", False, id="path"),
        pytest.param("User-agent: *\nDisallow: /*.xml$", False, id="pattern"),
        pytest.param("User-agent: *\nDisallow: /\nAllow: /news/", True, id="longest-rule-wins"),
        pytest.param("User-agent: crosscheck\nDisallow: /", False, id="by-name"),
        pytest.param("User-agent: other\nDisallow: /", True, id="somebody-else"),
        pytest.param("\xff<html>", True, id="nonsense"),
    ],
)
def test_rules_of_the_site(site: Site, client: MakeClient, rules: str, allowed: bool) -> None:
    site.put("/robots.txt", rules)
    url = site.put("/news/a.xml", FEED)
    if allowed:
        assert client().fetch(url).content == FEED.encode()
    else:
        assert "robots.txt forbids it" in refusal(client(), url)
        assert site.paths() == ["/robots.txt"]


def test_a_site_in_trouble_gives_no_rules_and_is_left_alone(site: Site, client: MakeClient) -> None:
    site.put("/robots.txt", status=503)

    assert "robots.txt cannot be read" in refusal(client(), site.put("/feed", FEED))
    assert site.paths() == ["/robots.txt"]


def test_rules_are_read_once(site: Site, client: MakeClient) -> None:
    asking = client()
    asking.fetch(site.put("/feed", FEED))
    asking.fetch(site.put("/feed", FEED))

    assert site.paths() == ["/robots.txt", "/feed", "/feed"]


def test_a_site_is_given_time(site: Site) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 0.3")
    asking = Client(Policy(is_allowed=lambda _: True, pause_s=0.1))
    began = time.monotonic()
    asking.fetch(site.put("/a", FEED))
    asking.fetch(site.put("/b", FEED))

    assert 0.6 <= time.monotonic() - began < 5


def test_a_redirect_is_followed(site: Site, client: MakeClient) -> None:
    url = site.put("/old", status=301, Location="/خبر?a=1".encode().decode("latin-1"))
    site.put("/%D8%AE%D8%A8%D8%B1?a=1", FEED)

    assert client().fetch(url).address == f"{site.url}/%D8%AE%D8%A8%D8%B1?a=1"


@pytest.mark.parametrize(
    ("location", "reason"),
    [
        pytest.param("/a", "over 5 redirects", id="in-a-circle"),
        pytest.param("http://127.0.0.2/", "lies in a private network", id="this-machine"),
        pytest.param("http://10.0.0.1/", "lies in a private network", id="private"),
        pytest.param("http://169.254.169.254/meta", "lies in a private network", id="link-local"),
        pytest.param("http://[::1]/", "lies in a private network", id="loopback-6"),
        pytest.param("http://2130706434/", "lies in a private network", id="as-one-number"),
        pytest.param("file:///etc/passwd", "not an address of http", id="file"),
        pytest.param("gopher://127.0.0.1/", "not an address of http", id="gopher"),
        pytest.param("http://a:b@127.0.0.1/", "a password in it", id="password"),
        pytest.param("", "not an address of http", id="nowhere"),
        pytest.param("http://[", "leads nowhere", id="broken"),
    ],
)
def test_a_redirect_that_is_not_followed(
    site: Site, client: MakeClient, location: str, reason: str
) -> None:
    assert reason in refusal(client(), site.put("/a", status=302, Location=location))


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "localhost", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254"),
        *("0.0.0.0", "100.64.0.1", "224.0.0.1", "[::1]", "[fe80::1]", "[fc00::1]", "[::]"),
        *("[::ffff:127.0.0.1]", "[64:ff9b::a00:1]", "[2002:7f00:1::]", "2130706433", "0x7f.1"),
        "127.1",
    ],
)
def test_no_address_of_a_private_network(host: str) -> None:
    with pytest.raises(InputError, match=r"lies in a private network|is not known"):
        allowed_addresses(parse(f"http://{host}/"), Policy())


def test_the_standing_policy_asks_nobody_here(site: Site) -> None:
    assert "lies in a private network" in refusal(Client(), site.put("/feed", FEED))
    assert site.asked == []


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The addresses that ``news.example`` has at each look-up, which takes them from the list."""
    answers: list[list[str]] = []
    honest = socket.getaddrinfo

    def look_up(host: str, port: int, *more: int, **named: int) -> list[Any]:
        if host != "news.example":
            return list(honest(host, port, *more, **named))
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in answers.pop(0)]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return answers


def test_a_name_that_changes_its_address_after_the_check(
    site: Site, client: MakeClient, names: list[list[str]]
) -> None:
    url = site.put("/feed", FEED).replace("127.0.0.1", "news.example")
    # The rules of the site are asked at the address that was checked; the next look-up is checked
    # anew. Were the name looked up again for connecting, the list would run out.
    names += [["127.0.0.1"], ["127.0.0.9"]]

    assert "lies in a private network" in refusal(client(), url)
    assert [path for path, _ in site.asked] == ["/robots.txt"]
    assert names == []


def test_of_several_addresses_only_public_ones_are_asked(names: list[list[str]]) -> None:
    names += [["127.0.0.1", "93.184.216.34", "10.0.0.1"]]

    assert allowed_addresses(parse("http://news.example/"), Policy()) == ["93.184.216.34"]


@pytest.mark.parametrize("address", ["93.184.216.34", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_an_address_of_the_internet(address: str) -> None:
    import ipaddress

    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        pytest.param("https://", "not an address of http", id="no-host"),
        pytest.param("https://x y/", "without spaces", id="space"),
        pytest.param("https://x.example/\r\nHost: y", "without spaces", id="second-header"),
        pytest.param("https://x.example/" + "a" * 3000, "at most 2000", id="endless"),
        pytest.param("https://x.example:99999/", "not a web address", id="no-such-port"),
        pytest.param("https://user:word@x.example/", "a password in it", id="password"),
        pytest.param("https://x.invalid/", "is not known", id="unknown-host"),
        pytest.param(f"https://{'a' * 70}.example/", "is not known|not a web", id="long-label"),
    ],
)
def test_an_address_that_is_none(client: MakeClient, url: str, reason: str) -> None:
    assert any(part in refusal(client(), url) for part in reason.split("|"))


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (403, "does not let programs in"),
        (429, "asked too often"),
        (500, "has trouble"),
        (410, "removed"),
    ],
)
def test_a_server_that_says_no(site: Site, client: MakeClient, status: int, reason: str) -> None:
    said = refusal(client(), site.put("/feed", "<h1>\u202eno</h1>", status=status))

    assert said.startswith(f"the server answers {status}: ")
    assert reason in said


def _endless(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    while True:
        request.wfile.write(b"x" * 65536)


def _drip(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.end_headers()
    while True:
        request.wfile.write(b"x")
        time.sleep(0.05)


def _drip_headers(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        request.wfile.write(b"x")
        time.sleep(0.05)


def _many_headers(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\n" + b"a: b\r\n" * 500 + b"\r\n")


def _silent(_: BaseHTTPRequestHandler) -> None:
    time.sleep(3)


def _cut(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx")


BOMB = gzip.compress(bytes(8_000_000))


def _bomb(request: BaseHTTPRequestHandler) -> None:
    request.send_response(200)
    request.send_header("Content-Encoding", "gzip")
    request.end_headers()
    request.wfile.write(BOMB)


def _nonsense(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"\x00\x01\x02 \xff\n\n")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        pytest.param(_endless, "more than 1 MiB", id="endless"),
        pytest.param(_bomb, "more than 1 MiB", id="packed-bomb"),
        pytest.param(_drip, "took over 1 s", id="drop-by-drop"),
        pytest.param(_drip_headers, "took over 1 s", id="headers-drop-by-drop"),
        pytest.param(_silent, "cannot be fetched", id="silent"),
        pytest.param(_cut, "cannot be fetched", id="cut-off"),
        pytest.param(_many_headers, "cannot be fetched", id="headers-without-end"),
        pytest.param(_nonsense, "cannot be fetched", id="not-http"),
    ],
)
def test_an_answer_that_means_harm(
    site: Site, client: MakeClient, answer: Callable[[BaseHTTPRequestHandler], None], reason: str
) -> None:
    site.answers["/a"] = answer
    began = time.monotonic()
    asking = client(most_bytes=1 << 20, whole_s=1, read_s=0.5)

    assert reason in refusal(asking, f"{site.url}/a")
    assert time.monotonic() - began < 3


def _in_chunks(request: BaseHTTPRequestHandler) -> None:
    request.wfile.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
    for letter in b"abc":
        request.wfile.write(b"1\r\n" + bytes([letter]) + b"\r\n")
    request.wfile.write(b"0\r\n\r\n")


def test_an_answer_in_chunks(site: Site, client: MakeClient) -> None:
    site.answers["/a"] = _in_chunks

    assert client().fetch(f"{site.url}/a").content == b"abc"


def test_a_packed_answer(site: Site, client: MakeClient) -> None:
    url = site.put("/a", gzip.compress(FEED.encode()), Content_Encoding="gzip")

    assert client().fetch(url).content == FEED.encode()


def test_a_port_where_nobody_listens(client: MakeClient) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    assert "cannot be fetched" in refusal(client(), f"http://127.0.0.1:{port}/")


def test_a_page_at_an_address_is_no_other_outlet(
    site: Site, client: MakeClient, registry: Registry
) -> None:
    forged = PAGE.replace("<head>", "<head><meta property='og:url' content='https://sana.sy/1'>")
    url = site.put("/a", forged, Content_Type="text/html")
    (found,) = read_paths([url], registry, outlet="صوت الشاطئ", fetch=client().fetch)

    assert isinstance(found, Article)
    assert found.url == url


def test_starting_the_program_loads_nothing_of_this() -> None:
    names = "feedparser", "warcio", "urllib3", "certifi", "protego", "lxml", "requests"
    code = (
        f"import sys, cli, crosscheck.pipeline; print([n for n in {names!r} if n in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)

    assert done.stdout.decode().strip() == "[]"
