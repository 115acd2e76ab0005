"""No page breaks a rule of WCAG 2.0-2.2 A or AA that axe can check, on a phone and a desk, in light and dark, in
Swedish and English; nor does any text move while the page loads, or overlap or run out when it is large or spaced.
"""

from functools import partial

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from django.test import Client

from .factories import UserFactory
from .looking import SHEET, crowded_when_large_or_spaced, moved, unfold, with_sheet_open
from .pages import DETAILS, LISTS, OTHERS, PAGES, in_english

WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
# A theme changes colours and nothing else, so the second one of each width is checked for them alone; and the languages
# share colours and templates, so English is checked for all but them. Contrast is three quarters of axe's work.
CONTRAST = WCAG | {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
NO_CONTRAST = WCAG | {"rules": {"color-contrast": {"enabled": False}}}
AXE = "([part, options]) => axe.run(part ?? document, options).then(result => result.violations)"
VIEWS = {
    "sv": [(1280, "light", WCAG), (1280, "dark", CONTRAST), (320, "dark", WCAG), (320, "light", CONTRAST)],
    "en": [(1280, "light", NO_CONTRAST)],
    # Pages of the same parts as others that are looked at in all views: each width and each theme once.
    "briefly": [(1280, "light", WCAG), (320, "dark", WCAG)],
}
# The lists are narrowed in Swedish, whole in English; of the empty ones, which are alike, one is enough.
SWEDISH = [
    path
    for name, path in PAGES.items()
    if not name.startswith("list of ") and (name == "calls, empty" or not name.endswith(", empty"))
]
ENGLISH = [in_english(path) for path in (OTHERS["start"], *DETAILS.values(), *LISTS.values())]


def violations(page, views, part=None):
    """What is wrong with the page that is open, in each of the ``views``; ``part`` tells axe what to look at."""
    # Once for all views, and not by Axe.run(): it sends its half a megabyte anew each time.
    page.evaluate(Axe().axe_script)
    found = []
    for width, theme, options in VIEWS[views]:
        page.set_viewport_size({"width": width, "height": 800})
        # Without motion, or a theme that still fades in would be checked half-way.
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        broken = []
        if width == 320:  # there all is folded away, and what is folded away is not checked
            unfold(page)
            broken += with_sheet_open(page, partial(page.evaluate, AXE, [SHEET, options]))
        for rule in broken + page.evaluate(AXE, [part, options]):
            found += [f"{page.url}, {width} px, {theme}: {rule['id']}: {node['target']}" for node in rule["nodes"]]
        if page.evaluate("document.documentElement.scrollWidth") > width:
            found.append(f"{page.url}, {width} px: scrolls sideways")
    return found


# In parts, so that one that fails does not hide the others.
@pytest.mark.once
@pytest.mark.parametrize("part", range(4))
def test_pages_have_no_violation_and_nothing_moves_or_overlaps(browser_page, part):
    found = []
    for path in SWEDISH[part::4]:
        browser_page.set_viewport_size({"width": 1280, "height": 800})
        browser_page.goto(path)
        if (shift := moved(browser_page)) >= 0.001:
            found.append(f"{path}: moves by {shift}")
        found += violations(browser_page, "sv") + crowded_when_large_or_spaced(browser_page)
    assert found == []


@pytest.mark.once
def test_pages_in_english_have_no_violation(browser_page):
    found = []
    for path in ENGLISH:
        browser_page.goto(path)
        assert browser_page.locator("html").get_attribute("lang") == "en"
        found += violations(browser_page, "en")
    assert found == []


@pytest.mark.once
def test_sign_in_with_an_error_has_no_violation(browser_page):
    browser_page.goto("/konto/logga-in/")
    form = browser_page.locator("main form.login")
    form.locator("[name=login]").fill("nobody@example.org")
    form.locator("[name=password]").fill("wrong")
    form.get_by_role("button").click()
    browser_page.get_by_role("alert").wait_for()
    assert violations(browser_page, "sv") + crowded_when_large_or_spaced(browser_page) == []


@pytest.fixture
def signed_in(portal, context):
    """The browser is that of somebody with an account, which is gone afterwards."""
    user, client = UserFactory(), Client()
    client.force_login(user)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": portal}])
    yield user
    Session.objects.filter(session_key=client.session.session_key).delete()
    user.delete()


@pytest.mark.once
def test_account_has_no_violation(signed_in, browser_page):
    browser_page.goto("/konto/")
    assert browser_page.get_by_text(signed_in.email).is_visible()
    assert violations(browser_page, "sv") + crowded_when_large_or_spaced(browser_page) == []


BROKEN = """
<p>Above</p><p style="margin-top: -2em">Below</p>
<label>Name <input></label><p style="margin-top: -2em">Over the field</p>
<div style="height: 1px; overflow: auto"><p>Out of sight</p></div>
<p style="width: 2000px">Wide</p>
<p style="height: 1.25rem; overflow: hidden; font: 16px serif">Never</p>
<p style="height: 24px; overflow: hidden; font-size: 1rem">Large</p>
<p style="width: 6em; overflow: hidden; white-space: nowrap">Spaced text</p>
"""


def test_look_at_a_page_finds_what_is_wrong_with_it(page):
    page.set_content(BROKEN)
    found = crowded_when_large_or_spaced(page)
    for problem in ['200 %: "Large"', 'spaced: "Spaced text"', '"Above" at', '"INPUT" at', "scrolls sideways"]:
        assert any(problem in one for one in found), problem
    assert not [one for one in found if "Out of sight" in one or "Never" in one]
