"""The finder in a browser: with script the answer follows each change, and so does the address."""

import re
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import expect

from funding.finder.questions import QUESTIONS

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


def test_all_questions_are_on_one_page_where_there_is_script(browser_page):
    page = browser_page
    page.goto("/")
    page.get_by_role("main").get_by_role("link", name="Hitta pengar som passar er", exact=True).click()
    expect(page).to_have_url(re.compile(r"hitta/\?steg=alla$"))
    for question in QUESTIONS:
        expect(page.get_by_role("group").filter(has_text=str(question.title)).last).to_have_attribute("open", "")
    page.go_back()  # past the page that was left by itself
    expect(page).to_have_url(re.compile(r"/$"))


def test_answer_that_comes_while_somebody_types_takes_nothing_away(browser_page):
    page = browser_page
    partners, budget = (
        page.get_by_label("Hur många partner har ni i andra länder?"),
        page.get_by_label("Vad skulle alltihop kosta?"),
    )

    def types_while_the_answer_to(number, *, before, after):
        waiting = []
        page.route("**/finansiering/hitta/?*", lambda route: waiting.append(route), times=1)
        partners.fill(number)
        budget.focus()
        budget.press_sequentially(before)
        with page.expect_response("**/finansiering/hitta/?*"):
            waiting[0].continue_()
        for key in after:
            page.keyboard.press(key)
        page.keyboard.press("Tab")

    page.goto(THEN)
    page.locator("#question-5 summary").click()
    types_while_the_answer_to("1", before="40", after=["0", "0"])
    expect(page).to_have_url(re.compile("budget=4000"))
    assert parse_qs(urlsplit(page.url).query)["utland"] == ["1"]
    expect(budget).to_have_value("4000")
    # What was typed and taken away again is no change to the browser. The answer that was let go comes all the same.
    types_while_the_answer_to("2", before="0", after=["Backspace"])
    expect(page).to_have_url(re.compile("utland=2"))
    expect(budget).to_have_value("4000")
