"""Signs: words that change how the figures around them are read."""

from __future__ import annotations

from dataclasses import dataclass

from crosscheck.extract.count_marks import Mark
from crosscheck.extract.count_roles import Role

_NOTHING = 6  # words that a "no" reaches


@dataclass(slots=True)
class Signs:
    """The signs in force at one place of a sentence.

    ``nothing`` is the word behind a negation. ``is_bounded`` bounds the next figure from below,
    ``is_provisional`` all figures of the sentence; ``is_rising`` marks totals; ``is_lost`` says
    that a word of loss was met, without which "his life" tells no fate.
    """

    nothing: int | None = None
    is_nobody: bool = False
    is_bounded: bool = False
    is_denied: bool = False
    is_rising: bool = False
    is_provisional: bool = False
    is_lost: bool = False

    def denies(self, word: int) -> bool:
        """Whether a negation reaches a word."""
        return self.nothing is not None and word - self.nothing <= _NOTHING

    def deny_next(self, word: int) -> None:
        """Let a negation reach two words further: "no dead or wounded"."""
        self.nothing = word + 2 - _NOTHING

    def obey(self, mark: Mark) -> None:
        """Take note of a mark that is no figure and no event."""
        for role in mark.entry.signs:
            if role in (Role.NOTHING, Role.NOBODY):
                self.nothing, self.is_nobody = mark.last, role is Role.NOBODY
            elif role is Role.UNKNOWN:
                self.nothing = None
            elif role in (Role.DENIAL, Role.HYPOTHESIS):
                self.is_denied = True
            elif role in (Role.SAYING, Role.RESPONSIBILITY):
                self.is_denied = False
            elif role is Role.RISE:
                self.is_rising = True
            elif role is Role.CLAUSE and Role.RELATIVE not in mark.entry.senses:
                self.is_rising = False
            elif role is Role.PROVISIONAL:
                self.is_provisional = True
            elif role is Role.LOSS:
                self.is_lost = True
