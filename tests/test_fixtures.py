"""The content in ``fixtures/`` is whole, and ``load_content`` puts all of it or nothing into an empty database.

- One pass is enough: every reference points back, by name and not by number, and no record is written twice.
- What is loaded passes the same checks as what is written in a form; all of it is published and in English too.
- A database with content is left alone; a loading that fails leaves an empty one.
- Sweden's counties and municipalities are all there, with official codes, each at a point of its own.
"""

from collections import Counter
from io import StringIO

import pytest
import yaml
from django.apps import apps
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db.models.base import ModelBase

from integration_portal.management.commands import load_content
from integration_portal.management.commands.load_content import FIXTURES
from organisations.models import Municipality, Region
from projects.models import Project
from publishing.models import Publishable
from search import index
from search.finding import Search
from search.readers import EVERYONE

FOLDER = settings.BASE_DIR / "fixtures"
ROWS = {name: yaml.safe_load((FOLDER / name).read_text()) for name in FIXTURES}
MODELS = sorted({row["model"] for rows in ROWS.values() for row in rows})
KINDS = [model for model in apps.get_models() if issubclass(model, Publishable)]

pytestmark = pytest.mark.django_db


def name_of(value):
    """What a parametrized test is called."""
    return value._meta.label_lower if isinstance(value, ModelBase) else value


def state(model):
    return serializers.serialize("json", model.objects.order_by("pk"))


@pytest.fixture
def empty_database(db):
    call_command("flush", interactive=False, inhibit_post_migrate=True, verbosity=0)
    yield
    ContentType.objects.clear_cache()  # it holds rows that were made in between


# --- The files ------------------------------------------------------------------------------------------------


