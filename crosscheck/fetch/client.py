"""``Client.fetch``: one page or feed, asked for as a good guest of the site."""

from __future__ import annotations

import contextlib
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from crosscheck.errors import InputError
from crosscheck.fetch.cache import Cache, Kept
from crosscheck.fetch.exchange import Reply, ask
from crosscheck.fetch.policy import NAME, Policy, Target, parse, user_agent
from crosscheck.ingest.document import MEBIBYTE, Fetched

if TYPE_CHECKING:
    from collections.abc import Mapping

    from protego import Protego

_ACCEPT = "application/rss+xml, application/atom+xml, text/html;q=0.9, */*;q=0.5"
_MOVED = frozenset((301, 302, 303, 307, 308))
_OK, _UNCHANGED = 200, 304
# RFC 9309: rules are read up to 500 KiB, and kept no longer than a day.
_MOST_RULES = MEBIBYTE // 2
_RULES_KEPT_S = 3_600
_WAYS_OUT = {
    401: "it asks for a password. Save the page as a file",
    402: "it asks for payment. Save the page as a file",
    403: "it does not let programs in. Save the page as a file",
    404: "there is no such page. Check the address",
    410: "the page was removed. Take the address out",
    429: "it was asked too often. Try again later",
}


@dataclass(frozen=True, slots=True)
class _Rules:
    """The robots.txt of a site until it is read again; None where everything is forbidden."""

    until: float
    robots: Protego | None


class Client:
    """Fetches pages; remembers, while it lives, the rules of each site and when it was asked."""

    def __init__(self, policy: Policy | None = None, cache: Cache | None = None) -> None:
        self._policy = policy or Policy()
        self._cache = cache
        self._rules: dict[str, _Rules] = {}
        self._next: dict[str, float] = {}

    def fetch(self, url: str) -> Fetched:
        """What lies at an address, as it was last sent where the server says it is unchanged.

        Raises:
            InputError: it must not be fetched, cannot be, or is not worth its size.
        """
        kept = self._cache.get(url) if self._cache else None
        headers = {"Accept": _ACCEPT, **(kept.conditions() if kept else {})}
        target, reply = self._follow(parse(url), headers, self._policy, obey=True)
        if kept and reply.status == _UNCHANGED:
            return Fetched(kept.address, kept.media_type, kept.content)
        if reply.status != _OK:
            way_out = _WAYS_OUT.get(reply.status, "it has trouble. Try again later")
            raise InputError(f"the server answers {reply.status}: {way_out}")
        media_type = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
        if self._cache:
            etag, modified = (reply.headers.get(name, "") for name in ("etag", "last-modified"))
            self._cache.put(url, Kept(target.url, media_type, etag, modified, reply.content))
        return Fetched(target.url, media_type, reply.content)

    def _follow(
        self, target: Target, headers: Mapping[str, str], policy: Policy, *, obey: bool
    ) -> tuple[Target, Reply]:
        """The reply at the end of all redirects; each of them is checked like the first."""
        headers = {"User-Agent": user_agent(), **headers}
        for _ in range(policy.most_redirects + 1):
            if obey:
                self._check_rules(target)
            self._wait(target)
            reply = ask(target, headers, policy)
            if reply.status not in _MOVED:
                return target, reply
            target = parse(_joined(target.url, reply.headers.get("location", "")))
        raise InputError(f"over {policy.most_redirects} redirects. Give the address they lead to")

    def _check_rules(self, target: Target) -> None:
        """Refuse what the site's robots.txt forbids (RFC 9309).

        Raises:
            InputError: it forbids the address, or the site cannot say whether it does.
        """
        site = f"{target.scheme}://{target.origin}"
        rules = self._rules.get(site)
        if rules is None or rules.until < time.monotonic():
            rules = self._rules[site] = self._read_rules(site)
        if rules.robots is None:
            raise InputError("its robots.txt cannot be read, which forbids all. Try again later")
        if not rules.robots.can_fetch(target.url, NAME):
            raise InputError("its robots.txt forbids it. Ask the site, or save it as a file")
        if delay := rules.robots.crawl_delay(NAME):
            self._postpone(target, min(delay, self._policy.longest_pause_s))

    def _read_rules(self, site: str) -> _Rules:
        from protego import Protego  # noqa: PLC0415 - only addresses need it

        policy = replace(self._policy, most_bytes=min(self._policy.most_bytes, _MOST_RULES))
        _, reply = self._follow(parse(f"{site}/robots.txt"), {}, policy, obey=False)
        until = time.monotonic() + _RULES_KEPT_S
        if reply.status == _OK:
            return _Rules(until, Protego.parse(reply.content.decode("utf-8", "replace")))
        # Without rules all is allowed; from a server in trouble nothing is taken.
        return _Rules(until, Protego.parse("") if 400 <= reply.status < 500 else None)

    def _wait(self, target: Target) -> None:
        time.sleep(max(0.0, self._next.get(target.host, 0) - time.monotonic()))
        self._next[target.host] = time.monotonic() + self._policy.pause_s

    def _postpone(self, target: Target, seconds: float) -> None:
        """Leave a host in peace for this long after its last request."""
        last = self._next.get(target.host, 0) - self._policy.pause_s
        self._next[target.host] = last + max(seconds, self._policy.pause_s)


def open_client() -> Client:
    """A client that keeps replies in the user's cache folder."""
    import platformdirs  # noqa: PLC0415 - only addresses need it

    folder = Path(platformdirs.user_cache_dir(NAME, appauthor=False)) / "pages"
    return Client(cache=Cache(folder))


def _joined(base: str, location: str) -> str:
    """Where a redirect leads; servers write such addresses in UTF-8, which HTTP reads as Latin-1.

    Raises:
        InputError: it leads nowhere.
    """
    with contextlib.suppress(UnicodeError):  # it was in Latin-1
        location = location.encode("latin-1").decode("utf-8")
    try:
        return urljoin(base, location) if location else ""
    except ValueError as error:
        raise InputError("a redirect that leads nowhere. Check the address") from error
