"""The shortlist with script: buttons that change in place, in the middle of a list that is a form of its own."""

import re

import pytest
from playwright.sync_api import expect

from tests.pages import LISTS

BUTTON = "button[form=shortlist]"


def test_button_changes_in_place_and_keeps_the_focus_and_the_address(browser_page):
    browser_page.goto(LISTS["calls"])
    button = browser_page.locator(BUTTON).first
    expect(button).to_have_text(re.compile("Lägg i urvalet"))
    button.focus()
    browser_page.keyboard.press("Enter")
    expect(button).to_have_text(re.compile("Ta bort ur urvalet"))
    expect(button).to_be_focused()
    expect(browser_page.locator("#shortlist-count")).to_have_text("1")
    expect(browser_page.locator("#shortlist-status")).to_have_text(re.compile("ligger i urvalet"))
    assert browser_page.url.endswith(LISTS["calls"])
    browser_page.get_by_role("link", name=re.compile("Urval")).click()
    expect(browser_page.locator("table.compare thead th")).to_have_count(2)
    browser_page.locator(BUTTON).first.click()
    expect(browser_page.locator("#shortlist-count")).to_have_text("0")
    assert [cookie for cookie in browser_page.context.cookies() if cookie["name"] == "urval"] == []


def test_button_of_a_list_that_was_swapped_works_too(browser_page):
    browser_page.goto(LISTS["calls"])
    browser_page.get_by_label("Sortera efter").select_option("namn")
    expect(browser_page).to_have_url(re.compile("sortera=namn"))
    browser_page.locator(BUTTON).nth(1).click()
    expect(browser_page.locator(BUTTON).nth(1)).to_have_text(re.compile("Ta bort ur urvalet"))
    expect(browser_page).to_have_url(re.compile("sortera=namn"))


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_button_works_without_script(browser_page):
    browser_page.goto(f"{LISTS['calls']}?sortera=namn")
    browser_page.locator(BUTTON).first.click()
    assert browser_page.url.endswith("?sortera=namn")
    expect(browser_page.locator(BUTTON).first).to_have_text(re.compile("Ta bort ur urvalet"))
    browser_page.goto("/finansiering/urval/")
    expect(browser_page.locator("table.compare thead th")).to_have_count(2)


def test_comparison_fits_a_narrow_screen(browser_page):
    browser_page.set_viewport_size({"width": 320, "height": 700})
    browser_page.goto("/finansiering/urval/?utlysning=amif-2016&utlysning=easi-2015")
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= 320
    browser_page.goto(LISTS["projects"])
    assert browser_page.evaluate("document.documentElement.scrollWidth") <= 320
