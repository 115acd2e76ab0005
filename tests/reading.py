"""Reads pages as a visitor does, so that a test speaks of hits, choices and links and not of markup."""

import re
from dataclasses import dataclass, field
from functools import cache, cached_property
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.test import Client

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass
class Element:
    tag: str
    attrs: dict = field(default_factory=dict)
    children: list = field(default_factory=list)

    @property
    def text(self) -> str:
        """All text inside, with runs of white space as one space."""
        parts = (child if isinstance(child, str) else child.text for child in self.children)
        return re.sub(r"\s+", " ", " ".join(parts)).strip()

    @property
    def classes(self) -> list[str]:
        return (self.attrs.get("class") or "").split()

    @cached_property
    def inside(self) -> list["Element"]:
        """Every element inside, in the order of the page."""
        found = []
        for child in self.children:
            if isinstance(child, Element):
                found.append(child)
                found += child.inside
        return found

    def all(self, tag=None, css=None, **attrs) -> list["Element"]:
        """Every element inside with this tag, class and attributes, in the order of the page."""
        return [
            element
            for element in self.inside
            if tag in (None, element.tag)
            and (css is None or css in element.classes)
            and all(element.attrs.get(name) == value for name, value in attrs.items())
        ]

    def one(self, tag=None, css=None, **attrs) -> "Element":
        found = self.all(tag, css, **attrs)
        assert len(found) == 1, f"{len(found)} elements <{tag}> {css or ''} {attrs or ''}"
        return found[0]


class _Parser(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        element = Element(tag, dict(attrs))
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        assert self.open[-1].tag == tag, f"</{tag}> closes <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)


@cache
def answer(path):
    """What a reader without an account gets of the loaded content; each address is asked for once in a run.

    Only for tests that change no content.
    """
    response = Client().get(path)
    # They hold every record that the page shows, and the run keeps all its pages.
    response.context = response.templates = None
    return response


def parse(html) -> Element:
    """Return the page as a tree; fails on tags that do not match."""
    parser = _Parser()
    parser.feed(html if isinstance(html, str) else html.decode())
    parser.close()
    assert parser.open == [parser.root], f"<{parser.open[-1].tag}> is never closed"
    return parser.root


def choices_in(address: str) -> list[tuple[str, str]]:
    """Return the choices in an address, sorted."""
    return sorted(parse_qsl(urlsplit(address).query, keep_blank_values=True))


def with_choices(path: str, choices) -> str:
    return f"{path}?{urlencode(list(choices))}" if choices else path


@dataclass
class Option:
    label: str
    hits: int
    chosen: bool


class ListPage:
    """What one page of a list shows."""

    def __init__(self, html):
        self.root = parse(html)

    @cached_property
    def total(self) -> int:
        return int(re.search(r"\d+", self.root.one(id="results-heading").text).group())

    @cached_property
    def links(self) -> list[str]:
        """The paths of the records on the page, in their order."""
        return [urlsplit(row.all("h3")[0].all("a")[0].attrs["href"]).path for row in self.root.all("li", "row")]

    @cached_property
    def titles(self) -> list[str]:
        return [row.all("h3")[0].text for row in self.root.all("li", "row")]

    @cached_property
    def facets(self) -> dict[str, dict[str, Option]]:
        """The options of each facet by their value in the address."""
        facets = {}
        for label in self.root.all("label", "option"):
            box = label.one("input")
            name, value = box.attrs["name"], box.attrs["value"]
            text, hits = label.all("span")[0].text, label.one("span", "option__hits").text
            options = facets.setdefault(name, {})
            assert value not in options, f"{name}={value} is offered twice"
            options[value] = Option(text, int(re.search(r"\d+", hits).group()), "checked" in box.attrs)
        return facets

    @cached_property
    def counts(self) -> dict[str, dict[str, int]]:
        return {name: {v: option.hits for v, option in options.items()} for name, options in self.facets.items()}

    @cached_property
    def chips(self) -> list[tuple[str, str]]:
        """What each chip says and where it leads."""
        return [(chip.text, chip.attrs["href"]) for chip in self.root.all("a", "chip")]

    @cached_property
    def notes(self) -> list[str]:
        """What the page says that it did not understand of the address."""
        return [item.text for box in self.root.all("div", "notice--warning") for item in box.all("li")]

    @cached_property
    def ways_out(self) -> list[tuple[str, int]]:
        """What an empty list offers to let go: where each link leads, and how many hits it promises."""
        items = [item for box in self.root.all("div", "empty") for item in box.all("li")]
        return [(item.one("a").attrs["href"], int(re.findall(r"\d+", item.text)[-1])) for item in items]

    @cached_property
    def page_links(self) -> list[str]:
        return [link.attrs["href"] for box in self.root.all("nav", "pagination") for link in box.all("a")]


def read_list(client, path: str, choices=(), **headers) -> ListPage:
    """Ask for a list with these choices and read it."""
    response = client.get(with_choices(path, choices), **headers)
    assert response.status_code == 200, f"{response.status_code} for {with_choices(path, choices)}"
    return ListPage(response.content)
