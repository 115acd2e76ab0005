"""From what was typed to what is looked for: forms, parts, synonyms, corrected spelling, words that begin so."""

from itertools import pairwise, product

from ..analysis.compounds import parts, split
from ..analysis.lexemes import base_form, english, stems_of, swedish
from ..analysis.stopwords import fold, is_stopword
from ..documents import with_plus
from ..synonyms import Synonyms
from ..vocabulary import Vocabulary
from .syntax import Piece, pieces
from .tree import Clause, Query, Source, Way, Widening

# From so many letters on the last word is taken as the beginning of a word, too.
SHORTEST_START = 3
# Words of a query that are heeded; of a compound, its parts and the forms of each.
LONGEST_QUERY, PARTS_AT_MOST, FORMS_OF_PART = 24, 4, 2


def parse(text: str, synonyms: Synonyms, words: Vocabulary, leave_out: frozenset[str] = frozenset()) -> Query:
    """Return the query that ``text`` is, widened with ``synonyms`` but for those whose word is in ``leave_out``.

    ``words`` are those of the content, among which two words of the query are looked for as one, and those without
    rings and dots as they are written.

    Words that are too common count only where there is nothing else, and then not at all: ``only_stopwords``.
    """
    query = Query(text)
    found = _as_written(pieces(text)[:LONGEST_QUERY], text, words)
    wanted = [piece for piece in found if not piece.without]
    spans = synonyms.spans([(number, token) for number, piece in enumerate(wanted) for token in piece.tokens])
    for number, piece in enumerate(wanted):
        clauses = _clauses(piece, wanted, number)
        for phrase, foreign in spans.get(number, []):
            if phrase in leave_out:
                continue
            for clause in clauses:
                clause.ways.append(way_of_phrase(phrase, Source.TRANSLATION if foreign else Source.SYNONYM))
            # Of a phrase of several words each is a clause; readers are told once.
            if clauses and phrase not in {widening.label for widening in query.widenings}:
                query.widenings.append(Widening(piece.text, phrase, Source.SYNONYM))
        if not clauses:
            continue
        if piece.either and query.groups and len(clauses) == 1:
            query.groups[-1] += clauses
        else:
            query.groups += [[clause] for clause in clauses]
    _join_neighbours(query, words.known)
    query.excluded = [
        Clause(piece.text, [way_of_phrase(piece.text, Source.TYPED)], without=True)
        for piece in found
        if piece.without and way_of_phrase(piece.text, Source.TYPED).lexemes
    ]
    query.only_stopwords = bool(text.strip()) and not any(clause.words for clause in query.clauses)
    return query


def _as_written(found, text, words):
    """Take words for what they are in the content: "malmo" for Malmö, a stop word in capitals ("MIN") for M.I.N.

    The latter only where not all of a longer query is in capitals.
    """
    shouted = text.isupper() and sum(len(piece.tokens) for piece in found) > 1

    def as_written(token, piece):
        if not is_stopword(token):
            return token._replace(word=words.as_written(token.word))
        is_name = token.word in words.known and token.word.upper() in piece.text and not shouted
        return token._replace(dotted=True) if is_name else token

    return [piece._replace(tokens=[as_written(token, piece) for token in piece.tokens]) for piece in found]


def _join_neighbours(query, known):
    singles = [group[0] for group in query.groups if len(group) == 1 and not group[0].quoted and group[0].words]
    for one, other in pairwise(singles):
        ways = ways_of_compound(one.words[-1], other.words[0], known)
        one.ways += ways
        other.ways += ways


def way_of_phrase(phrase: str, source: Source) -> Way:
    """Return the way that is fulfilled where ``phrase`` stands, in whatever form of its words."""
    found = [token for piece in pieces(phrase) for token in piece.tokens if not is_stopword(token)]
    own = tuple(swedish(token.word).own for token in found)
    return Way(own, source, phrase=len(own) > 1, label=phrase if source is not Source.TYPED else "")


