"""No page breaks a rule of WCAG 2.0-2.2 A or AA that axe can check, nor scrolls sideways on a phone, which it cannot:
on a phone and a desk, in light and dark, in Swedish and English.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe

from .pages import DETAILS, EMPTY, LISTS, NARROWED, OTHERS, in_english

WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
# axe takes most of a second, and the languages share templates and stylesheet. So English has one view, which Swedish
# has not; the lists are narrowed in Swedish, whole in English; and of the empty ones, which are alike, one is enough.
VIEWS = {
    "sv": [(1280, "light"), (320, "dark")],
    "en": [(1280, "dark")],
}
SWEDISH = {"details": DETAILS, "narrowed lists": NARROWED, "empty list": {"calls": EMPTY["calls"]}, "others": OTHERS}
ENGLISH = {"details": DETAILS, "whole lists": LISTS, "start": {"start": OTHERS["start"]}}


def violations(page, language):
    """What is wrong with the page that is open, in each of the views."""
    # Once for all views, and not by Axe.run(): it sends its half a megabyte anew each time.
    page.evaluate(Axe().axe_script)
    found = []
    for width, theme in VIEWS[language]:
        page.set_viewport_size({"width": width, "height": 800})
        # Without motion, or a theme that still fades in would be checked half-way.
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        if width == 320:  # there all is folded away, and what is folded away is not checked
            page.locator("details").evaluate_all("all => all.forEach(panel => { panel.open = true })")
        for rule in page.evaluate("options => axe.run(options).then(result => result.violations)", WCAG):
            found += [f"{page.url}, {width} px, {theme}: {rule['id']}: {node['target']}" for node in rule["nodes"]]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{page.url}, {width} px: scrolls sideways")
    return found


@pytest.mark.parametrize(
    ("language", "pages"),
    [("sv", name) for name in SWEDISH] + [("en", name) for name in ENGLISH],
)
def test_pages_have_no_violation(browser_page, language, pages):
    paths = SWEDISH[pages].values() if language == "sv" else [in_english(path) for path in ENGLISH[pages].values()]
    found = []
    for path in paths:
        browser_page.goto(path)
        assert browser_page.locator("html").get_attribute("lang") == language
        found += violations(browser_page, language)
    assert found == []


@pytest.mark.parametrize(("language", "path"), [("sv", "/konto/logga-in/"), ("en", "/en/konto/logga-in/")])
def test_sign_in_with_an_error_has_no_violation(browser_page, language, path):
    browser_page.goto(path)
    form = browser_page.locator("main form")
    form.locator("[name=username]").fill("nobody@example.org")
    form.locator("[name=password]").fill("wrong")
    form.get_by_role("button").click()
    browser_page.get_by_role("alert").wait_for()
    assert violations(browser_page, language) == []
