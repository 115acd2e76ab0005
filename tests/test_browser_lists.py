"""With JavaScript a list is swapped under the reader's hand: the address follows, the focus stays, the number of hits
is announced, the back button goes back. What is shown is what the same address shows when it is opened.
"""

import re

import pytest
from playwright.sync_api import expect

from .pages import LISTS

PROJECTS = LISTS["projects"]
CALLS = LISTS["calls"]


def box(page, name, value):
    return page.locator(f"input[name={name}][value='{value}']")


def promised(checkbox):
    """The number of hits that the page shows beside a checkbox."""
    return int(re.match(r"\d+", checkbox.locator("xpath=../*[@class='option__hits']").inner_text())[0])


def unfold(page):
    page.locator("#lista details").evaluate_all("all => all.forEach(panel => { panel.open = true })")


def expect_hits(page, number):
    """The heading and the rows of a list that fits on one page say ``number``."""
    expect(page.locator("#results-heading")).to_have_text(re.compile(rf"^\s*{number}\s"))
    expect(page.locator(".rows > li")).to_have_count(number)


def expect_focus(page, id):
    expect(page.locator(f"[id='{id}']")).to_be_focused()


def mark(page):
    page.evaluate("window.marked = true")


def is_marked(page):
    """Whether the page is still the one that was marked: nothing has loaded it anew."""
    return page.evaluate("window.marked === true")


def titles(page):
    # Where a whole page comes, its address and its head are there before its rows and its filters.
    page.wait_for_load_state()
    return page.locator(".rows h3").all_inner_texts()


def shown(page):
    """All that a list page says outside of its filters: they may be folded in another way."""
    return [page.title(), page.locator(".page-header").inner_text(), page.locator(".list__results").inner_text()]


def ticked(page):
    page.wait_for_load_state()
    return page.locator("#lista input:checked").evaluate_all("all => all.map(box => box.value)")


def as_opened(page, read):
    """What ``read`` finds when the address that the page has now is opened in a tab of its own."""
    other = page.context.new_page()
    other.goto(page.url)
    found = read(other)
    other.close()
    return found


def go(page, where):
    """Press the browser's button ``back`` or ``forward``; the list comes anew from the server."""
    with page.expect_event("load"):
        # Not at once: the page may be gone before it has answered the call.
        page.evaluate(f"void setTimeout(() => history.{where}())")


# --- Ticking --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", LISTS)
def test_ticked_option_gives_the_hits_it_promises(browser_page, name):
    browser_page.goto(LISTS[name])
    unfold(browser_page)
    mark(browser_page)
    # An option that narrows, and whose hits fit on one page.
    total = int(re.search(r"\d+", browser_page.locator("#results-heading").inner_text())[0])
    options = browser_page.locator("#lista input[type=checkbox]").all()
    option = next(found for found in options if 1 < promised(found) < min(total, 20))
    number, facet, value = promised(option), option.get_attribute("name"), option.get_attribute("value")
    option.focus()
    browser_page.keyboard.press("Space")

    expect_hits(browser_page, number)
    expect(browser_page.locator("#hits[role=status]")).to_have_text(re.compile(rf"^\s*{number}\s"))
    expect(box(browser_page, facet, value)).to_be_focused()
    expect(box(browser_page, facet, value)).to_be_checked()
    expect(browser_page).to_have_url(re.compile(rf"[?&]{facet}={value}(&|$)"))
    assert is_marked(browser_page)
    assert shown(browser_page) == as_opened(browser_page, shown)


def test_server_answers_htmx_with_the_list_alone(browser_page):
    browser_page.goto(PROJECTS)
    with browser_page.expect_response("**/projekt/?*") as answer:
        box(browser_page, "tema", "sprak-och-sfi").check()
    text = answer.value.text()
    assert '<form id="lista"' in text
    assert "<body" not in text
    assert "<h1" not in text
    assert "HX-Request" in answer.value.headers["vary"]


def test_options_ticked_in_quick_succession_all_count(browser_page):
    browser_page.goto(PROJECTS)
    unfold(browser_page)
    # Faster than any answer: all in one task of the browser.
    browser_page.evaluate("""
        ['tema-sprak-och-sfi', 'program-esf', 'land-SE'].forEach(id => document.getElementById(id).click())
    """)
    expect(browser_page).to_have_url(re.compile("tema=sprak-och-sfi.*program=esf.*land=SE"))
    assert sorted(ticked(browser_page)) == ["SE", "esf", "sprak-och-sfi"]
    assert shown(browser_page) == as_opened(browser_page, shown)


