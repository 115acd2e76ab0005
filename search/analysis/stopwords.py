"""Words too common to look for. With and without their rings and dots, for that is how they are typed."""

_SWEDISH = """
alla allt att av bara bland blev bli blir blivit borde bör de dem den denna deras dess dessa det detta där därför då
efter eftersom eller en er ert ett ej finnas finns få får för före från genom gör göra ha hade han har hans hennes hon
hos hur här i icke in inom inte ja jag kan kunna kunde man med mellan men mer mest mig min mitt mot mycket många mån
måste ni nog nu någon något några när och ock också om oss på redan sedan ska skall skulle som så sådan sådana samt
själv sig sin sina sitt slik till under upp ur ut utan vad var vara varför varit varje vars vart vi vid vidare vilka
vilken vilket vill vår våra vårt vem är åt även över resp ca vems hit dit dessutom exempelvis
"""
_ENGLISH = """
a about an and any are as at be been being but by can could did do does for from had has have how i if in into is it
its may more most no not of on or our should so some such than that the their them then there these they this those to
was we were what when where which who why will with would you your
"""
ABBREVIATIONS = frozenset(["tex", "bla", "mm", "dvs", "osv", "ie", "eg"])
SWEDISH, ENGLISH = frozenset(_SWEDISH.split()), frozenset(_ENGLISH.split())
FOLDS = str.maketrans("åäöéèüæøáàëïí", "aaoeeuaoaaeii")


def fold(word: str) -> str:
    """Return ``word`` as it is typed without rings, dots and accents."""
    return word.translate(FOLDS)


STOPWORDS = SWEDISH | ENGLISH | ABBREVIATIONS | {fold(word) for word in SWEDISH if len(word) > 2}


def is_stopword(token) -> bool:
    """Whether a ``Token`` is too common to look for. With dots or a plus it is a name: M.I.N is not "min"."""
    if token.plus:
        return False
    return token.word in (ABBREVIATIONS if token.dotted else STOPWORDS)
