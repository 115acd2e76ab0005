"""A municipal officer works out what a project costs, without script: the address is the calculation."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser_context_args(java_script_enabled=False)


def test_officer_comes_from_a_call_and_works_out_grant_own_time_and_when_money_comes(browser_page):
    browser_page.goto("/finansiering/utlysningar/amif-2016/?budget=4148664")
    browser_page.get_by_role("link", name="Räkna på vad det kostar er").click()
    grant = browser_page.locator(".costs__line--grant .costs__amount")
    expect(grant).to_have_text("3 111 498 kr".replace(" ", "\N{NO-BREAK SPACE}"))
    browser_page.get_by_label("Början").fill("mars 2016")
    browser_page.get_by_label("Längd i månader").fill("två år")
    browser_page.get_by_text("Egna pengar och arbetstid", exact=True).click()
    browser_page.get_by_label("Timmar som ni lägger ned").fill("1 200")
    browser_page.get_by_label("Vad en timme kostar er").fill("450 kr")
    browser_page.get_by_role("button", name="Räkna ut").click()
    # What is wrong is said, and what was right is kept.
    browser_page.get_by_role("link", name="Längd i månader: Skriv ett tal").click()
    browser_page.get_by_label("Längd i månader").fill("2 år")
    expect(browser_page.get_by_label("Timmar som ni lägger ned")).to_have_value("1 200")
    browser_page.get_by_role("button", name="Räkna ut").click()
    expect(browser_page.locator(".costs__line--money .costs__amount")).to_contain_text("497")
    expect(browser_page.locator(".costs__flow tbody tr")).to_have_count(10)
    # The address is the calculation: a colleague who gets it sees the same.
    address = browser_page.url
    browser_page.goto("/")
    browser_page.goto(address)
    expect(grant).to_contain_text("3 111 498".replace(" ", "\N{NO-BREAK SPACE}"))
