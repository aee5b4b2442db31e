"""Figures: the numbers of people that a sentence names, before asking what happened to them."""

from __future__ import annotations

from collections.abc import Sequence

from crosscheck.extract.count_figure import Figure
from crosscheck.extract.count_lexicon import CountLexicon
from crosscheck.extract.count_marks import Mark
from crosscheck.extract.count_roles import Role, Sense, Shape
from crosscheck.lang.words import Word
from crosscheck.vocabulary import Qualifier

_BEHIND_PEOPLE = frozenset((Shape.VERB, Shape.STATE))
_VERB_REACH = 2  # words between people and the verb of their own: "20 were also injured"


class FigureReader:
    """Reads the figures that start at the marks of one sentence."""

    def __init__(self, words: Sequence[Word], marks: Sequence[Mark], lexicon: CountLexicon) -> None:
        self._words = words
        self._marks = marks
        self._lexicon = lexicon
        self._labelled = -9
        self._peeked: tuple[int, tuple[Figure | None, int]] | None = None

    def may_start(self, index: int) -> bool:
        """Whether a figure may start at a mark."""
        mark = self._marks[index]
        return mark.starts_figure or (mark.entry.starts_number and self._is_number(index + 1))

    def peek(self, index: int) -> Figure | None:
        """The figure at ``marks[index]``, before it is read."""
        self._peeked = index, self._read(index, rising=False)
        return self._peeked[1][0]

    def read(self, index: int, *, rising: bool = False) -> tuple[Figure | None, int]:
        """The figure at ``marks[index]``, or None, and the index of the mark after it.

        ``rising`` says that "from 31 to 32" is an old and a new figure, not a range.
        """
        peeked, self._peeked = self._peeked, None
        if peeked is not None and peeked[0] == index and not rising:
            return peeked[1]
        return self._read(index, rising=rising)

    def _read(self, index: int, *, rising: bool) -> tuple[Figure | None, int]:
        start, qualifiers = index, list[Qualifier]()
        while (mark := self._mark(index)) and (sense := mark.entry.senses.get(Role.BEFORE)):
            if index > start and self._gap(index):
                break
            assert sense.qualifier
            qualifiers.append(sense.qualifier)
            index += 1
        figure, after = None, index
        if index == start or (index < len(self._marks) and self._follows(index)):
            figure, after = self._counted(index, rising=rising)
        if Qualifier.VAGUE in qualifiers:
            figure, after = self._several(figure, index, after)
        if figure is None:
            return None, start + 1
        first = self._marks[start]
        figure.first, figure.skip = first.first, first.skip
        if self._is_open(figure, after):
            figure.is_open = True
        figure.is_definite = figure.is_definite or self._is_construct(figure, after)
        figure.is_joined = self.is_joined(start)
        figure.after_comma = self._follows_comma(start)
        after = self._trailing(figure, after, qualifiers)
        figure.is_apart = self._has_own_event(figure, after)
        figure.bound(qualifiers)
        return figure, after

    def is_joined(self, index: int) -> bool:
        """Whether "and" stands before a mark, as a word or as a clitic."""
        mark = self._marks[index]
        if mark.clitics and not self._lexicon.numbers.joiners.isdisjoint(mark.clitics):
            return True
        if self._has(index - 1, Role.DETERMINER) and not self._gap(index):
            index -= 1
        before = self._mark(index - 1)
        return before is not None and before.entry.joins and not self._gap(index)

    def _has_own_event(self, figure: Figure, index: int) -> bool:
        """As in "among them women, and 20 were injured": no part of the people before."""
        if not figure.is_joined or not figure.has_numeral:
            return False
        if self._has(index, Role.AUX):
            index += 1
        mark = self._mark(index)
        event = None if mark is None else mark.sense(Role.EVENT)
        if mark is None or event is None or event.kind is None:
            return False
        return event.shape in _BEHIND_PEOPLE and mark.first - figure.last <= _VERB_REACH

    def _follows_comma(self, index: int) -> bool:
        """Whether a comma stands before the mark, or before its determiner."""
        if self._has(index - 1, Role.DETERMINER):
            index -= 1
        return self._has(index - 1, Role.COMMA)

    def _is_open(self, figure: Figure, after: int) -> bool:
        """Whether a noun that the lexicon does not know follows a bare number."""
        end = self._marks[after].first if after < len(self._marks) else len(self._words)
        if not figure.is_bare or end == figure.last:
            return False
        return self._lexicon.numeral_after_noun and self._words[figure.last].text[0].isalpha()

    def _is_construct(self, figure: Figure, after: int) -> bool:
        """Whether a definite word makes victims known: "ضحايا الهجوم"."""
        if figure.kind is None or figure.is_numbered or figure.is_quantified:
            return False
        if figure.last >= len(self._words):
            return False
        word = self._words[figure.last]
        mark = self._mark(after)
        if mark is not None and mark.first == figure.last and not mark.sense(Role.UNIT):
            return False
        return any(self._lexicon.definite.intersection(stem.clitics) for stem in word.form.stems)

    def _mark(self, index: int) -> Mark | None:
        return self._marks[index] if 0 <= index < len(self._marks) else None

    def _gap(self, index: int) -> int:
        """How many words without a meaning stand before a mark."""
        return self._marks[index].first - self._marks[index - 1].last

    def _follows(self, index: int) -> bool:
        """Whether a qualifier may still bound the mark: at once, or before its noun."""
        return self._gap(index) <= (0 if self._marks[index].number else self._lexicon.noun_gap)

    def _has(self, index: int, *roles: Role) -> bool:
        mark = self._mark(index)
        return mark is not None and not mark.entry.senses.keys().isdisjoint(roles)

    def _is_number(self, index: int) -> bool:
        mark = self._mark(index)
        return mark is not None and mark.number is not None and not self._gap(index)

    def _several(self, figure: Figure | None, index: int, after: int) -> tuple[Figure | None, int]:
        """As in "several", before people or alone; "some 40" stays a number."""
        last = self._marks[index - 1]
        if figure is None:
            if self._has(index, Role.UNIT) and self._gap(index) <= self._lexicon.noun_gap:
                return None, index
            figure, after = Figure(last.first, last.last, None, None, Qualifier.VAGUE), index
            figure.is_bare = True
        elif not figure.has_numeral:
            figure.low = figure.high = None
            figure.qualifier = Qualifier.VAGUE
        figure.is_definite = figure.is_weak = False
        figure.is_quantified = True
        return figure, after

    def _counted(self, index: int, *, rising: bool) -> tuple[Figure | None, int]:
        mark = self._marks[index]
        if mark.number is not None:
            return self._numbered(index)
        senses = mark.entry.senses
        if Role.SPAN in senses or Role.FROM in senses:
            return self._range(index, rising=rising)
        if Role.OPEN in senses and self._is_number(index + 1) and self._has(index + 2, Role.CLOSE):
            return self._bracketed(index + 1)
        if Role.OTHER in senses and self._is_number(index + 1) and not self.is_joined(index + 1):
            figure, after = self._numbered(index + 1)  # "another two"
            if figure is not None:
                figure.is_bare = False
            return figure, after
        return self._noun(index)

    def _bracketed(self, index: int) -> tuple[Figure | None, int]:
        """As in "(5) شهداء": the noun stands outside."""
        head, after = self._noun(index + 2)
        number = self._marks[index].number
        if head is None or number is None or self._gap(index + 2):
            return None, index
        head.low = head.high = number.value
        head.qualifier, head.has_numeral = Qualifier.EXACT, True
        return head, after

    def _range(self, index: int, *, rising: bool) -> tuple[Figure | None, int]:
        """Read "between 10 and 15", "from 10 to 15"; the latter may be an old and a new toll."""
        low, high = index + 1, index + 2
        if not self._is_number(low):
            return None, index + 1
        if not self._is_number(high):
            high += 1
            if not self._is_number(high) or not self._has(low + 1, Role.RANGE, Role.AND, Role.TO):
                return None, index + 1
        elif not self.is_joined(high):
            return None, index + 1
        if rising and self._has(index, Role.FROM):
            return self._numbered(high)
        return self._between(index, low, high)

    def _between(self, start: int, low: int, high: int) -> tuple[Figure | None, int]:
        smaller, larger = self._marks[low].number, self._marks[high].number
        assert smaller
        assert larger
        figure, after = self._numbered(high, in_range=True)
        if figure is None or smaller.value >= larger.value:
            return None, start + 1
        figure.first = self._marks[start].first
        figure.low, figure.high, figure.qualifier = smaller.value, larger.value, Qualifier.RANGE
        return figure, after

    def _numbered(self, index: int, *, in_range: bool = False) -> tuple[Figure | None, int]:
        mark = self._marks[index]
        number = mark.number
        assert number
        is_age = self._has(index + 1, Role.AGE) and not self._gap(index + 1)
        if not is_age and self._is_labelled(index):
            return None, index + 1
        if not in_range and self._has(index + 1, Role.RANGE) and self._is_number(index + 2):
            figure, after = self._between(index, index, index + 2)
            if figure is not None:
                return figure, after
        if is_age:
            return self._aged(index)
        figure = Figure(mark.first, mark.last, number.value, number.value, Qualifier.EXACT)
        figure.has_numeral = True
        figure.is_definite = self._is_definite(mark)
        if number.is_vague:
            figure.high, figure.qualifier = None, Qualifier.VAGUE
        return self._with_noun(figure, index + 1)

    def _is_labelled(self, index: int) -> bool:
        """As in "highway 61", "ages 25, 26 and 33", "Mikel, 27, was": no people."""
        if self._gap(index) if index else True:
            return False
        if self._has(index - 1, Role.LABEL):
            self._labelled = index
            return True
        if not self._has(index - 1, Role.COMMA, Role.AND):
            return False
        start = index - 1
        while self._has(start, Role.COMMA, Role.AND):
            start -= 1
        if start != self._labelled and not self._is_between_commas(index):
            return False
        self._labelled = index
        return True

    def _is_between_commas(self, index: int) -> bool:
        """As in "Mikel, 27, was" and "two brothers, 5 and 7, were": ages."""
        after = index + 1
        while self._has(after, Role.AND) and self._is_number(after + 1):
            after += 2
        return (
            self._has(index - 1, Role.COMMA)
            and self._has(after, Role.COMMA)
            and not self._gap(after)
        )

    def _with_noun(self, figure: Figure, index: int) -> tuple[Figure | None, int]:
        """The figure with the noun after its number, if that is a word for people."""
        if index == len(self._marks):
            figure.is_bare = True
            return figure, index
        noun, reach = index, self._lexicon.noun_gap
        if self._has(index, Role.OF) and not self._gap(index):
            noun, reach = index + 1, max(reach, 1)
        head = None
        if noun < len(self._marks) and self._gap(noun) <= reach:
            # "three of the shells", but "three of one family"
            if self._is_unit(noun) and (noun == index or self._is_definite(self._marks[noun])):
                return None, noun
            head, after = self._noun(noun)
        if head is None or head.is_joined:
            figure.is_bare = True
            return figure, index
        if noun > index and head.kind is not None and head.is_definite and figure.high is not None:
            figure.last = head.last  # "three of the wounded": only what became of them counts
            return figure, after
        figure.kind, figure.contrast, figure.who = head.kind, head.contrast, head.who
        figure.last = head.last
        return figure, after

    def _is_unit(self, index: int) -> bool:
        """Whether things are counted; in "أصيب ثلاثة بقذيفة" they only hit the people."""
        clitics = self._marks[index].clitics
        return self._has(index, Role.UNIT) and self._lexicon.prepositions.isdisjoint(clitics)

    def _aged(self, index: int) -> tuple[Figure | None, int]:
        """As in "a 15-year-old boy" is one person."""
        mark, age = self._marks[index], self._marks[index + 1]
        figure = Figure(mark.first, age.last, 1, 1, Qualifier.EXACT)
        after = index + 2
        if after < len(self._marks) and self._gap(after) <= self._lexicon.noun_gap:
            head, behind = self._noun(after)
            if head is not None and not head.is_joined:
                figure.who, figure.last = head.who, head.last
                return figure, behind
        return figure, after

    def _is_definite(self, mark: Mark) -> bool:
        definite = self._lexicon.definite
        if not definite.isdisjoint(mark.clitics):
            return True
        return mark.first > 0 and self._words[mark.first - 1].text in definite

    def _noun(self, index: int) -> tuple[Figure | None, int]:
        """People without a numeral: the noun itself says one, two or several."""
        figure: Figure | None = None
        while (mark := self._mark(index)) and (sense := mark.entry.noun):
            if figure is None:
                figure = self._head(mark, sense)
                figure.is_joined = self.is_joined(index)
            elif self._describes(figure, index, sense):
                figure = figure.describing(self._head(mark, sense))
            elif (
                self._gap(index)
                or self.is_joined(index)
                or (figure.is_definite and not self._is_definite(mark))
            ):
                break
            else:
                figure.is_definite = self._is_definite(mark)
                figure.join(mark.last, sense)
            index += 1
        if figure is not None and figure.kind is not None and not figure.has_numeral:
            return self._with_own_number(figure, index)
        return figure, index

    def _describes(self, figure: Figure, index: int, sense: Sense) -> bool:
        """As in "Syrian army soldiers": what can be an adjective is one before its noun."""
        is_near = self._gap(index) <= 1 <= self._lexicon.noun_gap
        return is_near and figure.is_weak and not sense.is_weak

    def _with_own_number(self, bodies: Figure, index: int) -> tuple[Figure | None, int]:
        """As in "جثث خمسة أشخاص", "bodies of five people": the number of what the bodies were."""
        start = index + 1 if self._has(index, Role.OF) and not self._gap(index) else index
        if not self._is_number(start) or self.is_joined(start):
            return bodies, index
        figure, after = self._numbered(start)
        is_other = figure is None or figure.kind not in (None, bodies.kind)
        if figure is None or figure.is_bare or (is_other and figure.contrast != bodies.kind):
            return bodies, index
        figure.first, figure.skip, figure.kind = bodies.first, bodies.skip, bodies.kind
        figure.is_joined = bodies.is_joined
        return figure, after

    def _head(self, mark: Mark, sense: Sense) -> Figure:
        qualifier = Qualifier.VAGUE if sense.number is None else Qualifier.EXACT
        figure = Figure(mark.first, mark.last, sense.number, sense.number, qualifier, mark.skip)
        figure.kind, figure.contrast, figure.who = sense.kind, sense.contrast, sense.who
        figure.is_definite = self._is_definite(mark) or Role.OBJECT in mark.entry.senses
        figure.is_bare = sense.role is Role.OTHER
        figure.is_weak = sense.is_weak
        return figure

    def _trailing(self, figure: Figure, index: int, qualifiers: list[Qualifier]) -> int:
        """What stands behind a figure and belongs to it: "اثنين", "others", "at least"."""
        while (mark := self._mark(index)) and mark.first - figure.last <= 1:
            gap = mark.first - figure.last
            after = mark.sense(Role.AFTER) or mark.sense(Role.SO_FAR)
            if after is not None:
                assert after.qualifier
                qualifiers.append(after.qualifier)
            elif gap or self.is_joined(index):
                break
            elif mark.sense(Role.ORIGIN) and self._is_of_people(index + 1):
                index += 1
                figure.last = self._marks[index].last
                index += 1
                continue
            elif self._is_postponed(figure, mark):
                assert mark.number
                figure.low = figure.high = mark.number.value
                figure.qualifier, figure.has_numeral = Qualifier.EXACT, True
                figure.is_definite = figure.is_weak = False
            elif not mark.sense(Role.OTHER):
                break
            figure.last = mark.last
            index += 1
        return index

    def _is_of_people(self, index: int) -> bool:
        """As in "مواطنين من أهالي القرية": the second noun describes the first."""
        mark = self._mark(index)
        return mark is not None and mark.entry.noun is not None and not self._gap(index)

    def _is_postponed(self, figure: Figure, mark: Mark) -> bool:
        """As in "مدنيين اثنين", "القتلى الثلاثة": a numeral in words behind its noun."""
        return (
            self._lexicon.numeral_after_noun
            and mark.number is not None
            and not figure.has_numeral
            and not figure.is_bare
            and not self._words[mark.first].text[0].isdigit()
        )