def test_opened_filter_stays_open_after_a_tick(browser_page):
    browser_page.goto(PROJECTS)
    for facet in ("land", "lan"):
        browser_page.locator(f"#facet-{facet} > summary").click()
    box(browser_page, "lan", "skane-lan").check()
    expect(browser_page.locator(".chips[aria-label] .chip")).to_have_count(1)
    expect(browser_page.locator("#facet-land")).to_have_js_property("open", True)
    expect(browser_page.locator("#facet-lan")).to_have_js_property("open", True)


def test_focus_is_not_lost_when_the_ticked_option_goes(browser_page):
    # Chosen, it is shown although it has no hits; no longer chosen, it is not.
    browser_page.goto(f"{PROJECTS}?q=xyzzy&tema=sprak-och-sfi")
    box(browser_page, "tema", "sprak-och-sfi").focus()
    browser_page.keyboard.press("Space")
    expect(browser_page.locator("#lista [name=tema]")).to_have_count(0)
    expect(browser_page.locator("#lista :focus")).to_have_count(1)


# --- Back and forward -----------------------------------------------------------------------------------------


def test_back_button_restores_list_address_and_boxes(browser_page):
    browser_page.goto(PROJECTS)
    seen = []
    for name, value in [("tema", "sprak-och-sfi"), ("land", "SE")]:
        seen.append((browser_page.url, titles(browser_page), ticked(browser_page)))
        unfold(browser_page)
        box(browser_page, name, value).check()
        expect(browser_page.locator(".chips[aria-label] .chip")).to_have_count(len(seen))
    last = (browser_page.url, titles(browser_page), ticked(browser_page))

    for state in reversed(seen):
        go(browser_page, "back")
        assert (browser_page.url, titles(browser_page), ticked(browser_page)) == state
    go(browser_page, "forward")
    go(browser_page, "forward")
    assert (browser_page.url, titles(browser_page), ticked(browser_page)) == last


def test_back_button_after_a_detail_comes_to_the_narrowed_list(browser_page):
    browser_page.goto(PROJECTS)
    box(browser_page, "tema", "sprak-och-sfi").check()
    expect(browser_page.locator(".chips[aria-label] .chip")).to_have_count(1)
    narrowed = titles(browser_page)
    browser_page.locator(".rows h3 a").first.click()
    expect(browser_page.locator("h1")).to_have_text(narrowed[0])
    go(browser_page, "back")
    assert titles(browser_page) == narrowed
    assert ticked(browser_page) == ["sprak-och-sfi"]


# --- Words ----------------------------------------------------------------------------------------------------


def test_words_narrow_the_list_when_the_field_is_left(browser_page):
    browser_page.goto(PROJECTS)
    mark(browser_page)
    browser_page.locator("#list-q").focus()
    browser_page.keyboard.type("språk")
    browser_page.keyboard.press("Tab")
    went_to = browser_page.locator(":focus").inner_text()
    expect(browser_page).to_have_url(re.compile("[?&]q=spr%C3%A5k(&|$)"))
    expect(browser_page.locator(".chips[aria-label] .chip")).to_have_count(1)
    assert is_marked(browser_page)
    assert shown(browser_page) == as_opened(browser_page, shown)
    # The reader has moved on, and is still there in the new list.
    expect(browser_page.locator(":focus")).to_have_text(went_to, use_inner_text=True)


def test_words_narrow_the_list_on_enter_and_the_focus_stays(browser_page):
    browser_page.goto(PROJECTS)
    mark(browser_page)
    browser_page.locator("#list-q").focus()
    browser_page.keyboard.type("integration")
    browser_page.keyboard.press("Enter")
    expect(browser_page.locator(".chips[aria-label] .chip")).to_have_count(1)
    expect_focus(browser_page, "list-q")
    assert is_marked(browser_page)
    assert shown(browser_page) == as_opened(browser_page, shown)
    go(browser_page, "back")
    assert browser_page.url.endswith(PROJECTS)
    assert browser_page.locator(".chips[aria-label] .chip").count() == 0


# --- The day of the calls -------------------------------------------------------------------------------------


@pytest.mark.parametrize("leave", ["Enter", "another field"])
def test_day_is_typed_to_the_end_before_the_list_follows(browser_page, leave):
    browser_page.goto(f"{CALLS}?datum=2016-03-05")
    mark(browser_page)
    browser_page.locator("#datum").focus()
    # Year, month and day, in the order of the browser's language, each one up. Every key makes another valid day.
    for key in ["ArrowUp", "ArrowRight", "ArrowUp", "ArrowRight", "ArrowUp"]:
        browser_page.keyboard.press(key)
        browser_page.wait_for_timeout(200)  # a list that did not wait would come between
    assert browser_page.locator("#datum").input_value() == "2017-04-06"
    assert browser_page.url.endswith("?datum=2016-03-05")

    if leave == "Enter":
        browser_page.keyboard.press("Enter")
    else:
        browser_page.locator("#list-q").focus()
    expect(browser_page).to_have_url(re.compile("[?&]datum=2017-04-06(&|$)"))
    expect(browser_page.locator("#datum")).to_have_value("2017-04-06")
    expect_focus(browser_page, "datum" if leave == "Enter" else "list-q")
    assert is_marked(browser_page)


