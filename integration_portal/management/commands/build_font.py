import tempfile
from pathlib import Path

import fontpkg_inter
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

SOURCE = fontpkg_inter.ROOT / "files" / "Inter[opsz,wght].ttf"
FONT = settings.BUILT_DIR / "fonts" / "inter.woff2"

# What is written here: Swedish, English, and the names of people and places all over Europe. A letter that is not
# among these is drawn by a font of the reader's own. First and last of each range, as Unicode counts.
LETTERS = [
    ("20", "7E"),  # Basic Latin
    ("A0", "AC"), ("AE", "FF"),  # Latin-1, without the soft hyphen, which Inter does not draw
    ("100", "148"), ("14A", "17F"),  # Latin Extended-A, without a letter that Unicode advises against
    ("218", "21B"),  # Romanian
    ("2002", "200A"), ("202F", "202F"),  # spaces, thin and not to be broken
    ("2010", "2015"), ("2018", "201E"), ("2022", "2022"), ("2026", "2026"), ("2039", "203A"), ("2044", "2044"),
    ("2030", "2030"), ("2032", "2033"), ("20AC", "20AC"), ("2122", "2122"),  # per mille, minutes, euro, trade mark
    ("2190", "2193"), ("2196", "2199"),  # arrows
    ("2212", "2212"), ("2248", "2248"), ("2260", "2260"), ("2264", "2265"),  # minus, about, not, at most, at least
    ("25A0", "25A1"), ("25B2", "25B2"), ("25B6", "25B6"), ("25BC", "25BC"), ("25C0", "25C0"), ("25CB", "25CB"),
    ("25CF", "25CF"), ("2713", "2713"), ("2717", "2717"),  # marks of charts and states, tick and cross
]  # fmt: skip
# Kerning, figures of one width, and the forms that a language wants. Left out: contextual forms (5 kB), and all that
# the stylesheet never asks for.
FEATURES = ["kern", "tnum", "locl"]
# The stylesheet's weights. The optical size stays whole: large headings get the narrower, finer letters of Inter
# Display, which is what makes them quiet, for 16 of the 43 kB.
AXES = {"wght": (400, 700)}


def only_figures_of_one_width(font):
    """Keep spaces and punctuation as they are under ``tnum``.

    Inter gives them the width of a figure too. The portal's text has figures of one width throughout, and would
    be torn apart by spaces far wider than they should be.
    """
    figures = {font.getBestCmap()[ord(figure)] for figure in "0123456789"}
    table = font["GSUB"].table
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == "tnum":
            for index in record.Feature.LookupListIndex:
                for subtable in table.LookupList.Lookup[index].SubTable:
                    mapping = getattr(subtable, "ExtSubTable", subtable).mapping
                    for other in mapping.keys() - figures:
                        del mapping[other]


def cut(source=SOURCE):
    """Inter with only the letters, features and weights that are used, as a font that saves itself as woff2.

    :raises fontTools.subset.Subsetter.MissingUnicodesSubsettingError: the package's font lacks one of ``LETTERS``.
    """
    # No new time stamp: the same package gives the same bytes, and so the same hashed name, on every machine.
    font = TTFont(source, recalcTimestamp=False)
    options = Options(hinting=False, layout_features=FEATURES, ignore_missing_unicodes=False)
    options.name_IDs = [0, 1, 2, 13, 14]  # the licence asks for its notice (0, 13, 14) to go with every copy
    only_figures_of_one_width(font)
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in LETTERS for code in range(int(first, 16), int(last, 16) + 1)])
    subsetter.subset(font)
    instantiateVariableFont(font, AXES, inplace=True)
    font.flavor = "woff2"
    return font


class Command(BaseCommand):
    help = "Make the web font from the package of Inter, unless what was made before is still right."
    requires_system_checks = []  # it comes before what they look at

    def handle(self, *args, **options):
        newest = max(path.stat().st_mtime for path in (SOURCE, Path(__file__)))
        if FONT.is_file() and FONT.stat().st_mtime > newest:
            return
        FONT.parent.mkdir(parents=True, exist_ok=True)
        # Under another name first: two may start at once, and half a font would stay.
        with tempfile.TemporaryDirectory(dir=settings.VAR_DIR) as folder:
            made = Path(folder) / FONT.name
            try:
                cut().save(made)
            except Exception as error:
                raise CommandError(f"The portal's font could not be made from {SOURCE}: {error!r}") from error
            made.replace(FONT)
        self.stdout.write(f"Font made: {FONT.stat().st_size / 1000:.0f} kB.")