def test_fixture_files_are_all_loaded():
    assert {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.yaml")} == set(FIXTURES)
    assert len(FIXTURES) == len(set(FIXTURES))


@pytest.mark.parametrize("name", FIXTURES)
def test_fixture_names_its_records_and_never_numbers_them(name):
    assert not [row for row in ROWS[name] if set(row) != {"model", "fields"} or "id" in row["fields"]]


@pytest.mark.parametrize("name", FIXTURES)
def test_fixture_holds_no_record_twice(name):
    """Loading would write the later one over the earlier."""
    keys = Counter(
        (row["model"], row["fields"].get("slug") or row["fields"]["code"])
        for row in ROWS[name]
        if hasattr(apps.get_model(row["model"]), "natural_key")
    )
    assert not [key for key, times in keys.items() if times > 1]


# --- Loading --------------------------------------------------------------------------------------------------


def test_load_content_fills_an_empty_database_in_one_pass(empty_database, monkeypatch):
    deserialize = serializers.deserialize

    def without_forward_references(*args, **options):
        # A reference to what is not there yet is an error then.
        return deserialize(*args, **{**options, "handle_forward_references": False})

    monkeypatch.setattr(serializers, "deserialize", without_forward_references)
    said = StringIO()
    call_command("load_content", stdout=said)
    wanted = Counter(row["model"] for rows in ROWS.values() for row in rows)
    assert {model: apps.get_model(model).objects.count() for model in MODELS} == wanted
    assert Search("Kraftsamling", [EVERYONE]).hits
    assert "Content loaded" in said.getvalue()


def test_load_content_changes_nothing_when_there_is_content():
    Project.objects.filter(slug="kin").update(title="En redaktörs egen titel")
    Project.objects.filter(slug="boss").delete()
    models = [apps.get_model(model) for model in MODELS]
    before = {model: state(model) for model in models}
    said = StringIO()
    call_command("load_content", stdout=said)
    assert {model: state(model) for model in models} == before
    assert "nothing loaded" in said.getvalue()


def test_load_content_leaves_nothing_when_a_fixture_is_broken(empty_database, monkeypatch, tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_text("- model: publishing.theme\n  fields: {slug: a, name: A, nobody: knows this}\n")
    monkeypatch.setattr(load_content, "FIXTURES", [*FIXTURES[:7], broken])
    with pytest.raises(serializers.base.DeserializationError):
        call_command("load_content", verbosity=0)
    assert not [model for model in MODELS if apps.get_model(model).objects.exists()]


def test_load_content_leaves_nothing_when_the_index_cannot_be_written(empty_database, monkeypatch):
    def fail():
        raise OSError("disk full")

    monkeypatch.setattr(index, "rebuild", fail)
    monkeypatch.setattr(load_content, "FIXTURES", FIXTURES[:7])
    with pytest.raises(OSError, match="disk full"):
        call_command("load_content", verbosity=0)
    assert not [model for model in MODELS if apps.get_model(model).objects.exists()]


# --- The records ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("model", MODELS)
def test_record_passes_its_own_checks(model):
    wrong = {}
    for record in apps.get_model(model).objects.all():
        try:
            # That nothing is there twice is the database's own check, made when it was loaded.
            record.full_clean(validate_unique=False)
        except ValidationError as error:
            wrong[str(record)] = error.message_dict
    assert not wrong


@pytest.mark.parametrize("model", KINDS, ids=name_of)
def test_record_is_published(model):
    assert model.objects.exists()
    assert not model.objects.exclude(status="published")
    assert not model.objects.filter(published_at=None)


@pytest.mark.parametrize("model", KINDS, ids=name_of)
def test_record_has_an_english_title_and_summary(model):
    assert not model.objects.filter(title_en="")
    assert not model.objects.filter(summary_en="")


@pytest.mark.parametrize("model", MODELS)
def test_text_with_an_english_version_has_one(model):
    model = apps.get_model(model)
    fields = {field.name for field in model._meta.fields}
    pairs = [(name, f"{name}_en") for name in fields if f"{name}_en" in fields]
    # An organisation has an English name only where it uses one.
    pairs = [pair for pair in pairs if (model._meta.label_lower, pair[0]) != ("organisations.organisation", "name")]
    without = [(name, model.objects.exclude(**{name: ""}).filter(**{english: ""})) for name, english in pairs]
    assert not {name: list(records) for name, records in without if records}


# --- Sweden ---------------------------------------------------------------------------------------------------

# Municipalities in each county by its code, 290 in 21 (Statistics Sweden, "Län och kommuner i kodnummerordning").
MUNICIPALITIES = {
    "01": 26, "03": 8, "04": 9, "05": 13, "06": 13, "07": 8, "08": 12, "09": 1, "10": 5, "12": 33, "13": 6,
    "14": 49, "17": 16, "18": 12, "19": 10, "20": 15, "21": 10, "22": 7, "23": 8, "24": 15, "25": 14,
}  # fmt: skip


def test_counties_and_municipalities_are_all_there():
    codes = Municipality.objects.values_list("code", flat=True)
    assert Counter(code[:2] for code in codes) == MUNICIPALITIES
    assert set(Region.objects.values_list("code", flat=True)) == set(MUNICIPALITIES)
    assert (len(codes), len(MUNICIPALITIES)) == (290, 21)


def test_municipality_lies_in_the_county_that_its_code_says():
    places = Municipality.objects.select_related("region")
    assert not [place for place in places if place.code[:2] != place.region.code or not place.code.isdigit()]


@pytest.mark.parametrize(
    ("code", "name", "region", "latitude", "longitude"),
    [
        ("0180", "Stockholm", "Stockholms län", 59.33, 18.07),
        ("0980", "Gotland", "Gotlands län", 57.64, 18.29),
        ("1280", "Malmö", "Skåne län", 55.61, 13.00),
        ("1480", "Göteborg", "Västra Götalands län", 57.71, 11.97),
        ("1780", "Karlstad", "Värmlands län", 59.38, 13.50),
        ("2281", "Sundsvall", "Västernorrlands län", 62.39, 17.31),
        ("2480", "Umeå", "Västerbottens län", 63.83, 20.26),
        ("2584", "Kiruna", "Norrbottens län", 67.86, 20.23),
    ],
)
def test_municipality_has_its_official_code_and_its_point(code, name, region, latitude, longitude):
    place = Municipality.objects.select_related("region").get(code=code)
    assert (place.name, place.region.name) == (name, region)
    assert float(place.latitude) == pytest.approx(latitude, abs=0.1)
    assert float(place.longitude) == pytest.approx(longitude, abs=0.1)


@pytest.mark.parametrize("model", [Region, Municipality], ids=name_of)
def test_place_has_a_point_in_sweden_that_is_its_own(model):
    points = Counter(model.objects.values_list("latitude", "longitude"))
    assert not [point for point in points if not (55.3 < point[0] < 69.1 and 10.9 < point[1] < 24.2)]
    assert max(points.values()) == 1


def test_county_is_in_the_nuts_area_that_the_portal_filters_by():
    areas = {}
    for region in Region.objects.all():
        areas.setdefault(region.nuts2, set()).add(region.short_name)
    assert len(areas) == 8
    assert areas["SE31"] == {"Värmland", "Dalarna", "Gävleborg"}
    assert areas["SE32"] == {"Jämtland", "Västernorrland"}
    assert areas["SE33"] == {"Västerbotten", "Norrbotten"}