def _clauses(piece: Piece, wanted, number) -> list[Clause]:
    words = [token for token in piece.tokens if not is_stopword(token)]
    names = ways_of_neighbours(piece, wanted, number)
    if piece.quoted:
        if not words:
            return [Clause(piece.text, names, quoted=True)] if names else []
        own = tuple(swedish(token.word).own for token in words)
        in_english = tuple(english(token.word).own for token in words)
        ways = [Way(own, Source.TYPED, phrase=len(own) > 1)]
        if in_english != own:
            ways.append(Way(in_english, Source.TYPED, phrase=len(own) > 1))
        return [Clause(piece.text, ways, quoted=True, words=[token.word for token in words])]
    if not words:
        return [Clause(piece.text, names)] if names and len(wanted) <= 2 else []
    return [Clause(token.word, ways_of_word(token) + names, words=[token.word]) for token in words]


def ways_of_neighbours(piece: Piece, wanted, number) -> list[Way]:
    """Return the ways to find ``piece`` as one word with its neighbours: "yrkes sfi", "EU-kontor", "va med"."""
    joined = []
    if len(piece.tokens) > 1 and not piece.quoted:
        joined.append("".join(token.word for token in piece.tokens))
    for first in (number - 1, number):
        if first >= 0 and first + 1 < len(wanted) and not (wanted[first].quoted or wanted[first + 1].quoted):
            pair = wanted[first].tokens[-1].word + wanted[first + 1].tokens[0].word
            joined.append(pair)
    if piece.quoted and len(piece.tokens) > 1:
        joined.append("".join(token.word for token in piece.tokens[:2]))
    ways = []
    for word in dict.fromkeys(joined):
        lexemes = swedish(word)
        for lexeme in dict.fromkeys([lexemes.own, fold(word)]):
            ways.append(Way((lexeme,), Source.JOINED))
    return ways


def ways_of_word(token) -> list[Way]:
    """Return the ways to find one word: itself, its other forms, its parts."""
    lexemes = swedish(token.word)
    ways = [Way((lexemes.own,), Source.TYPED)]
    if token.plus:
        ways.insert(0, Way((with_plus(token.word),), Source.TYPED))
    ways += [Way((lexeme,), Source.FORM) for lexeme in lexemes.others]
    if (in_english := english(token.word).own) not in (lexemes.own, *lexemes.others):
        ways.append(Way((in_english,), Source.FORM))
    return ways + ways_of_parts(token.word)


def ways_of_parts(word: str) -> list[Way]:
    """Return the ways to find a compound by its parts, wherever they stand: "undervisning i språk"."""
    leaves = [part for part in parts(word) if not split(part)]
    forms = [stems_of(part)[:FORMS_OF_PART] for part in leaves[:PARTS_AT_MOST]]
    return [Way(tuple(dict.fromkeys(stems)), Source.PARTS) for stems in product(*forms)] if forms else []


def parts_of_word(word: str) -> list[Clause]:
    """Return the parts of a compound, each as a word to look for by itself."""
    leaves = [part for part in parts(word) if not split(part)]
    stems = {part: dict.fromkeys(stems_of(part)[:FORMS_OF_PART]) for part in leaves}
    return [Clause(part, [Way((stem,), Source.PART) for stem in forms]) for part, forms in stems.items()]


def ways_of_synonyms(synonyms: Synonyms, token) -> list[Way]:
    """Return the ways to find a corrected word by its synonyms."""
    return [way_of_phrase(phrase, Source.SYNONYM) for phrase, _foreign in synonyms.spans([(0, token)]).get(0, [])]


def ways_of_compound(first: str, second: str, known) -> list[Way]:
    """Return the ways to find two words as one, in either order: "utbyte av erfarenheter" as erfarenhetsutbyte.

    Only of words that the content has: ``known``.
    """
    found = []
    for head, tail in ((second, first), (first, second)):
        for joint in _joints(base_form(head) or head):
            for end in dict.fromkeys((base_form(tail) or tail, tail)):
                if joint + end in known:
                    found.append(swedish(joint + end).own)
    return [Way((lexeme,), Source.COMPOUND) for lexeme in dict.fromkeys(found)]


def _joints(word):
    """Return how ``word`` may begin a compound: språk-, erfarenhets-, samhälls-, kvinno-, lärar-."""
    stem = word[:-1] if word[-1] in "ae" else word
    return dict.fromkeys((word, f"{word}s", stem, f"{stem}s", f"{stem}o", f"{stem}u", f"{stem}e"))
