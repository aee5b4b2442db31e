"""Who credits whom in an incident, laid out in columns from publishers to the ends of trails."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from crosscheck.records import Attribution
from crosscheck.report.bilingual import Both, label
from crosscheck.report.names import UNNAMED
from crosscheck.sources import source_key
from crosscheck.vocabulary import SourceType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from crosscheck.records import Claim
    from crosscheck.report.incident_view import IncidentView

NODE_WIDTH, NODE_HEIGHT = 168, 34
_COLUMN, _LINE, _MARGIN, _BEND, _LOOP = 236, 50, 14, 34, 44


@dataclass(frozen=True, slots=True)
class Node:
    """A source at a place of the drawing; ``fan`` is how many outlets have it as sole origin."""

    id: str
    name: Both
    kind: str
    x: int
    y: int
    fan: int


@dataclass(frozen=True, slots=True)
class Edge:
    """From who tells to who is credited; ``path`` is SVG path data."""

    tail: Both
    head: Both
    path: str
    circular: bool
    copied: bool


@dataclass(frozen=True, slots=True)
class AttributionGraph:
    """A drawing of ``width`` x ``height`` units; no edges means that nobody is credited."""

    nodes: Sequence[Node]
    edges: Sequence[Edge]
    width: int
    height: int

    @property
    def has_cycle(self) -> bool:
        """Whether a trail leads back to where it began."""
        return any(edge.circular for edge in self.edges)


def attribution_graph(view: IncidentView) -> AttributionGraph:
    """The graph of an incident: its outlets, whom they credit, and from whom they copy."""
    kinds: dict[str, str] = dict.fromkeys(view.outlets, "outlet")
    names: dict[str, Both] = {outlet: view.name(outlet) for outlet in view.outlets}
    links: dict[tuple[str, str], bool] = {}
    for claim in view.claims:
        for tail, head in _credits(claim, names, kinds, view):
            links[tail, head] = False
    for article in view.articles:
        copy = view.index.copies.get(article.id)
        origin = None if copy is None else view.index.articles.get(copy.origin_id)
        if origin is not None and origin.outlet != article.outlet:
            names.setdefault(origin.outlet, view.name(origin.outlet))
            kinds.setdefault(origin.outlet, "outlet")
            links.setdefault((article.outlet, origin.outlet), True)
    circular = _circular(links)
    returning = _returning(list(names), links)
    first = {node for link in circular for node in link}
    ranked = sorted(names, key=lambda node: node not in first)
    top = _MARGIN + (_LOOP if returning else 0)
    places = _places(ranked, [link for link in links if link not in returning], top)
    fans = _fans(view)
    nodes = [
        Node(node, names[node], kinds[node], *places[node], fans.get(node, 0)) for node in names
    ]
    edges = [
        Edge(
            names[tail],
            names[head],
            _path(places[tail], places[head], returns=(tail, head) in returning),
            (tail, head) in circular,
            copied,
        )
        for (tail, head), copied in links.items()
    ]
    width = max((x for x, _ in places.values()), default=0) + NODE_WIDTH + _MARGIN
    height = max((y for _, y in places.values()), default=0) + NODE_HEIGHT + _MARGIN
    return AttributionGraph(nodes, edges, width, height)


def _credits(
    claim: Claim, names: dict[str, Both], kinds: dict[str, str], view: IncidentView
) -> Iterator[tuple[str, str]]:
    """The steps of a claim's chain, from its publisher outwards; adds the sources it meets."""
    tail = claim.outlet
    for link in claim.attribution:
        head = _node_id(link, claim)
        names.setdefault(head, _node_name(link, view))
        kinds.setdefault(head, "outlet" if link.type is SourceType.NAMED_OUTLET else link.type)
        if head != tail:
            yield tail, head
        tail = head


def _node_id(link: Attribution, claim: Claim) -> str:
    """As for ``Origin``: a named source is one node, an unnamed one is one for each article."""
    if link.source_id is None and link.type is SourceType.UNNAMED:
        return f"{UNNAMED}{claim.article_id}"
    if link.source_id is None and link.type is SourceType.EYEWITNESS:
        return f"eyewitness:{claim.article_id}"
    return source_key(link)


def _node_name(link: Attribution, view: IncidentView) -> Both:
    if link.source_id is not None:
        return view.name(link.source_id)
    if link.type is SourceType.EYEWITNESS:
        return label("incident.eyewitnesses")
    return Both(link.text, link.text)


