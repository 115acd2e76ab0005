"""Everything can be reached and done with the keyboard alone, in the order of the page, and one sees where one is."""

import re

import pytest
from playwright.sync_api import expect

from .pages import DETAILS, LISTS, OTHERS

# With chips, more than one page, and filters both open and folded.
A_LIST = f"{LISTS['knowledge']}?typ=practice"
WHERE_IS_THE_FOCUS = """() => {
    const at = document.activeElement;
    if (at === document.body) return null;
    const places = {
        ".skip-link": "skip link", ".wordmark": "wordmark", ".site-search": "search", ".site-header__ways": "ways",
        ".site-nav": "menu", ".filters": "filters", ".list__bar div": "saving", ".sort": "sorting", ".chips": "chips",
        ".rows": "rows", ".compare-bar": "comparing", ".pagination": "pages", ".formats": "formats",
        ".site-footer": "footer",
    };
    // Of something that goes over two lines the first; nine points of it, a little inside.
    const boxes = [...at.getClientRects()], style = getComputedStyle(at);
    const box = boxes.find(({ width }) => width > 1) ?? boxes[0];
    const points = [0.1, 0.5, 0.9].flatMap(across => [0.2, 0.5, 0.8].map(
        down => [box.left + across * box.width, box.top + down * box.height]));
    const onTop = point => at.contains(document.elementFromPoint(...point));
    return {
        what: at.id || at.innerText || at.tagName,
        place: Object.entries(places).find(([selector]) => at.closest(selector))?.[1] ?? at.outerHTML,
        seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 && box.width > 1
            && points.some(onTop),
    };
}"""


def stops(page):
    """Press Tab through the whole page; return each stop."""
    found = []
    while True:
        page.keyboard.press("Tab")
        stop = page.evaluate(WHERE_IS_THE_FOCUS)
        if stop is None:
            return found
        found.append(stop)


def unseen(found):
    """The stops where one does not see where one is: without an outline, out of view, or under something else."""
    return [stop["what"] for stop in found if not stop["seen"]]


def in_turn(found):
    """The places of the page in the order in which the stops come to them, each time anew."""
    places = [stop["place"] for stop in found]
    return [place for n, place in enumerate(places) if n == 0 or place != places[n - 1]]


@pytest.mark.parametrize("width", [320, 1280])
def test_tab_goes_through_a_list_in_order_and_is_always_seen(browser_page, width):
    browser_page.set_viewport_size({"width": width, "height": 800})
    browser_page.goto(A_LIST)
    found = stops(browser_page)
    assert in_turn(found) == [
        "skip link", "wordmark", "search", "ways", "menu", "filters", "saving", "sorting", "chips", "rows", "pages",
        "formats", "footer",
    ]  # fmt: skip
    assert unseen(found) == []
    in_place = {place: [stop["what"] for stop in found if stop["place"] == place] for place in in_turn(found)}
    if width == 320:  # the menu and the filters are folded, each behind one stop
        assert (len(in_place["menu"]), len(in_place["filters"])) == (1, 1)
    else:
        assert len(in_place["menu"]) == 7
        assert {"list-q", "typ-practice", "facet-land-summary", "filters-show"} <= set(in_place["filters"])
    assert len(in_place["rows"]) >= 20


@pytest.mark.parametrize(
    ("width", "path"),
    [
        (1280, DETAILS["project"]),
        (1280, DETAILS["event"]),
        (1280, OTHERS["timeline"]),
        (1280, OTHERS["networks compared"]),
        (320, LISTS["networks"]),
        (320, OTHERS["start"]),
        (320, OTHERS["map"]),
        (320, OTHERS["sign in"]),
    ],
)
def test_focus_is_seen_on_every_stop(browser_page, width, path):
    browser_page.set_viewport_size({"width": width, "height": 640})
    browser_page.goto(path)
    browser_page.locator("main").focus()
    assert unseen(stops(browser_page)) == []


def test_skip_link_is_first_and_leads_past_the_menu(browser_page):
    browser_page.goto(A_LIST)
    browser_page.keyboard.press("Tab")
    skip_link = browser_page.locator(".skip-link")
    expect(skip_link).to_be_focused()
    expect(skip_link).to_be_in_viewport(ratio=1)
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator("main")).to_be_focused()
    browser_page.keyboard.press("Tab")
    expect(browser_page.locator("main :focus")).to_have_count(1)


def tab_to(page, selector):
    """Press Tab until the focus is on what ``selector`` finds."""
    while not page.locator(selector).evaluate("found => found === document.activeElement"):
        page.keyboard.press("Tab")
        assert page.evaluate(WHERE_IS_THE_FOCUS), f"Tab never comes to {selector}"


@pytest.mark.parametrize("width", [320, 1280])
def test_keyboard_alone_narrows_a_list_and_opens_a_hit(browser_page, width):
    browser_page.set_viewport_size({"width": width, "height": 800})
    browser_page.goto("/")
    if width == 320:
        tab_to(browser_page, "#menu > summary")
        browser_page.keyboard.press("Enter")
    tab_to(browser_page, f"#menu a[href='{LISTS['projects']}']")
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator("#lista")).to_be_visible()

    if width == 320:
        tab_to(browser_page, "#filters-summary")
        browser_page.keyboard.press("Enter")
    tab_to(browser_page, "#facet-land-summary")
    browser_page.keyboard.press("Enter")
    tab_to(browser_page, "#land-SE")
    browser_page.keyboard.press("Space")
    expect(browser_page.locator(".chip")).to_have_count(1)
    expect(browser_page.locator("#land-SE")).to_be_focused()

    if width == 320:
        browser_page.keyboard.press("Escape")
        expect(browser_page.locator("#filters-summary")).to_be_focused()
    tab_to(browser_page, ".chip")
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator(".chip")).to_have_count(0)
    tab_to(browser_page, ".rows > li:first-child h3 a")
    title = browser_page.locator(".rows h3").first.inner_text()
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator("h1")).to_have_text(title)


def test_keyboard_alone_searches_and_switches_language(browser_page):
    browser_page.goto(DETAILS["project"])
    tab_to(browser_page, "#site-q")
    browser_page.keyboard.type("integration")
    browser_page.keyboard.press("Enter")
    expect(browser_page).to_have_url(re.compile(r"/sok/\?q=integration$"))
    tab_to(browser_page, ".language-switch a")
    browser_page.keyboard.press("Enter")
    expect(browser_page).to_have_url(re.compile(r"/en/sok/\?q=integration$"))
    tab_to(browser_page, ".rows h3 a >> nth=0")


def test_keyboard_alone_turns_pages_and_compares(browser_page):
    # From the hits on: the way there is walked above.
    browser_page.goto(f"{LISTS['organisations']}?typ=municipality")
    browser_page.locator("#results-heading").focus()
    tab_to(browser_page, "a[rel=next]")
    browser_page.keyboard.press("Enter")
    expect(browser_page).to_have_url(re.compile(r"typ=municipality&sida=2$"))

    browser_page.goto(LISTS["networks"])
    browser_page.locator("#results-heading").focus()
    for network in ("ensa", "erlai"):
        tab_to(browser_page, f"#compare-{network}")
        browser_page.keyboard.press("Space")
    tab_to(browser_page, "#compare-show")
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator(".compare thead a")).to_have_count(2)
