"""Swedish and English: the interface is whole in both, and content says which language it is in.

- Every text that code and templates mark for translation has a Swedish one, and none is left of texts that are gone.
- No word is written past the catalogue: not in a template, not as the name of a field, a choice or a filter.
- A page keeps to its language, can be had in the other, and marks what it shows of content in another.
- Every record of the fixtures can be found and understood in English.
"""

import ast
import re
import shlex
from collections import Counter
from functools import cache, partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po
from django.apps import apps
from django.conf import settings
from django.db.models import CharField, TextField
from django.template.base import Lexer, TokenType
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, npgettext, override, pgettext
from simple_history.models import HistoricalChanges

from events.filters import EventFilter
from events.models import Event
from funding.filters import CallFilter, ProgrammeFilter
from funding.models import Call, Programme
from knowledge.filters import KnowledgeFilter
from networks.filters import NetworkFilter
from networks.models import Network
from organisations.enums import Nuts2
from organisations.filters import OrganisationFilter
from projects.filters import ProjectFilter
from projects.models import Project
from publishing.enums import Language
from publishing.templatetags.content import money, short_name
from search.finding import Search
from search.readers import EVERYONE
from search.registry import kind_of

from . import factories
from .pages import PAGES, in_english
from .reading import answer, choices_in, parse

LANGUAGES = ["sv", "en"]
CATALOGUE = settings.BASE_DIR / "locale" / "sv" / "LC_MESSAGES" / "django.po"
# The same in every language.
PROPER_NAMES = {"Integrationsportalen", "Svenska", "English"}


def address(name, language):
    return in_english(PAGES[name]) if language == "en" else PAGES[name]


# --- The catalogue --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def extracted(tmp_path_factory):
    """All texts of code and templates, by the very command that ``make messages`` runs."""
    script = (settings.BASE_DIR / "scripts" / "messages").read_text().replace("\\\n", " ")
    command = next(shlex.split(line) for line in script.splitlines() if " extract " in line)
    template = tmp_path_factory.mktemp("messages") / "django.pot"
    arguments = [str(template) if word == "$template" else word for word in command[1:]]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(settings.BASE_DIR)
        CommandLineInterface().run(["pybabel", "--quiet", *arguments])
    with template.open("rb") as file:
        return read_po(file)


@cache
def catalogue():
    with CATALOGUE.open("rb") as file:
        return read_po(file)


def entries():
    return [message for message in catalogue() if message.id]


def forms(text):
    return [text] if isinstance(text, str) else list(text)


def key(message):
    return message.context, message.id


def without_tags(text):
    return [part.strip() for part in re.split(r"<[^>]*>", text)]


def test_catalogue_holds_the_texts_of_code_and_templates_and_no_others(extracted):
    wanted, held = {key(message) for message in extracted if message.id}, {key(message) for message in entries()}
    assert len(wanted) > 500, "the extraction found next to nothing"
    assert held == wanted
    assert not catalogue().obsolete


def test_every_text_is_translated():
    assert not [message.id for message in entries() if message.fuzzy or not all(forms(message.string))]


def test_translation_keeps_placeholders_and_markup():
    def parts(text):
        return Counter(re.findall(r"%\(\w+\)[a-z]|%%|<[^>]*>", text))

    assert not [m.id for m in entries() for text in forms(m.string) if parts(text) != parts(forms(m.id)[-1])]


def test_translation_has_swedish_quotation_marks():
    assert not [text for m in entries() for text in forms(m.string) if re.search('["“„‘]', "".join(without_tags(text)))]


def test_portal_speaks_as_the_catalogue_says():
    """What is compiled is what is written, and nothing of Django's own texts is in its way."""
    with override("sv"):
        for message in entries():
            if isinstance(message.id, tuple):
                count = partial(npgettext, message.context) if message.context else ngettext
                one, more = message.string
                assert [count(*message.id, number) for number in (0, 1, 2, 21)] == [more, one, more, more]
            else:
                spoken = pgettext(message.context, message.id) if message.context else gettext(message.id)
                assert spoken == message.string


# --- Nothing past the catalogue -------------------------------------------------------------------------------

ROOT = settings.BASE_DIR / "templates"
TEMPLATES = sorted(ROOT.rglob("*.html"))


def written_words(template):
    """The words of a template that are not in a translation tag, in the text and in what is read out of attributes."""
    markup, inside = "", ""
    for token in Lexer(template.read_text()).tokenize():
        tag = token.contents.split()[0] if token.token_type == TokenType.BLOCK else ""
        if inside:
            inside = "" if tag == f"end{inside}" else inside
        elif tag in ("blocktranslate", "comment"):
            inside = tag
        else:
            markup += token.contents if token.token_type == TokenType.TEXT else " "
    markup = re.sub(r"<!doctype[^>]*>|<(script|style)\b.*?</\1>", "", markup, flags=re.DOTALL)
    read_out = re.findall(r'\b(?:alt|aria-label|placeholder|title)="([^"]*)"', markup)
    text = " ".join([re.sub(r"<[^>]*>", " ", markup), *read_out])
    return set(re.findall(r"[^\W\d_]{2,}", text))


