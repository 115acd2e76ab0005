"""How wide text is before any browser has seen it, and how lengths are written in SVG.

A drawing has no fixed width: along it lengths are per cent of the page, down it they are em of its own text. So
nothing is scaled, text keeps the reader's size, and what must fit is fitted to the narrowest page there is.
"""

from typing import NamedTuple

# A page of 320 px less its margins is 288 px: 19.2 em of the text of a drawing (15 px). Where there is less room for
# larger text, the stylesheet keeps the text so small that as many em fit.
NARROWEST = 19.0
LINE = 1.4


class Words(NamedTuple):
    """A text and, when it is not in the reader's language, the language it is in."""

    text: str
    lang: str = ""


def width(text: str) -> float:
    """Return how wide ``text`` is in em, rather too much than too little: in Inter (Arial is narrower), with the
    spacing of letters and words that WCAG 1.4.12 lets a reader choose (0.12 and 0.16 em).
    """
    return sum(map(_wide, text))


def _wide(letter: str) -> float:
    if letter in " \N{NO-BREAK SPACE}":
        return 0.56
    if letter in "iljtfrI.,:;'’|!()[]/-":
        return 0.5
    if letter in "mwMW%@—…":
        return 1.05
    return 0.84 if letter.isupper() else 0.76 if letter.isdigit() else 0.72


def wrap(text: str, room: float) -> list[str]:
    """Return ``text`` in lines that are at most ``room`` em wide; a word that is wider is cut."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if width(longer) <= room:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if width(lines[-1] + letter + "-") > room:
                lines[-1] += "-"
                lines.append("")
            lines[-1] += letter
    return lines


def wrap_beside(label: str, number: str) -> list[str]:
    """Return ``label`` in lines, the last of which has room for ``number`` at its end: an empty one where a long number
    would leave the name less than half of the width.
    """
    room = NARROWEST - width(number) - 0.75
    return wrap(label, room) if room >= NARROWEST / 2 else [*wrap(label, NARROWEST), ""]


def em(length: float) -> str:
    """A length down the drawing; as text, because a template would write the number as the reader's language does."""
    return f"{round(length, 3):g}em"


def percent(share: float) -> str:
    """A length along the drawing: ``share`` of its width, from 0 to 1."""
    return f"{round(100 * share, 2):g}%"
