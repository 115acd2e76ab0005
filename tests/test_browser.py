"""What every page promises in a real browser: nothing wrong in the console, no trace left with the reader, all of it
readable with large text, and on paper the content alone.
"""

import pytest
from playwright.sync_api import expect

from .pages import DETAILS, LISTS, in_english

PROJECTS = LISTS["projects"]


def test_administration_opens_without_a_problem(browser_page):
    assert browser_page.goto("/admin/login/").status == 200


def test_reader_without_account_is_left_no_trace(browser_page):
    browser_page.goto("/")
    browser_page.locator(f"#menu a[href='{PROJECTS}']").click()
    browser_page.locator("#tema-sprak-och-sfi").check()
    expect(browser_page.locator(".chip")).to_have_count(1)
    browser_page.locator(".rows h3 a").first.click()
    browser_page.locator(".language-switch a").click()
    browser_page.locator("#site-q").fill("integration")
    browser_page.locator("#site-q").press("Enter")
    expect(browser_page.locator(".rows").first).to_be_visible()
    assert browser_page.context.cookies() == []
    assert browser_page.evaluate("Object.keys(localStorage)") == []


@pytest.mark.parametrize("path", [PROJECTS, DETAILS["project"], in_english(DETAILS["event"])])
def test_text_of_double_size_fits_a_phone(browser_page, path):
    browser_page.set_viewport_size({"width": 320, "height": 640})
    browser_page.goto(path)
    browser_page.locator("details").evaluate_all("all => all.forEach(panel => { panel.open = true })")
    size = "parseFloat(getComputedStyle(document.querySelector('main p')).fontSize)"
    before = browser_page.evaluate(size)
    browser_page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert browser_page.evaluate(size) >= 1.9 * before
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("path", [PROJECTS, in_english(PROJECTS)])
def test_name_of_the_portal_stays_on_one_line(browser_page, path):
    lines = """() => {
        const text = document.createRange();
        text.selectNodeContents(document.querySelector(".wordmark"));
        return new Set([...text.getClientRects()].filter(box => box.width).map(box => Math.round(box.bottom))).size;
    }"""
    browser_page.goto(path)
    found = {}
    for width in (320, 360, 480, 640, 768, 800, 1024, 1280, 2000):
        browser_page.set_viewport_size({"width": width, "height": 640})
        found[width] = browser_page.evaluate(lines)
    assert set(found.values()) == {found[2000]}, found


@pytest.mark.parametrize("name", ["project", "event", "municipality", "source"])
def test_detail_on_paper_is_the_content_alone(browser_page, name):
    browser_page.goto(DETAILS[name])
    browser_page.emulate_media(media="print")
    expect(browser_page.locator("nav:visible, form:visible, button:visible, .skip-link:visible")).to_have_count(0)
    expect(browser_page.locator("h1")).to_be_visible()
    expect(browser_page.locator("dl.facts, .prose, .links").first).to_be_visible()
