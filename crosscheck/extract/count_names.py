"""Names: people whom a sentence counts by naming them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crosscheck.extract.count_figure import Figure
from crosscheck.extract.count_lexicon import CountLexicon
from crosscheck.extract.count_marks import Mark
from crosscheck.extract.count_roles import Role, Shape
from crosscheck.lang.words import Word
from crosscheck.vocabulary import CountKind, Qualifier

_NAME_WORDS = 3
# A list of names: how far from its event it may open, how long one name is, how many there are.
_OPENS = 8
_LONGEST = 6
_MOST = 40
_AGE_MARKS = 5  # in the brackets behind a name
_BETWEEN = frozenset((Role.COMMA, Role.AND))


def named_people(
    words: Sequence[Word], marks: Sequence[Mark], index: int | None, raw: str, lexicon: CountLexicon
) -> tuple[Figure, ...]:
    """The people whom the event at ``marks[index]`` tells of by their names alone.

    One person behind the event ("مقتل سامر") or between "that" and a verb ("أن سامر قتل"), or
    the names of a list that says so ("اعتقال كل من سامر الحمود ووائل العلي").
    """
    if index is None:
        return ()
    listed = _named_list(words, marks, index, lexicon)
    if listed:
        return listed
    name = _named_person(words, marks, index, raw, lexicon)
    return () if name is None else (Figure(*name, 1, 1, Qualifier.EXACT),)


def _named_list(
    words: Sequence[Word], marks: Sequence[Mark], index: int, lexicon: CountLexicon
) -> tuple[Figure, ...]:
    """The names behind a word that opens a list of them; none where one is too long for a name."""
    opener = _opener(marks, index)
    if opener is None:
        return ()
    people: list[Figure] = []
    for first, last in _items(words, marks, opener, lexicon):
        if last - first > _LONGEST or len(people) == _MOST:
            return ()
        is_joined = _joins(words[first], lexicon) and first > marks[opener].last
        people.append(Figure(first, last, 1, 1, Qualifier.EXACT, skip=int(is_joined)))
    for figure in people[1:]:
        figure.is_joined = True
    return tuple(people) if len(people) > 1 else ()


def _opener(marks: Sequence[Mark], index: int) -> int | None:
    """Which mark behind the event opens a list, if no other event and no people come first."""
    end = marks[index].last
    for at in range(index + 1, len(marks)):
        mark = marks[at]
        senses = mark.entry.senses
        if mark.first - end > _OPENS or Role.EVENT in senses or Role.STOP in senses:
            return None
        if Role.EACH in senses:
            return at
    return None


def _items(
    words: Sequence[Word], marks: Sequence[Mark], opener: int, lexicon: CountLexicon
) -> Iterator[tuple[int, int]]:
    """What stands between commas and "and", up to the first word that tells something else.

    The clitic "and" parts two names only behind a name of two words: "وليد" is one itself.
    """
    start, bracket = marks[opener].last, 0
    for at in range(opener + 1, len(marks) + 1):
        if at < bracket:
            continue
        end = marks[at].first if at < len(marks) else len(words)
        if at < len(marks) and start < end and _may_name(marks[at], lexicon):
            continue
        for word in range(start + 2, end):
            if word - start > 1 and _joins(words[word], lexicon):
                yield start, word
                start = word
        if start < end:
            yield start, end
        if at == len(marks):
            return
        if marks[at].sense(Role.OPEN):
            bracket = _behind_age(marks, at)
            start = marks[bracket - 1].last
        elif _BETWEEN.isdisjoint(marks[at].entry.senses):
            return
        else:
            start = marks[at].last


def _behind_age(marks: Sequence[Mark], opening: int) -> int:
    """Which mark follows the brackets behind a name: "سالم (16 عاما)", "سالم (16) عاما"."""
    for at in range(opening + 1, min(opening + 1 + _AGE_MARKS, len(marks))):
        if marks[at].sense(Role.CLOSE):
            has_unit = at + 1 < len(marks) and marks[at + 1].sense(Role.UNIT) is not None
            return at + 1 + has_unit
    return len(marks)


def _may_name(mark: Mark, lexicon: CountLexicon) -> bool:
    """Whether a word of the lexicon may be a family name: "العلي", "العمر"."""
    if mark.starts_figure or mark.entry.starts_number or mark.sense(Role.EVENT):
        return False
    is_definite = not lexicon.definite.isdisjoint(mark.clitics)
    return is_definite or mark.sense(Role.LABEL) is not None


def _joins(word: Word, lexicon: CountLexicon) -> bool:
    joiners = lexicon.numbers.joiners
    return any(joiners.intersection(stem.clitics[:1]) for stem in word.form.stems)


def _named_victim(
    words: Sequence[Word], marks: Sequence[Mark], index: int, raw: str
) -> tuple[int, int] | None:
    """The capitalised words before "died" or "was killed": "Mikel, 27, was pronounced dead"."""
    index -= 1
    while index >= 0 and marks[index].sense(Role.AUX):
        index -= 1
    end = marks[index + 1].first
    in_commas = index > 1 and marks[index].last == end and marks[index].sense(Role.COMMA)
    if in_commas and marks[index - 1].number and marks[index - 2].sense(Role.COMMA):
        end, index = marks[index - 2].first, index - 3  # his age
    start = end
    floor = marks[index].last if index >= 0 else 0
    while start > floor and raw[words[start - 1].raw_start].isupper():
        start -= 1
    return (start, end) if start < end and not _belongs(marks, index, start) else None


def _belongs(marks: Sequence[Mark], index: int, start: int) -> bool:
    """Whether a name says whose the people before it are: "fighters of the Syrian Forces"."""
    while index >= 0 and marks[index].last == start:
        noun = marks[index].entry.noun
        if marks[index].sense(Role.OF):
            return True
        if not (marks[index].sense(Role.DETERMINER) or (noun and noun.is_weak)):
            return False
        start, index = marks[index].first, index - 1
    return False


def _named_person(
    words: Sequence[Word], marks: Sequence[Mark], index: int, raw: str, lexicon: CountLexicon
) -> tuple[int, int] | None:
    """The words that may name the only person of the event at ``marks[index]``."""
    mark = marks[index]
    sense = mark.sense(Role.EVENT)
    if sense is None or sense.kind is None:
        return None
    if lexicon.capitals and (
        sense.shape is Shape.STATE or (index > 0 and marks[index - 1].sense(Role.AUX))
    ):
        return _named_victim(words, marks, index, raw)
    if sense.shape not in lexicon.named or not lexicon.definite.isdisjoint(mark.clitics):
        return None  # "أمام الأسر المنتجة"
    end = _name_end(words, marks, index)
    if sense.kind is CountKind.DETAINED and sense.shape is Shape.VERB:
        return None  # who stands behind "arrested" did it
    last = min(end, mark.last + _NAME_WORDS)
    enough = 1 if sense.kind is CountKind.KILLED else 2
    if last - mark.last >= enough and _is_name(words[mark.last], raw):
        clitics = [set(stem.clitics) for stem in words[mark.last].form.stems]
        if not any(
            lexicon.prepositions & held
            or (lexicon.numbers.joiners & held and lexicon.definite & held)
            for held in clitics
        ):
            return mark.last, last
    if sense.shape is not Shape.VERB or lexicon.capitals:
        return None
    before, end = index - 1, mark.first
    if before >= 0 and marks[before].last == end and marks[before].sense(Role.COMMA):
        before, end = before - 1, marks[before].first
    start = marks[before].last if before >= 0 else 0
    introduced = before < 0 or marks[before].sense(Role.THAT) or marks[before].sense(Role.STOP)
    if introduced and 0 < end - start <= _NAME_WORDS and _is_name(words[start], raw):
        return start, end
    return None


def _name_end(words: Sequence[Word], marks: Sequence[Mark], index: int) -> int:
    """Where the words that no lexicon knows end behind an event; "مقتل علي" begins a name."""
    sense, after = marks[index].sense(Role.EVENT), index + 1
    if sense and sense.shape is Shape.NOUN and after < len(marks):
        is_name = marks[after].sense(Role.NAME) is not None
        after += is_name and marks[after].first == marks[index].last
    return marks[after].first if after < len(marks) else len(words)


def _is_name(word: Word, raw: str) -> bool:
    """Whether a word that the lexicon does not know may be a name: it is not in lower case."""
    return word.text[0].isalpha() and len(word.text) > 1 and not raw[word.raw_start].islower()