def test_template_holds_no_word_outside_of_translation_tags():
    # What only developers see is in English, like all that is written for them.
    for_readers = [template for template in TEMPLATES if "design" not in template.relative_to(ROOT).parts[0]]
    found = {template.name: words for template in for_readers if (words := written_words(template) - PROPER_NAMES)}
    assert not found


FILTERS = [ProjectFilter, ProgrammeFilter, CallFilter, NetworkFilter, EventFilter, KnowledgeFilter, OrganisationFilter]
# Proper names, the same in every language.
NAMES = [dict(settings.LANGUAGES), *(dict(enum.choices) for enum in (Nuts2, Language))]
# Never shown to anybody.
WITHOUT_LABELS = {"search.Document", "search.ContentVersion", "search.Word", "search.Name"}


def labels_of_models():
    for config in apps.get_app_configs():
        if settings.BASE_DIR / config.name != Path(config.path):
            continue  # Django's or a package's
        models = list(config.get_models())
        if models:
            yield config.label, config.verbose_name
        for model in models:
            meta, where = model._meta, model._meta.label
            if where in WITHOUT_LABELS or issubclass(model, HistoricalChanges):  # no page shows those of a version
                continue
            yield from [(where, meta.verbose_name), (where, meta.verbose_name_plural)]
            for constraint in meta.constraints:
                yield f"{where}: {constraint.name}", constraint.violation_error_message
            for field in [*meta.fields, *meta.many_to_many]:
                if field.auto_created or not field.editable:
                    continue
                place = f"{where}.{field.name}"
                yield place, field.verbose_name
                if field.help_text:
                    yield place, field.help_text
                choices = dict(field.flatchoices)
                if choices not in NAMES:
                    yield from ((place, label) for label in choices.values())


def labels_of_filters():
    for filter_set in FILTERS:
        for name, one in filter_set.base_filters.items():
            yield f"{filter_set.__name__}.{name}", one.label
            for label, _condition in getattr(one, "options", {}).values():
                # A span of years is no word.
                if re.search(r"[^\W\d]", str(label)):
                    yield f"{filter_set.__name__}.{name}", label
        for label, _fields in filter_set.orderings.values():
            yield filter_set.__name__, label


@pytest.mark.parametrize("labels", [labels_of_models, labels_of_filters])
def test_label_goes_through_the_catalogue(labels):
    given = list(labels())
    assert len(given) > 50
    assert not [(where, label) for where, label in given if not isinstance(label, Promise)]


# --- Pages ----------------------------------------------------------------------------------------------------


@pytest.fixture
def read(db):
    return lambda path: parse(answer(path).content)


def texts(element, language=""):
    """Each run of text in an element, what is read out of attributes too, with the language it is marked with."""
    language = element.attrs.get("lang") or language
    if element.tag in ("script", "style"):
        return
    if any(getattr(child, "tag", "") == "mark" for child in element.children):
        yield language, " ".join(element.text.split())  # what a search found is one text, however much of it is marked
        return
    if element.tag == "a" and (lines := element.all("text")):
        # In a drawing "Väster- norrland" is one name on two lines, and no word of the interface.
        yield language, " ".join(line.text for line in lines)
        return
    for name in ("alt", "aria-label", "placeholder", "title"):
        if element.attrs.get(name):
            yield language, element.attrs[name]
    for child in element.children:
        if isinstance(child, str):
            yield language, " ".join(child.split())
        else:
            yield from texts(child, language)


@cache
def words_of_interface(language):
    """What of the interface is said in this language and not in the other, as patterns."""
    said = {"en": set(), "sv": set()}
    for message in entries():
        for spoken, text in [("en", message.id), ("sv", message.string)]:
            for part in (part for form in forms(text) for part in without_tags(form)):
                said[spoken].update([part, capfirst(part)])
    patterns = (
        ".+".join(re.escape(literal.replace("%%", "%")) for literal in re.split(r"%\(\w+\)[a-z]", text))
        for text in said[language] - said["sv" if language == "en" else "en"]
        if re.search(r"\w{2}", text)
    )
    return re.compile("|".join(patterns))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_page_says_which_language_it_is_in_and_keeps_to_it(read, language, name):
    page = read(address(name, language))
    assert page.one("html").attrs["lang"] == language
    foreign = words_of_interface("sv" if language == "en" else "en")
    strayed = [
        piece
        for spoken, text in texts(page)
        if spoken == language
        # "Phone: 08-…" is one run of text, and so is "about 350".
        for piece in {text, *re.split(r"[:,;.()] *", text)}
        if foreign.fullmatch(piece)
    ]
    assert strayed == []


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_language_switch_leads_to_the_same_page_with_the_same_choices(read, language, name):
    def switch(path):
        link = read(path).one("nav", "language-switch").one("a")
        assert link.attrs["lang"] == link.attrs["hreflang"]
        return link.attrs["hreflang"], link.attrs["href"]

    here, other = address(name, language), "sv" if language == "en" else "en"
    there = address(name, other)
    leads_to, href = switch(here)
    assert (leads_to, urlsplit(href).path) == (other, urlsplit(there).path)
    assert choices_in(href) == choices_in(there)
    assert read(href).one("html").attrs["lang"] == other
    back = switch(href)[1]
    assert (urlsplit(back).path, choices_in(back)) == (urlsplit(here).path, choices_in(here))


