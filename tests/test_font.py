"""The font is small, and draws what is written here."""

from django.conf import settings
from fontTools.ttLib import TTFont

# Where what is read comes from; of the catalogues the English texts are in the templates.
WRITTEN = ["templates/**/*.html", "static/*.css", "fixtures/**/*.yaml", "locale/**/*.po"]

SOFT_HYPHEN = "\xad"  # never drawn; where it breaks a word a hyphen is


def test_font_is_small_and_keeps_what_the_stylesheet_asks_for(web_font):
    font = TTFont(web_font)
    assert web_font.stat().st_size <= 45_000
    assert {axis.axisTag: (axis.minValue, axis.maxValue) for axis in font["fvar"].axes} == {
        "opsz": (14, 32),
        "wght": (400, 700),
    }
    features = {record.FeatureTag for name in ("GSUB", "GPOS") for record in font[name].table.FeatureList.FeatureRecord}
    assert features == {"kern", "tnum", "locl"}
    assert "SIL Open Font License" in font["name"].getDebugName(13)


def test_font_has_every_letter_that_is_written_here(web_font):
    letters = TTFont(web_font).getBestCmap().keys()
    missing = {
        (letter, path.name)
        for pattern in WRITTEN
        for path in settings.BASE_DIR.glob(pattern)
        for letter in set(path.read_text(encoding="utf-8"))
        if ord(letter) not in letters and not letter.isspace() and letter != SOFT_HYPHEN
    }
    assert missing == set()