def test_page_speaks_of_the_chosen_day_and_no_other(browser_page):
    browser_page.goto(CALLS)
    browser_page.locator("#datum").fill("2016-01-20")
    expect(browser_page.locator(".chips[aria-label] .chip")).to_have_count(1)
    assert shown(browser_page) == as_opened(browser_page, shown)


# --- Sorting, chips, pages, language --------------------------------------------------------------------------


def test_sorting_reorders_the_list(browser_page):
    browser_page.goto(f"{PROJECTS}?land=SE")
    mark(browser_page)
    before = titles(browser_page)
    browser_page.locator("#sortera").select_option("start")
    expect(browser_page).to_have_url(re.compile("sortera=start"))
    expect(browser_page.locator(".rows h3").first).not_to_have_text(before[0])
    after = titles(browser_page)
    assert after != before
    assert sorted(after) == sorted(before)
    assert ticked(browser_page) == ["SE"]
    assert is_marked(browser_page)
    assert shown(browser_page) == as_opened(browser_page, shown)


def test_chip_takes_its_choice_away_and_leaves_the_others(browser_page):
    browser_page.goto(PROJECTS)
    box(browser_page, "tema", "sprak-och-sfi").check()
    expect(browser_page.locator(".chips[aria-label] .chip")).to_have_count(1)
    unfold(browser_page)
    box(browser_page, "land", "SE").check()
    expect(browser_page.locator(".chips[aria-label] .chip")).to_have_count(2)
    browser_page.locator(".chips[aria-label] .chip[href*='land=SE']").click()  # what is left without the theme
    expect(browser_page.locator(".chips[aria-label] .chip")).to_have_count(1)
    assert ticked(browser_page) == ["SE"]
    expect_hits(browser_page, promised(box(browser_page, "land", "SE")))


def test_clear_all_shows_the_whole_list(browser_page):
    browser_page.goto(PROJECTS)
    whole = titles(browser_page)
    browser_page.goto(f"{PROJECTS}?q=integration&tema=sprak-och-sfi&land=SE")
    browser_page.locator(f".filters__actions a[href='{PROJECTS}']").click()
    expect(browser_page.locator(".chips[aria-label] .chip")).to_have_count(0)
    assert ticked(browser_page) == []
    assert browser_page.locator("#list-q").input_value() == ""
    assert titles(browser_page) == whole


def test_pages_keep_the_choices_and_hold_each_hit_once(browser_page):
    browser_page.goto(LISTS["organisations"])
    unfold(browser_page)
    municipalities = box(browser_page, "typ", "municipality")
    number = promised(municipalities)
    municipalities.check()
    expect(browser_page.locator(".chips[aria-label] .chip")).to_have_count(1)
    found = titles(browser_page)
    while browser_page.locator("a[rel=next]").count():
        browser_page.locator("a[rel=next]").click()
        expect(browser_page.locator("[aria-current=page]").last).to_have_text(re.compile(rf"{len(found) // 20 + 1}$"))
        assert ticked(browser_page) == ["municipality"]
        found += titles(browser_page)
    assert len(set(found)) == len(found) == number > 20


def test_new_choice_on_a_later_page_starts_from_the_first(browser_page):
    browser_page.goto(f"{LISTS['organisations']}?sida=3")
    option = box(browser_page, "typ", "civil_society")
    number = promised(option)
    option.check()
    expect_hits(browser_page, number)
    assert "sida" not in browser_page.url
    assert shown(browser_page) == as_opened(browser_page, shown)


def test_language_switch_keeps_the_choices(browser_page):
    browser_page.goto(PROJECTS)
    box(browser_page, "tema", "sprak-och-sfi").check()
    expect(browser_page.locator(".chips[aria-label] .chip")).to_have_count(1)
    number = browser_page.locator(".rows > li").count()
    browser_page.locator(".language-switch a").click()
    expect(browser_page.locator("html")).to_have_attribute("lang", "en")
    assert ticked(browser_page) == ["sprak-och-sfi"]
    expect_hits(browser_page, number)


def test_empty_list_says_what_to_let_go_and_how_many_hits_that_gives(browser_page):
    browser_page.goto(f"{PROJECTS}?q=xyzzy&tema=sprak-och-sfi")
    way_out = browser_page.locator(".empty li").first
    number = int(re.search(r"(\d+)\D*$", way_out.inner_text())[1])
    way_out.get_by_role("link").click()
    expect_hits(browser_page, number)
