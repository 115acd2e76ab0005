"""Suggestions while typing, by keyboard, pointer and screen reader; without script a plain field.

What the portal suggests is worked out, and tested, elsewhere: but for one test it is answered here, in the browser.
"""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .looking import SPACED
from .test_browser_accessibility import AXE, WCAG

ADDRESS = "/sok/forslag/"
SUGGESTIONS = [
    {"text": "Erasmus+", "kind": "Program", "url": "/finansiering/program/erasmus-plus/"},
    {"text": "ERLAI, European Regional and Local Authorities &c. <b>", "kind": "Nätverk", "url": "/natverk/erlai/"},
    {"text": "erfarenhetsutbyte", "kind": "Ord", "url": "/sok/?q=erfarenhetsutbyte"},
]


@pytest.fixture
def asked(browser_page):
    """What the open page with the field has asked the portal for, which knows ``SUGGESTIONS``."""
    asked = []

    def answer(route):
        typed = parse_qs(urlsplit(route.request.url).query)["q"][0]
        asked.append(typed)
        found = [one for one in SUGGESTIONS if one["text"].lower().startswith(typed.lower())]
        route.fulfill(json={"suggestions": found})

    browser_page.route(f"**{ADDRESS}*", answer)
    browser_page.goto("/sok/")
    return asked


@pytest.fixture
def field(asked, browser_page):
    return browser_page.locator("#q")


@pytest.fixture
def options(browser_page):
    return browser_page.locator("#q-suggestions > [role=option]")


@pytest.fixture
def said(browser_page):
    return browser_page.locator("#q-suggestions + [aria-live=polite]")


def expect_active(field, options, number):
    """The field names the option with ``number`` as the active one, and no other is; None: the field itself is."""
    ids = options.evaluate_all("all => all.map(one => one.id)")
    assert len(set(ids)) == len(ids) == len(SUGGESTIONS)
    selected = options.evaluate_all("all => all.map(one => one.getAttribute('aria-selected'))")
    assert selected == ["true" if n == number else None for n in range(len(ids))]
    assert field.get_attribute("aria-activedescendant") == (None if number is None else ids[number])
    expect(field).to_be_focused()


def test_keyboard_walks_through_the_suggestions(browser_page, field, options, said, asked):
    expect(field).to_have_role("combobox")
    expect(field).to_have_accessible_name("Vad letar du efter?")
    expect(field).to_have_attribute("aria-autocomplete", "list")
    expect(field).to_have_attribute("aria-controls", "q-suggestions")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(options).to_have_count(0)

    field.press_sequentially("e")
    browser_page.wait_for_timeout(300)  # longer than between two keys of a word
    field.press_sequentially("r")
    expect(options).to_have_text([re.compile(f"^{re.escape(one['text'])} {one['kind']}$") for one in SUGGESTIONS])
    assert asked == ["er"]  # one letter is too little to ask
    expect(field).to_have_attribute("aria-expanded", "true")
    expect(browser_page.locator("#q-suggestions")).to_have_role("listbox")
    expect(said).to_have_text("Förslag: 3")
    expect_active(field, options, None)

    # Past either end one is back in the field; Home goes back to the text.
    for key, number in [("Down", 0), ("Down", 1), ("Down", 2), ("Down", None), ("Up", 2), ("Up", 1), ("Home", None)]:
        browser_page.keyboard.press(f"Arrow{key}" if key != "Home" else key)
        expect_active(field, options, number)
    assert field.evaluate("field => field.selectionStart") == 0
    browser_page.keyboard.press("End")

    # Another letter: what was active is let go at once, and what is said is new.
    browser_page.keyboard.press("ArrowDown")
    field.press_sequentially("l")
    assert field.get_attribute("aria-activedescendant") is None
    expect(said).to_have_text("Ett förslag")
    field.press_sequentially("xyz")
    expect(said).to_have_text("Inga förslag")
    expect(field).to_have_attribute("aria-expanded", "false")

    # Escape closes and keeps what is typed; Down asks again; Tab goes on and closes.
    field.fill("er")
    expect(options).to_have_count(3)
    browser_page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("er")
    browser_page.keyboard.press("ArrowDown")
    expect(options).to_have_count(3)
    browser_page.keyboard.press("Tab")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(browser_page.locator("#q-suggestions")).to_be_hidden()
    expect(field).to_have_value("er")