def _circular(links: Mapping[tuple[str, str], bool]) -> set[tuple[str, str]]:
    """The links that lie on a cycle: their head leads back to their tail."""
    following = _following(links)
    return {(tail, head) for tail, head in links if tail in _reached(head, following)}


def _following(links: Iterable[tuple[str, str]]) -> Mapping[str, list[str]]:
    following: dict[str, list[str]] = defaultdict(list)
    for tail, head in links:
        following[tail].append(head)
    return following


def _returning(nodes: Sequence[str], links: Mapping[tuple[str, str], bool]) -> set[tuple[str, str]]:
    """The links that lead back to where a walk came from; without them there is no cycle."""
    following = _following(links)
    returning: set[tuple[str, str]] = set()
    done: set[str] = set()
    for start in nodes:
        walk = [] if start in done else [(start, iter(following.get(start, ())))]
        on_walk = {start}
        while walk:
            node, heads = walk[-1]
            head = next(heads, None)
            if head is None:
                walk.pop()
                on_walk.discard(node)
                done.add(node)
            elif head in on_walk:
                returning.add((node, head))
            elif head not in done:
                walk.append((head, iter(following.get(head, ()))))
                on_walk.add(head)
    return returning


def _reached(start: str, following: Mapping[str, list[str]]) -> set[str]:
    seen, waiting = {start}, deque([start])
    while waiting:
        for node in following.get(waiting.popleft(), ()):
            if node not in seen:
                seen.add(node)
                waiting.append(node)
    return seen


def _places(
    nodes: Sequence[str], straight: Sequence[tuple[str, str]], top: int
) -> dict[str, tuple[int, int]]:
    """A column by the longest way from a publisher, a line beside those that credit it."""
    depth = _depths(nodes, straight)
    columns: dict[int, list[str]] = defaultdict(list)
    for node in nodes:
        columns[depth[node]].append(node)
    tails: dict[str, list[str]] = defaultdict(list)
    for tail, head in straight:
        tails[head].append(tail)
    line: dict[str, float] = {}
    for column in sorted(columns):
        # Beside those that credit it, so that few arrows cross.
        columns[column].sort(key=lambda node: _mean([line[tail] for tail in tails[node]]))
        line.update({node: number for number, node in enumerate(columns[column])})
    return {
        node: (_MARGIN + depth[node] * _COLUMN, top + int(line[node]) * _LINE) for node in nodes
    }


def _mean(lines: Sequence[float]) -> float:
    return sum(lines) / len(lines) if lines else 0.0


def _depths(nodes: Sequence[str], straight: Sequence[tuple[str, str]]) -> dict[str, int]:
    """The number of steps on the longest way to each node; the links hold no cycle."""
    following = _following(straight)
    waiting_for: dict[str, int] = defaultdict(int)
    for _, head in straight:
        waiting_for[head] += 1
    depth = dict.fromkeys(nodes, 0)
    ready = deque(node for node in nodes if not waiting_for[node])
    while ready:
        tail = ready.popleft()
        for head in following.get(tail, ()):
            depth[head] = max(depth[head], depth[tail] + 1)
            waiting_for[head] -= 1
            if not waiting_for[head]:
                ready.append(head)
    return depth


def _fans(view: IncidentView) -> dict[str, int]:
    """For each origin that more than one outlet leads back to, how many do."""
    fans = {}
    for origin in view.incident.origins:
        outlets = {view.index.articles[article_id].outlet for article_id in origin.articles}
        if len(outlets) > 1:
            fans[origin.source] = len(outlets)
    return fans


def _path(tail: tuple[int, int], head: tuple[int, int], *, returns: bool) -> str:
    """A curve from the side of one node to the facing side of the next; back, it runs above."""
    if returns:
        x1, x2 = tail[0] + NODE_WIDTH // 2, head[0] + NODE_WIDTH // 2
        high = min(tail[1], head[1]) - _LOOP
        return f"M{x1} {tail[1]}C{x1} {high} {x2} {high} {x2} {head[1] - 2}"
    x1, x2 = tail[0] + NODE_WIDTH, head[0] - 2
    y1, y2 = tail[1] + NODE_HEIGHT // 2, head[1] + NODE_HEIGHT // 2
    return f"M{x1} {y1}C{x1 + _BEND} {y1} {x2 - _BEND} {y2} {x2} {y2}"
