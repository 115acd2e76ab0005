"""On a phone the filters open as a sheet over the list, from one button that tells how many are on. The same on a
screen that is enlarged to 400 %, which is as narrow and much lower.
"""

import re

import pytest
from playwright.sync_api import expect

from .pages import DETAILS, LISTS
from .test_browser_keyboard import stops, tab_to, unseen

pytestmark = pytest.mark.browser
PROJECTS = LISTS["projects"]
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 3}
ENLARGED = {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4}  # 1280 x 1024 at 400 %
on_a_phone = pytest.mark.browser_context_args(**PHONE)

# Whatever can be acted on and is no link in a line of text: how high and wide it is, or what it stands in for a thumb.
SMALL_TARGETS = """() => [...document.querySelectorAll(
    "button, summary, select, input:not([type=hidden]), "
        + ".site-nav a, .language-switch a, .chip, .pagination a, .site-footer a"
)].filter(element => element.checkVisibility()).map(element => {
    const target = /checkbox|radio/.test(element.type) ? element.labels[0] : element;
    const { width, height } = target.getBoundingClientRect();
    return { what: element.id || element.innerText, width, height };
}).filter(({ width, height }) => Math.min(width, height) < 43.9)"""


def number(locator):
    return int(re.search(r"\d+", locator.inner_text())[0])


def behind_the_sheet(page):
    """What can be seen of the rest of the page and still be acted on."""
    return page.locator(":is(a, button, input, select, summary):not(#filters *):visible").evaluate_all(
        "all => all.filter(one => !one.closest('[inert]')).map(one => one.outerHTML)"
    )


@pytest.mark.parametrize("screen", [PHONE, ENLARGED], ids=["phone", "400 %"])
def test_sheet_follows_the_choices_and_leads_to_the_hits(browser, portal, screen):
    page = browser.new_context(**screen, locale="sv-SE").new_page()
    page.goto(portal + PROJECTS)
    summary, show = page.locator("#filters-summary"), page.locator("#filters-show")
    expect(show).to_be_hidden()
    summary.click()
    expect(show).to_be_in_viewport(ratio=1)
    assert behind_the_sheet(page) == []

    option = page.locator("#tema-sprak-och-sfi")
    promised = number(page.locator("label:has(#tema-sprak-och-sfi) .option__hits"))
    option.check()
    expect(summary).to_have_text(re.compile(r"\b1 val"))
    expect(show).to_have_text(re.compile(rf"\b{promised}\b"))
    expect(page.get_by_role("status")).to_have_text(re.compile(rf"^\s*{promised}\s"))
    expect(option).to_be_focused()
    assert behind_the_sheet(page) == []
    # What stays put at the edges of the sheet leaves most of it to the choices.
    assert summary.bounding_box()["height"] + show.bounding_box()["height"] < 0.55 * screen["viewport"]["height"]

    show.click()
    expect(show).to_be_hidden()
    expect(page.locator("#results-heading")).to_be_focused()
    expect(page.locator("#results-heading")).to_have_text(re.compile(rf"^\s*{promised}\s"))
    assert behind_the_sheet(page) != []
    assert page.evaluate("document.documentElement.scrollWidth") == screen["viewport"]["width"]
    page.goto(portal + DETAILS["project"])
    assert page.evaluate("document.documentElement.scrollWidth") == screen["viewport"]["width"]
    page.context.close()


@on_a_phone
def test_keyboard_stays_in_the_sheet_and_escape_leaves_it(browser_page):
    browser_page.goto(f"{PROJECTS}?land=SE")
    tab_to(browser_page, "#filters-summary")
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator("#filters-show")).to_be_visible()
    found = stops(browser_page)
    assert {stop["place"] for stop in found} == {"filters"}
    assert unseen(found) == []
    assert found[-1]["what"] == "filters-clear"

    tab_to(browser_page, "#land-SE")
    browser_page.keyboard.press("Space")
    expect(browser_page.locator(".chip")).to_have_count(0)
    browser_page.keyboard.press("Escape")
    expect(browser_page.locator("#filters-summary")).to_be_focused()
    expect(browser_page.locator("#filters-show")).to_be_hidden()
    assert browser_page.locator("[inert]").count() == 0


@on_a_phone
def test_sheet_lets_go_of_the_page_when_the_screen_grows(browser_page):
    browser_page.goto(PROJECTS)
    browser_page.locator("#filters-summary").click()
    expect(browser_page.locator("[inert]").first).to_be_attached()
    browser_page.set_viewport_size({"width": 1280, "height": 800})
    expect(browser_page.locator("[inert]")).to_have_count(0)
    browser_page.locator(".rows h3 a").first.click()
    expect(browser_page.locator("#lista")).to_have_count(0)


@on_a_phone
def test_targets_are_as_large_as_a_thumb(browser_page):
    browser_page.goto(f"{LISTS['organisations']}?typ=municipality")
    browser_page.locator("details").evaluate_all("all => all.forEach(panel => { panel.open = true })")
    assert browser_page.evaluate(SMALL_TARGETS) == []