def test_enter_goes_to_the_active_suggestion_and_else_searches(browser_page, field, options):
    field.press_sequentially("er")
    expect(options).to_have_count(3)
    browser_page.keyboard.press("ArrowDown")
    browser_page.keyboard.press("ArrowDown")
    browser_page.keyboard.press("Enter")
    expect(browser_page).to_have_url(re.compile(r"/natverk/erlai/$"))

    browser_page.go_back()
    field.fill("er")
    expect(options).to_have_count(3)
    browser_page.keyboard.press("Enter")
    expect(browser_page).to_have_url(re.compile(r"/sok/\?q=er$"))


def test_pointer_chooses_and_a_later_question_drops_the_one_before(browser_page, field, options):
    first = re.compile(r"\?q=er$")
    browser_page.route(first, lambda route: None)  # never answered
    with browser_page.expect_request(first):
        field.fill("er")
    with browser_page.expect_event("requestfailed") as dropped:
        field.fill("erf")
    assert first.search(dropped.value.url)
    options.get_by_text("erfarenhetsutbyte").click()
    expect(browser_page).to_have_url(re.compile(r"/sok/\?q=erfarenhetsutbyte$"))


@pytest.mark.once
def test_open_list_has_no_violation_and_fits_a_phone(browser_page, field, options):
    browser_page.set_viewport_size({"width": 320, "height": 640})
    browser_page.evaluate(Axe().axe_script)
    field.press_sequentially("er")
    expect(options).to_have_count(3)
    browser_page.keyboard.press("ArrowDown")
    found = []
    for theme in ("light", "dark"):
        browser_page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        found += browser_page.evaluate(AXE, [".search-form", WCAG])
    assert found == []
    heights = options.evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert min(heights) >= 44
    browser_page.evaluate(SPACED, True)
    browser_page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert browser_page.locator("#q-suggestions").evaluate(
        "list => list.scrollWidth <= list.clientWidth && list.getBoundingClientRect().right <= innerWidth"
    )


def test_portal_answers_what_is_typed(browser_page):
    browser_page.goto("/en/")
    browser_page.locator("#start-q").press_sequentially("erasm")
    option = browser_page.locator("#start-q-suggestions > [role=option]").first
    expect(option).to_contain_text("Erasmus+")
    browser_page.keyboard.press("ArrowDown")
    title = option.evaluate("option => option.firstChild.data")
    browser_page.keyboard.press("Enter")
    expect(browser_page).to_have_url(re.compile(r"/en/finansiering/program/"))
    expect(browser_page.locator("h1")).to_have_text(title)


def number_of_hits(page):
    return int(re.sub(r"\D", "", page.locator("#results-heading").inner_text()))


def test_word_that_the_search_was_widened_with_is_taken_away_by_a_click_and_comes_back(browser_page):
    browser_page.goto("/sok/?q=finansiering")
    chips = browser_page.locator(".widened .chip")
    chip = chips.filter(has_text="bidrag")
    expect(chip).to_have_accessible_name("Sök utan: bidrag")
    words, hits = chips.count(), number_of_hits(browser_page)

    chip.click()
    expect(chips).to_have_count(words - 1)
    expect(chip).to_have_count(0)
    expect(browser_page).to_have_url(re.compile(r"[?&]utan=bidrag(&|$)"))
    expect(browser_page.locator("#q")).to_have_value("finansiering")
    assert number_of_hits(browser_page) < hits

    # By keyboard too, and what is left out stays out when one goes on.
    chips.first.focus()
    browser_page.keyboard.press("Enter")
    expect(chips).to_have_count(words - 2)
    browser_page.go_back()
    browser_page.go_back()
    expect(chips).to_have_count(words)
    assert number_of_hits(browser_page) == hits


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_without_script_it_is_a_plain_field(browser_page, field):
    expect(field).to_have_role("searchbox")
    expect(browser_page.locator("#q-suggestions")).to_be_hidden()
    field.fill("er")
    field.press("Enter")
    expect(browser_page).to_have_url(re.compile(r"/sok/\?q=er$"))
