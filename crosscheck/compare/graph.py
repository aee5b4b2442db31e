"""Directed graphs, walked without recursion: components, what each leads to, and circles."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence

Graph = Mapping[str, Sequence[str]]


def components(graph: Graph) -> list[tuple[str, ...]]:
    """Strongly connected components, each sorted; every one comes after those it leads to.

    Source: Tarjan, "Depth-first search and linear graph algorithms" (1972), with its stack of
    calls kept by hand, so that a chain of any length is walked in linear time.
    """
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_nodes: list[str] = []
    is_open: set[str] = set()
    found: list[tuple[str, ...]] = []
    for root in sorted(graph):
        if root in order:
            continue
        walk = [(root, iter(graph[root]))]
        order[root] = lowest[root] = len(order)
        open_nodes.append(root)
        is_open.add(root)
        while walk:
            node, ahead = walk[-1]
            step = next((n for n in ahead if n not in order or n in is_open), None)
            if step is None:
                walk.pop()
                if walk:
                    parent = walk[-1][0]
                    lowest[parent] = min(lowest[parent], lowest[node])
                if lowest[node] == order[node]:
                    found.append(_closed(node, open_nodes, is_open))
            elif step in order:
                lowest[node] = min(lowest[node], order[step])
            else:
                order[step] = lowest[step] = len(order)
                open_nodes.append(step)
                is_open.add(step)
                walk.append((step, iter(graph.get(step, ()))))
    return found


def _closed(root: str, open_nodes: list[str], is_open: set[str]) -> tuple[str, ...]:
    members = []
    while True:
        node = open_nodes.pop()
        is_open.discard(node)
        members.append(node)
        if node == root:
            return tuple(sorted(members))


def circle(graph: Graph, component: Sequence[str]) -> tuple[str, ...]:
    """A shortest way from the first node of a component back to it; empty if there is none."""
    start, inside = component[0], set(component)
    came_from: dict[str, str] = {}
    ahead = deque([start])
    while ahead:
        node = ahead.popleft()
        for step in sorted(set(graph.get(node, ())) & inside):
            if step == start:
                return _path(node, start, came_from)
            if step not in came_from:
                came_from[step] = node
                ahead.append(step)
    return ()


def _path(last: str, start: str, came_from: Mapping[str, str]) -> tuple[str, ...]:
    path = [start, last] if last != start else [start]
    while last != start:
        last = came_from[last]
        path.append(last)
    return tuple(reversed(path))
