"""One template makes a plain text and HTML with the same words, in the receiver's language, and is safe."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings as project
from django.urls import NoReverseMatch
from django.utils.translation import get_language, override

from outbox.rendering import absolute_url, render
from tests.factories import ProjectFactory

from .samples import HOSTILE, SAMPLES

FOLDER = project.BASE_DIR / "templates" / "mail"
MAILS = {str(path.relative_to(FOLDER.parent)) for path in FOLDER.rglob("*.html")} - {"mail/layout.html"}
CONTEXT = {"title": "Åtta öar", "comment": ""}


@pytest.fixture(autouse=True)
def _portal(settings):
    settings.PORTAL_URL = "https://portal.example"


class _Words(HTMLParser):
    """The words of an HTML document, without its head."""

    def __init__(self, html):
        super().__init__()
        self.words, self.tags = [], set()
        self.feed(html[html.index("<body>") :])

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)

    def handle_data(self, data):
        self.words += data.split()


def words_of(text):
    """The words without the marks that the text puts round a quotation and after what is above a list."""
    return [word.strip("“”:") for word in re.sub(r"^-- $", "", text, flags=re.MULTILINE).split()]


# --- Every mail -----------------------------------------------------------------------------------------------


def test_every_mail_has_a_context_to_be_looked_at_with():
    assert set(SAMPLES) == MAILS, "see tests/outbox/samples.py"


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("template", ["mail/test.html", *sorted(MAILS)])
def test_mail_is_whole_as_text_and_html_and_escapes_only_there(template, language):
    samples = {**SAMPLES, "mail/test.html": lambda: {"title": HOSTILE, "comment": HOSTILE}}
    mail = render(template, samples[template](), language)

    assert mail.subject
    assert "\n" not in mail.subject
    read = _Words(mail.html)
    assert read.tags <= {"body", "main", "footer", "p", "br", "a", "blockquote"}
    there = words_of(" ".join(read.words))
    assert [word for word in words_of(mail.text) if word not in there] == []
    assert not re.search(r"&\w+;|\n\n\n", mail.text)
    # Addresses are whole, and nothing is loaded.
    assert set(re.findall(r'(?:href|src)="(?!https://|mailto:)[^"]*"', mail.html)) == set()
    assert not re.search(r"<(?:img|link|script|iframe)|url\(|@import", mail.html)
    assert f'<html lang="{language}">' in mail.html


# --- What a template is given ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "subject", "path", "why"),
    [
        ("sv", "Projekt: Åtta öar", "/projekt/", "Du får det här mejlet"),
        ("en", "Projects: Åtta öar", "/en/projekt/", "You get this mail"),
    ],
)
def test_mail_is_in_the_language_of_its_receiver_whatever_that_of_the_page(language, subject, path, why):
    with override("en" if language == "sv" else "sv"):
        before = get_language()
        mail = render("mail/test.html", CONTEXT, language)
        assert get_language() == before
    assert mail.subject == subject
    assert f"https://portal.example{path}\n" in mail.text
    assert f'href="https://portal.example{path}"' in mail.html
    assert why in mail.text
    assert why in mail.html


def test_text_is_as_it_was_written():
    mail = render("mail/test.html", {"title": HOSTILE, "comment": "”Ja” & <nej>\n\nEller?"}, "sv")
    assert mail.subject == f"Projekt: {HOSTILE}"
    assert f"status: {HOSTILE}.\n\nhttps://portal.example/om/" in mail.text
    assert "”Ja” & <nej>\n\nEller?" in mail.text


def test_html_holds_what_people_wrote_as_text_alone():
    mail = render(
        "mail/test.html", {"title": HOSTILE, "comment": "<script>x</script> https://example.org/?a=1&b=2"}, "sv"
    )
    assert "Å &amp; &lt;b onclick=&quot;x&quot;&gt;Ö&lt;/b&gt;" in mail.html
    assert "&lt;script&gt;x&lt;/script&gt;" in mail.html
    assert 'href="https://example.org/?a=1&amp;b=2"' in mail.html
    assert "<title>Projekt: Å &amp; &lt;b" in mail.html


def test_mail_without_quote_has_no_empty_frame():
    assert "<blockquote>" not in render("mail/test.html", CONTEXT, "sv").html
    assert "<blockquote>" in render("mail/test.html", CONTEXT | {"comment": "Bra!"}, "sv").html


def test_mail_says_who_runs_the_portal_and_whom_to_write_to(settings):
    settings.RESPONSIBLE, settings.CONTACT_EMAIL = "Testlandets kommun", "kontakt@portal.example"
    mail = render("mail/test.html", CONTEXT, "sv")
    for made in (mail.text, mail.html):
        assert "Testlandets kommun" in made
        assert "kontakt@portal.example" in made


def test_absolute_url_is_in_the_language_of_its_reader():
    assert absolute_url("projects:list", language="sv") == "https://portal.example/projekt/"
    assert absolute_url("projects:list", language="en") == "https://portal.example/en/projekt/"
    project = ProjectFactory.build(slug="atta-oar")
    assert absolute_url(project, language="en") == "https://portal.example/en/projekt/atta-oar/"
    assert absolute_url("projects:detail", "atta-oar", language="sv") == "https://portal.example/projekt/atta-oar/"
    assert absolute_url("/konto/?kod=1", language="en") == "https://portal.example/konto/?kod=1"
    with pytest.raises(NoReverseMatch):
        absolute_url("projects:nothing", language="sv")
