"""The finder in a browser: with script the answer follows each change, and so does the address."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

THEN = "/finansiering/hitta/?vi=kommun&kommun=Kristianstad&utland=0&datum=2015-10-30&tema=utbildning-och-validering"


def test_answer_follows_a_change_and_so_does_the_address(browser_page):
    page = browser_page
    page.goto(THEN)
    heading = page.locator("#results-heading")
    before = heading.inner_text()
    page.locator("#question-5 summary").click()
    page.get_by_label("Hur många partner har ni i andra länder?").fill("1")
    page.keyboard.press("Tab")
    expect(heading).not_to_have_text(before)
    expect(page).to_have_url(re.compile("utland=1"))
    query = parse_qs(urlsplit(page.url).query)
    assert query["utland"] == ["1"]
    assert "egna" not in query
    # The panel that was opened stays open, and the answer is the one that the address gives.
    expect(page.locator("#question-5")).to_have_attribute("open", "")
    text = heading.inner_text()
    page.goto(page.url)
    expect(heading).to_have_text(text)
