"""Without JavaScript a list is a form with a button: the same choices, the same hits, the same addresses."""

import re
from urllib.parse import parse_qsl, urlsplit

import pytest
from playwright.sync_api import expect

from .factories import PASSWORD, UserFactory
from .pages import DETAILS, LISTS, OTHERS, in_english

pytestmark = pytest.mark.browser_context_args(java_script_enabled=False)

PROJECTS = LISTS["projects"]


def choices(page):
    """What the address says, but for what says nothing: a form sends its empty fields and its usual order too."""
    return {(name, value) for name, value in parse_qsl(urlsplit(page.url).query) if name != "sortera"}


def show_hits(page):
    page.locator("#lista .filters").get_by_role("button").click()


def rows(page):
    # The address is another as soon as an answer begins; the rows are there when it has ended.
    page.wait_for_load_state()
    return page.locator(".rows h3").all_inner_texts()


def number(locator):
    return int(re.search(r"\d+", locator.inner_text())[0])


@pytest.mark.parametrize("name", LISTS)
def test_button_shows_the_hits_that_the_chosen_option_promises(browser_page, name):
    browser_page.goto(LISTS[name])
    # The first filters are open; an option that narrows, and whose hits fit on one page.
    total = number(browser_page.locator("#results-heading"))
    options = browser_page.locator(".facet[open] .option")
    promises = [int(re.match(r"\d+", text)[0]) for text in options.locator(".option__hits").all_inner_texts()]
    option = options.nth(next(n for n, hits in enumerate(promises) if 1 < hits < min(total, 20)))
    promised = number(option.locator(".option__hits"))
    box = option.get_by_role("checkbox")
    chosen = (box.get_attribute("name"), box.get_attribute("value"))
    box.check()
    show_hits(browser_page)

    assert choices(browser_page) == {chosen}
    expect(browser_page.locator(f"input[name={chosen[0]}][value='{chosen[1]}']")).to_be_checked()
    assert number(browser_page.locator("#results-heading")) == len(rows(browser_page)) == promised


def test_button_sends_words_options_and_order_together(browser_page):
    browser_page.goto(PROJECTS)
    browser_page.locator("#list-q").fill("projekt")
    browser_page.locator("#facet-land > summary").click()
    browser_page.locator("#land-SE").check()
    browser_page.locator("#sortera").select_option("budget")
    show_hits(browser_page)
    assert choices(browser_page) == {("q", "projekt"), ("land", "SE")}
    expect(browser_page.locator("#sortera")).to_have_value("budget")
    expect(browser_page.locator("#list-q")).to_have_value("projekt")
    expect(browser_page.locator(".chips[aria-label] .chip")).to_have_count(2)
    assert rows(browser_page)


def test_enter_in_the_field_for_words_sends_the_form(browser_page):
    browser_page.goto(PROJECTS)
    browser_page.locator("#list-q").fill("språk")
    browser_page.locator("#list-q").press("Enter")
    expect(browser_page.locator(".chips[aria-label] .chip")).to_have_count(1)
    assert choices(browser_page) == {("q", "språk")}


def test_day_of_the_calls_is_sent_by_the_button(browser_page):
    browser_page.goto(LISTS["calls"])
    browser_page.locator("#datum").fill("2016-01-20")
    show_hits(browser_page)
    assert choices(browser_page) == {("datum", "2016-01-20")}
    expect(browser_page.locator("#datum")).to_have_value("2016-01-20")


def test_chips_pages_and_language_are_links(browser_page):
    browser_page.goto(f"{LISTS['organisations']}?typ=municipality&land=SE")
    hits = number(browser_page.locator("#results-heading"))
    browser_page.locator("a[rel=next]").click()
    assert len(rows(browser_page)) == min(hits - 20, 20)
    browser_page.locator(".language-switch a").click()
    expect(browser_page.locator("html")).to_have_attribute("lang", "en")
    assert {("typ", "municipality"), ("land", "SE")} <= choices(browser_page)
    browser_page.locator(".chips[aria-label] .chip").first.click()
    assert choices(browser_page) == {("land", "SE")}
    browser_page.locator("#filters-clear").click()
    assert choices(browser_page) == set()
    assert urlsplit(browser_page.url).path == in_english(LISTS["organisations"])


def test_menu_and_filters_unfold_on_a_phone(browser_page):
    browser_page.set_viewport_size({"width": 320, "height": 640})
    browser_page.goto(PROJECTS)
    calls = browser_page.locator(f"#menu a[href='{LISTS['calls']}']")
    expect(calls).to_be_hidden()
    expect(browser_page.locator("#list-q")).to_be_hidden()
    browser_page.locator("#filters-summary").click()
    expect(browser_page.locator("#list-q")).to_be_visible()
    browser_page.locator("#menu > summary").click()
    calls.click()
    assert urlsplit(browser_page.url).path == LISTS["calls"]


def test_search_finds_without_script(browser_page):
    browser_page.goto(DETAILS["project"])
    browser_page.locator("#site-q").fill("integration")
    browser_page.locator("#site-q").press("Enter")
    expect(browser_page).to_have_url(re.compile(r"/sok/\?q=integration$"))
    assert rows(browser_page)


def test_ticked_networks_are_compared(browser_page):
    browser_page.goto(LISTS["networks"])
    for network in ("erlai", "ensa"):
        browser_page.locator(f"#compare-{network}").check()
    browser_page.locator("#compare-show").click()
    expect(browser_page.locator(".compare thead a")).to_have_count(2)


def test_budget_of_ones_own_is_worked_out(browser_page):
    browser_page.goto(DETAILS["call"])
    browser_page.locator("[name=budget]").fill("3000000")
    browser_page.locator("form:has([name=budget])").get_by_role("button").click()
    assert choices(browser_page) == {("budget", "3000000")}
    expect(browser_page.locator("[name=budget]")).to_have_value("3000000")


def test_drawing_opens_as_a_table_and_leads_on(browser_page):
    browser_page.goto(OTHERS["timeline"])
    table = browser_page.locator("main figure table").first
    expect(table).to_be_hidden()
    browser_page.locator("main figure summary").first.click()
    expect(table).to_be_visible()
    link = browser_page.locator("main figure svg a").first
    leads_to = link.get_attribute("href")
    link.click()
    expect(browser_page).to_have_url(re.compile(re.escape(leads_to) + "$"))
    expect(browser_page.locator("h1")).to_be_visible()


def test_account_is_signed_in_to_and_out_of(portal, browser_page):
    user = UserFactory()
    browser_page.goto("/konto/logga-in/")
    browser_page.locator("[name=login]").fill(user.email)
    browser_page.locator("[name=password]").fill(PASSWORD)
    browser_page.locator("main form.login").get_by_role("button").click()
    browser_page.get_by_role("link", name="Mitt konto").first.click()
    expect(browser_page.locator("main")).to_contain_text(user.email)
    browser_page.locator("main").get_by_role("button", name="Logga ut").click()
    browser_page.goto("/konto/")
    assert urlsplit(browser_page.url).path == "/konto/logga-in/"
    user.delete()
