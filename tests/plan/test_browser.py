"""From a call to the days in one's calendar and the list on paper, with and without script."""

from datetime import date
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import expect

CALL = "/finansiering/utlysningar/erasmus-strategiska-partnerskap-2016/?datum=2015-10-30"
PLAN = CALL.replace("?", "plan/?")


@pytest.fixture(params=[True, False], ids=["with script", "without script"])
def browser_context_args(browser_context_args, request):
    return {**browser_context_args, "java_script_enabled": request.param}


def test_plan_is_made_from_a_call_with_the_committees_dates_and_taken_to_the_calendar(browser_page):
    page = browser_page
    page.goto(CALL)
    page.get_by_role("link", name="Planera bakåt från sista dagen").click()
    expect(page.get_by_text("Fredag 22 april 2016")).to_be_visible()
    page.get_by_label("När er nämnd sammanträder").fill("9 mars 2016\nnästa onsdag")
    page.get_by_role("button", name="Visa planen").click()

    error = page.get_by_role("alert")
    expect(error).to_contain_text("nästa onsdag")
    expect(page.get_by_label("När er nämnd sammanträder")).to_have_value("9 mars 2016\nnästa onsdag")
    expect(page.get_by_text("Onsdag 9 mars 2016")).to_be_visible()
    page.get_by_label("När er nämnd sammanträder").fill("9 mars 2016")
    page.get_by_role("button", name="Visa planen").click()
    expect(error).to_have_count(0)
    # What has been written is folded away, and unfolds.
    expect(page.get_by_label("När er nämnd sammanträder")).to_be_hidden()
    page.get_by_text("När nämnden sammanträder, och andra datum").click()
    expect(page.get_by_label("När er nämnd sammanträder")).to_have_value("9 mars 2016")

    with page.expect_download() as taken:
        page.get_by_role("link", name="Stegen till er kalender (.ics)").click()
    calendar = Calendar.from_ical(Path(taken.value.path()).read_bytes())
    assert taken.value.suggested_filename == "plan-erasmus-strategiska-partnerskap-2016.ics"
    assert date(2016, 3, 9) in [event.start for event in calendar.events]
    with page.expect_download() as taken:
        page.get_by_role("link", name="Utkast till tjänsteskrivelse (.docx)").click()
    assert taken.value.suggested_filename.endswith(".docx")


@pytest.mark.once
def test_plan_on_paper_is_a_checklist(browser_page):
    page = browser_page
    page.goto(PLAN)
    boxes = page.locator(".plan__box")
    expect(boxes.first).to_be_hidden()
    page.emulate_media(media="print")
    assert boxes.count() == page.locator(".plan__step").count()
    expect(boxes.first).to_be_visible()
    for hidden in (".plan-form", ".plan__files", ".site-nav"):
        expect(page.locator(hidden)).to_be_hidden()
