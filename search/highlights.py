"""Why a hit was found: the words in it that answer the query, marked, also inside compounds."""

from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from .analysis.compounds import placed_parts
from .analysis.lexemes import english, stems_of, swedish
from .analysis.stopwords import fold, is_stopword
from .analysis.tokens import normalise, tokens
from .documents import ENGLISH_LINE
from .queries.tree import Query, Source

# Letters around the first marked word of a passage.
AROUND = 90


class Marker:
    """Marks the words of one query."""

    def __init__(self, query: Query):
        ways = [way for clause in query.clauses for way in clause.ways]
        self.lexemes = {lexeme for way in ways for lexeme in way.lexemes}
        # What is looked for inside of longer words, and the words that have it.
        self.inside = {
            way.lexemes[0]: fold(clause.words[-1])
            for clause in query.clauses
            for way in clause.ways
            if way.source is Source.INSIDE
        }

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return from where to where in ``text`` (normalised) something answers the query."""
        return [span for token in tokens(text) if (span := self._span(token))]

    def _span(self, token):
        if is_stopword(token):
            return None
        found = swedish(token.word)
        if (part := self.inside.get(found.own)) and (start := fold(token.word).find(part)) >= 0:
            return token.start + start, token.start + start + len(part)
        if self.lexemes & {found.own, *found.others, *found.folded, english(token.word).own}:
            return token.start, token.end
        for start, part in placed_parts(token.word) if self.lexemes.intersection(found.parts) else ():
            stems = stems_of(part)
            if self.lexemes & {*stems, *map(fold, stems)}:
                return token.start + start, token.start + start + len(part)
        return None

    def mark(self, text: str) -> SafeString:
        """Return ``text`` for a page, with what answers the query in ``<mark>``."""
        text = normalise(text)
        return _marked(text, self.spans(text))

    def passage(self, passages: str) -> SafeString:
        """Return the part of the ``passages`` of a document that says most about why it was found; "" if none does."""
        best, best_spans, most, language = "", [], 0, ""
        for line in passages.split("\n"):
            in_english = line.startswith(ENGLISH_LINE)
            line = line.removeprefix(ENGLISH_LINE)
            spans = self.spans(line)
            worth = len({line[start:end].lower() for start, end in spans})
            if worth and in_english == (get_language() == "en"):
                worth += 0.5
            if worth > most:
                best, best_spans, most, language = line, spans, worth, "en" if in_english else "sv"
        if not best:
            return mark_safe("")
        cut = _cut(best, best_spans)
        return cut if language == get_language() else format_html('<span lang="{}">{}</span>', language, cut)


def _marked(text, spans):
    made, last = [], 0
    for start, end in spans:
        made.append(format_html("{}<mark>{}</mark>", text[last:start], text[start:end]))
        last = end
    return format_html_join("", "{}", ((piece,) for piece in (*made, conditional_escape(text[last:]))))


def _cut(text, spans):
    """Return ``text`` around its first marked words, cut between words."""
    first = max(spans[0][0] - AROUND, 0)
    last = min(spans[0][1] + 2 * AROUND, len(text))
    start = text.find(" ", first) + 1 if first else 0
    start = start if start <= spans[0][0] else first
    end = text.rfind(" ", spans[0][1], last) if last < len(text) else last
    end = end if end > spans[0][1] else last
    inside = [(a - start, b - start) for a, b in spans if a >= start and b <= end]
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return format_html("{}{}{}", before, _marked(text[start:end], inside), after)


@dataclass
class Found:
    """Why one record was found: marks its texts, and has a passage where the texts of its row do not say it."""

    marker: Marker
    # Whether the record holds only some of the words.
    partly: bool = False
    passage: SafeString = ""

    def mark(self, text: str) -> SafeString:
        return self.marker.mark(text)
