"""Nothing of what the five documents say is lost.

- Every fact in ``facts.yaml`` stands on the page of its record, and the page cites the documents it comes from.
- Every relation in ``relations.yaml`` is a link that a reader can follow, both ways, and has its role.
- Every record says where in which document its facts stand and what date they hold for.
- Everything that the documents name is there, and an ended programme says what one applies for today.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path

import pytest
import yaml
from django.utils.translation import override

from events.models import Event, EventOrganisation
from funding.models import Call, Programme, ProgrammeOrganisation
from knowledge.enums import KnowledgeKind
from knowledge.models import KnowledgeEntry, KnowledgeOrganisation
from networks.models import Membership, Network
from organisations.models import Contact, Organisation
from projects.models import Participation, Project
from sources.enums import DocumentKind
from sources.models import SourceDocument
from tests.reading import answer, parse

pytestmark = pytest.mark.django_db

HERE = Path(__file__).parent
FACTS = yaml.safe_load((HERE / "facts.yaml").read_text())
RELATIONS = yaml.safe_load((HERE / "relations.yaml").read_text())
RECORDS = [
    pytest.param(record, id=f"{group}: {record['page']}") for group, records in FACTS.items() for record in records
]
# Groups that stand on the pages of other records, or do not come from the documents.
NOT_RECORDS = {"successors", "places", "links", "contradictions", "invitations"}
WITH_PAGE = [Programme, Call, Project, Network, Event, KnowledgeEntry, Organisation]
SOURCED = [*WITH_PAGE, Contact]


# --- Reading a page -------------------------------------------------------------------------------------------


def alike(text):
    """The text without what makes no difference to a reader: case, kinds of space, of dash and of quotation mark."""
    text = unicodedata.normalize("NFC", text).casefold().replace("\N{SOFT HYPHEN}", "")
    text = re.sub("[\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]", "-", text)
    return " ".join(re.sub("[‘’]", "'", re.sub("[“”]", '"', text)).split())


def words_in(element):
    """The text of an element without what is said of its source, the editor's note excepted.

    A date there may be the document's own and a name may stand in its title: neither is a fact of the record.
    """
    inline = {"a", "abbr", "b", "code", "em", "i", "span", "strong"}  # no space where one begins or ends
    if "source" in element.classes:
        return "".join(words_in(note) for note in element.all("div", "notice"))
    text = "".join(child if isinstance(child, str) else words_in(child) for child in element.children)
    return text if element.tag in inline else f" {text} "


def says(text, fact):
    """Whether the fact stands in the text (made ``alike``) in whole words, a number not as part of a larger one."""
    fact = alike(fact)
    before = r"(?<!\w)(?<!\d[ .,:])" if fact[0].isdigit() else r"(?<!\w)" if fact[0].isalpha() else ""
    after = r"(?!\w|[.,:]\d| \d{3}(?!\d))" if fact[-1].isdigit() else r"(?!\w)" if fact[-1].isalpha() else ""
    return re.search(before + re.escape(fact) + after, text) is not None


class Page:
    """What the main part of a page says, says of its source and links to."""

    def __init__(self, address):
        response = answer(address)
        assert response.status_code == 200, f"{response.status_code} for {address}"
        main = parse(response.content).one("main")
        source = main.one("section", "source")
        self.heading = alike(words_in(main.one("h1")))
        self.text = alike(words_in(main))
        self.source = source.text
        self.links = {link.attrs["href"] for link in main.all("a")}
        self.cited = {link.attrs["href"] for link in source.all("a")}
        self.replaced_by = {link.attrs["href"] for box in main.all("div", "notice--ended") for link in box.all("a")}


@cache  # the content is the same for all tests here, and many of them read the same page
def page_at(address):
    return Page(address)


# --- Facts ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("record", RECORDS)
def test_fact_of_the_documents_stands_on_the_page_of_its_record(record):
    shown = page_at(record["page"])
    assert not [fact for fact in record["facts"] if not says(shown.text, fact)]
    if "title" in record:
        assert shown.heading == alike(record["title"])
    for document in record.get("sources", []):
        assert f"/om/kallor/{document}/" in shown.cited


@pytest.mark.parametrize(
    ("fact", "said"),
    [
        ("75 %", True),
        ("sju parter", True),
        ("”Sju  Parter”", False),
        ("4 148 664 kr", True),
        ("148 664 kr", False),
        ("4 148", False),
        ("2011–2012", True),
        ("201", False),
        ("part", False),
        ("!Fall", True),
        ("Odaterad", False),
        ("vem som ägde", True),
    ],
)
def test_fact_is_found_in_whole_words_and_outside_what_is_said_of_the_source(fact, said):
    html = """<p>Sju <em>part</em>er, 4 148&nbsp;664&nbsp;kr, 75&nbsp;%</p><p>2011-2012. ”!Fall”</p>
        <section class="source"><p>Odaterad</p><div class="notice">Det sägs inte vem som ägde.</div></section>"""
    assert says(alike(words_in(parse(html))), fact) == said


# --- Relations ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verb", RELATIONS["links"])
def test_relation_is_a_link_both_ways(verb):
    missing = []
    for one, other in RELATIONS["links"][verb]:
        missing += [f"{one} → {other}"] if other not in page_at(one).links else []
        missing += [f"{other} → {one}"] if one not in page_at(other).links else []
    assert not missing


@pytest.mark.parametrize("verb", RELATIONS["people"])
def test_person_stands_on_the_page_of_what_the_person_takes_part_in(verb):
    assert not [(name, address) for name, address in RELATIONS["people"][verb] if not says(page_at(address).text, name)]


def test_organisation_has_the_role_that_the_documents_give_it():
    roles = {
        "administers": {"administrator"},
        "adopted": {"adopted_by"},
        "contact point for": {"contact_point"},
        "decides on": {"founder"},
        "funds": {"funder"},
        "hosts": {"host"},
        "leads": {"lead"},
        "manages": {"managing"},
        "member of": {"member"},
        "organises": {"organiser"},
        "owns": {"owner"},
        "part of": {"member"},
        "participates in": {"participant", "municipality", "speaker"},
        "partner in": {"partner"},
        "party to": {"party"},
        "publishes": {"publisher"},
        "signed": {"signatory"},
        "speaks at": {"speaker"},
        "uses practice": {"uses"},
    }
    rows = {
        "projekt": set(Participation.objects.values_list("organisation__slug", "project__slug", "role")),
        "natverk": set(Membership.objects.values_list("organisation__slug", "network__slug", "role")),
        "evenemang": set(EventOrganisation.objects.values_list("organisation__slug", "event__slug", "role")),
        "finansiering": set(ProgrammeOrganisation.objects.values_list("organisation__slug", "programme__slug", "role")),
        "kunskap": set(KnowledgeOrganisation.objects.values_list("organisation__slug", "entry__slug", "role")),
    }
    checked, missing = 0, []
    for verb, pairs in RELATIONS["links"].items():
        for one, other in pairs:
            kind, organisation, record = other.split("/")[1], one.split("/")[-2], other.split("/")[-2]
            if one.startswith("/aktorer/") and kind in rows:
                checked += 1
                found = [role for role in roles[verb] if (organisation, record, role) in rows[kind]]
                missing += [] if found else [f"{one} {verb} {other}"]
    assert not missing
    assert checked > 100


# --- What the portal holds ------------------------------------------------------------------------------------


def test_everything_that_the_documents_name_is_there():
    kinds = {kind: KnowledgeEntry.objects.published().filter(kind=kind).count() for kind in KnowledgeKind}
    documents = SourceDocument.objects.filter(kind=DocumentKind.SEED)
    of_documents = Programme.objects.published().filter(citations__document__in=documents).distinct()
    assert {
        "documents": documents.count(),
        "programmes": of_documents.count(),
        "calls": Call.objects.published().count(),
        "projects": Project.objects.published().count(),
        "networks": Network.objects.published().count(),
        "events": Event.objects.published().count(),
        "organisations": Organisation.objects.filter(citations__document__in=documents).distinct().count(),
        "people": Contact.objects.count(),
        "practices": kinds[KnowledgeKind.PRACTICE],
        "indicators": kinds[KnowledgeKind.INDICATOR],
        "resources": kinds[KnowledgeKind.RESOURCE],
        "policies": kinds[KnowledgeKind.POLICY],
    } == {group: len(FACTS[group]) for group in FACTS if group not in NOT_RECORDS}


@pytest.mark.parametrize("model", SOURCED)
def test_record_cites_a_document_and_the_place_in_it(model):
    assert not model.objects.filter(citations=None)
    assert not model.objects.filter(citations__document__kind=DocumentKind.SEED, citations__place="")


@pytest.mark.parametrize("model", [*SOURCED, SourceDocument])
def test_record_has_the_date_that_its_facts_hold_for(model):
    assert not model.objects.filter(facts_as_of=None)


@pytest.mark.parametrize("model", WITH_PAGE)
def test_page_says_where_its_facts_come_from_and_what_date_they_hold_for(model):
    silent = []
    for record in model.objects.prefetch_related("citations"):
        source = page_at(record.get_absolute_url()).source
        with override("sv"):
            said = [record.facts_as_of_text, *(citation.place for citation in record.citations.all())]
        silent += [f"{record}: {text}" for text in said if text not in source]
    assert not silent


def test_ended_programme_leads_to_what_replaced_it():
    replaced = {}
    for one, other in RELATIONS["links"]["succeeded by"]:
        if "/program/" in one:
            replaced.setdefault(one, set()).add(other)
    assert {address: page_at(address).replaced_by for address in replaced} == replaced
