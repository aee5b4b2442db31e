"""Signs that stand inside names and hide them: #نهر_ميديا, ميليشيا "قسد", كتائب (القسام)."""

from __future__ import annotations

UNDERSCORE = frozenset("_")
HASHTAG = frozenset("#_")
SIGNS = HASHTAG | frozenset("\"'“”«»‘’()[]")