# --- Content --------------------------------------------------------------------------------------------------

KINDS = [
    factories.ProgrammeFactory,
    factories.CallFactory,
    factories.ProjectFactory,
    factories.NetworkFactory,
    factories.EventFactory,
    factories.KnowledgeEntryFactory,
    factories.OrganisationFactory,
]
# Names of places and people, short names, numbers, and what is no language at all.
OF_NO_LANGUAGE = {"short_name", "number", "place", "venue", "author", "phone", "address", "language"}
SWEDISH, ENGLISH = "påsvenska", "inenglish"


def fields_with_text(model):
    names = {f.name for f in model._meta.fields if type(f) in (CharField, TextField) and f.editable and not f.choices}
    return {name for name in names if "currency" not in name} - OF_NO_LANGUAGE


def record_with_texts(kind, *, english):
    names = fields_with_text(kind._meta.model)
    swedish = {name: f"{SWEDISH} {name}" for name in names if not name.endswith("_en")}
    return kind(**swedish, **{name: f"{ENGLISH} {name}" for name in names if name.endswith("_en") and english})


def english_texts(client, record):
    """All texts of the record's English page and of the list that it is found in."""
    with override("en"):
        path = record.get_absolute_url()
    pages = [path, f"{path.removesuffix(f'{record.slug}/').removesuffix('program/')}?q={SWEDISH}"]
    for page in pages:
        body = parse(client.get(page).content).one("main")
        found = [
            (spoken or "en", text) for spoken, text in texts(body) if "Search words" not in text
        ]  # a chip is no content
        assert any(SWEDISH in text or ENGLISH in text for _spoken, text in found), f"the record is not on {page}"
        yield from found


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_swedish_content_is_marked_as_swedish_on_an_english_page(client, kind):
    record = record_with_texts(kind, english=False)
    assert [text for spoken, text in english_texts(client, record) if SWEDISH in text and spoken != "sv"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
def test_english_content_takes_the_place_of_swedish_on_an_english_page(client, kind):
    record = record_with_texts(kind, english=True)
    found = list(english_texts(client, record))
    translated = {name.removesuffix("_en") for name in fields_with_text(type(record)) if name.endswith("_en")}
    assert {"summary"} < translated
    assert [text for _spoken, text in found for name in translated if f"{SWEDISH} {name}" in text] == []
    assert {spoken for spoken, text in found if ENGLISH in text} == {"en"}


@pytest.mark.django_db
@pytest.mark.parametrize("model", [Programme, Call, Project, Network, Event])
def test_record_of_the_fixtures_is_told_and_found_in_english(client, model):
    records = model.objects.published()
    assert records
    for record in records:
        assert record.title_en
        assert record.summary_en not in ("", record.summary)
        with override("en"):
            page = parse(client.get(record.get_absolute_url()).content)
        assert page.one("h1").text == " ".join(record.title_en.split())
        assert page.one("p", "lead").text == " ".join(record.summary_en.split())
        assert kind_of(model).document_id(record.pk) in Search(record.title_en, [EVERYONE]).hits


def test_marked_texts_are_not_inside_f_strings():
    """Babel does not see a call inside an f-string, so such a text would never be translated."""
    files = [path for path in settings.BASE_DIR.glob("*/**/*.py") if ".venv" not in path.parts]
    calls = [
        f"{path}: {node.lineno}"
        for path in files
        if path.parent.name != "tests"
        for string in ast.walk(ast.parse(path.read_text()))
        if isinstance(string, ast.JoinedStr)
        for node in ast.walk(string)
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("_", "ngettext", "pgettext", "npgettext")
    ]
    assert calls == []


@pytest.mark.parametrize(
    ("language", "amount", "currency", "written"),
    [
        ("sv", 4_148_664, "SEK", "4 148 664 kr"),
        ("sv", 500, "EUR", "500 euro"),
        ("en", 4_148_664, "SEK", "SEK 4,148,664"),
        ("en", 500, "EUR", "€500"),
    ],
)
def test_amount_is_written_as_its_language_writes_it(language, amount, currency, written):
    with override(language):
        assert money(amount, currency).replace("\N{NO-BREAK SPACE}", " ") == written


@pytest.mark.parametrize(
    ("language", "told"), [("sv", ""), ("en", "ABC")], ids=["in the title", "not in the English title"]
)
def test_short_name_is_told_where_the_title_does_not_hold_it(language, told):
    network = factories.NetworkFactory.build(title="Alla (ABC)", title_en="Everybody", short_name="ABC")
    with override(language):
        assert short_name(network) == told
