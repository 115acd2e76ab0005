"""The pages of /mitt/ in a browser: none breaks a rule or runs out of its place; a form is filled by keyboard alone.

With much on them: long titles, 30 rows, pictures, every status, errors, two people in one form.
"""

import re

import pytest
from django.db import connections
from playwright.sync_api import expect

from projects.models import Project
from publishing import sharing
from publishing.actions import change_status
from publishing.enums import Status
from publishing.registration import kind_called

from .looking import crowded_when_large_or_spaced
from .registering.filling import STEPS, address
from .registering.in_hand import in_hand
from .test_browser_accessibility import violations


@pytest.fixture(scope="module")
def _made(_live_server, django_db_blocker):
    """Once for all tests here: to make so much takes longer than most of them."""
    with django_db_blocker.unblock():
        made = in_hand()
        yield made
        made.gone()
        connections.close_all()


@pytest.fixture
def hand(portal, _made, sign_in):
    """What somebody has in hand who is signed in with this browser."""
    sign_in(_made.writer)
    return _made


def look(page, views="briefly"):
    return violations(page, views) + crowded_when_large_or_spaced(page)


def look_at(page, *paths, views="briefly"):
    found = []
    for path in paths:
        page.set_viewport_size({"width": 1280, "height": 800})
        assert page.goto(path).ok, path
        assert page.locator("h1").count() == 1, path
        found += look(page, views)
    return found


def save(page):
    page.get_by_role("button", name="Spara", exact=True).last.click()
    page.wait_for_load_state()


@pytest.mark.once
def test_what_one_has_in_hand_and_each_record_break_no_rule(browser_page, hand):
    records = [hand.full, hand.bare, hand.returned, hand.published, hand.archived, hand.proposal]
    paths = [address(record) for record in records] + [address(hand.waiting, "", "evenemang")]
    found = look_at(browser_page, "/mitt/", views="sv") + look_at(browser_page, "/mitt/projekt/ny/", *paths)
    assert found == []


@pytest.mark.once
def test_nothing_in_hand_says_what_to_do_and_breaks_no_rule(browser_page, hand, sign_in):
    sign_in(hand.editor)
    browser_page.goto("/mitt/")
    expect(browser_page.get_by_text("Du har inget på gång ännu.")).to_be_visible()
    found = look(browser_page)
    token = sharing.token_for(hand.bare, kind_called("projekt"), email=hand.editor.email, by=hand.writer)
    assert found + look_at(browser_page, f"/mitt/inbjudan/{token}/") == []


@pytest.mark.once
@pytest.mark.parametrize("kind", STEPS)
def test_steps_of_the_form_break_no_rule(browser_page, hand, kind):
    # The steps of both kinds are of the same parts, so the colours of one of them are enough.
    record, views = (hand.full, "briefly") if kind == "projekt" else (hand.event, "en")
    assert look_at(browser_page, *[address(record, step, kind) for step in STEPS[kind]], views=views) == []


@pytest.mark.once
def test_pages_beside_the_steps_break_no_rule(browser_page, hand):
    beside = ["filer", "medskribenter", "forhandsgranska"]
    assert look_at(browser_page, *[address(hand.full, page) for page in beside]) == []


@pytest.mark.once
def test_pages_in_english_break_no_rule(browser_page, hand):
    found = []
    pages = ["/mitt/", address(hand.full), address(hand.full, "pengar"), address(hand.event, "program", "evenemang")]
    for path in pages:
        browser_page.goto(f"/en{path}")
        assert browser_page.locator("html").get_attribute("lang") == "en"
        found += violations(browser_page, "en")
    assert found == []


def test_pictures_and_files_are_described_refused_and_contested_and_break_no_rule(browser_page, hand):
    page = browser_page
    found = look_at(page, address(hand.full, "filer"))
    page.locator("[type=file]").set_input_files({"name": "lista.xlsx", "mimeType": "text/plain", "buffer": b"PK"})
    page.get_by_role("button", name="Lägg till").click()
    expect(page.get_by_role("alert").get_by_role("link")).not_to_have_count(0)
    found += look(page)
    page.get_by_role("link", name=re.compile("Ändra.*Kursstart i Sundsvall")).click()
    found += look(page)
    page.get_by_label("Vad bilden visar").fill("")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Vad bilden visar")
    found += look(page)
    hand.full.attachments.filter(title="Kursstart i Sundsvall").update(title="Kursen börjar")
    page.get_by_label("Vad bilden visar").fill("Åtta deltagare runt ett bord")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Kursen börjar")
    assert found + look(page) == []
    save(page)
    expect(page.get_by_role("img", name="Åtta deltagare runt ett bord")).to_be_visible()
    assert hand.full.attachments.get(title="Kursstart i Sundsvall").alternative_text == "Åtta deltagare runt ett bord"


@pytest.mark.once
def test_proposal_to_take_a_picture_away_breaks_no_rule(browser_page, hand):
    found = look_at(browser_page, address(hand.proposal, "filer"))
    browser_page.get_by_role("button", name=re.compile("Låt vara som publicerat.*Karta")).click()
    browser_page.get_by_role("link", name=re.compile("Ändra.*Karta")).click()
    browser_page.get_by_label("Titel").fill("Karta")
    save(browser_page)
    expect(browser_page.get_by_role("main")).to_contain_text("Beskrivs så här")
    assert found + look(browser_page) == []


# --- By keyboard ----------------------------------------------------------------------------------------------


def focused(page):
    """The element that has the focus, which must be one that is seen to have it."""
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none", page.evaluate("document.activeElement.outerHTML")
    return page.evaluate("document.activeElement.name || document.activeElement.textContent.trim()")


def tab_to(page, name, *, most=60):
    """Press Tab until the element called so has the focus; return the names passed on the way."""
    passed = []
    for _ in range(most):
        page.keyboard.press("Tab")
        passed.append(focused(page))
        if passed[-1] == name:
            return passed
    pytest.fail(f"{name} is not reached by Tab: {passed}")


def test_step_is_filled_and_sent_by_keyboard_alone(browser_page, hand):
    page, keys = browser_page, browser_page.keyboard
    page.goto(address(hand.bare, "om"))
    page.locator("#innehall").focus()
    passed = tab_to(page, "title")
    assert passed.index("Om projektet") < passed.index("title")
    order = tab_to(page, "summary")
    assert order == ["short_name", "summary"]
    keys.type("Svenska på jobbet, från första veckan.")
    assert tab_to(page, "themes-q") == ["target_group", "themes-q"]
    keys.type("språk")
    expect(page.locator("[role=option]:visible").first).to_be_visible()
    keys.press("ArrowDown")
    keys.press("Enter")
    expect(page.locator(".chips .chip")).to_have_count(1)
    assert tab_to(page, "go") == ["go"]
    keys.press("Enter")
    expect(page.locator("h1")).to_have_text("Tid")
    record = Project.objects.get(pk=hand.bare.pk)
    assert (record.summary, record.themes.count()) == ("Svenska på jobbet, från första veckan.", 1)


def test_error_summary_leads_into_the_field_by_keyboard(browser_page, hand):
    page, keys = browser_page, browser_page.keyboard
    page.goto(address(hand.bare, "tid"))
    page.locator("[name=starts_on]").focus()
    keys.type("nån gång")
    keys.press("Enter")
    link = page.get_by_role("alert").get_by_role("link")
    expect(link).to_contain_text("nån gång")
    link.focus()
    keys.press("Enter")
    assert focused(page) == "starts_on"
    assert page.locator("[name=starts_on]").get_attribute("aria-describedby").split()[-1] == "id_starts_on_error"


def test_rows_are_added_sorted_and_removed_by_keyboard_and_focus_stays_near(browser_page, hand):
    page, keys = browser_page, browser_page.keyboard
    page.goto(address(hand.event, "program", "evenemang"))
    add = page.get_by_role("button", name="Lägg till en programpunkt")
    add.focus()
    keys.press("Enter")
    assert focused(page) == "programme_items-30-starts_at"
    tab_to(page, "programme_items-30-title")
    keys.type("Avslutning")
    tab_to(page, "up-programme_items")
    keys.press("Enter")
    assert focused(page) == "up-programme_items"
    rows = page.locator("[data-row]:visible")
    expect(rows.nth(29).locator("[name$=-title]")).to_have_value("Avslutning")
    tab_to(page, "remove-programme_items", most=3)
    keys.press("Enter")
    assert focused(page) == "remove-programme_items"
    expect(rows).to_have_count(30)
    expect(page.locator("[data-rows] > [aria-live]")).to_contain_text("Rad borttagen")


# --- Last, for it sends a record to the editors ---------------------------------------------------------------


@pytest.mark.once
def test_forms_with_errors_a_conflict_or_a_lock_break_no_rule(browser_page, hand):
    page = browser_page
    page.goto("/mitt/projekt/ny/")
    page.get_by_label("Titel").fill(" ")
    page.get_by_role("button", name="Börja").click()
    found = look(page)
    page.goto(address(hand.full, "tid"))
    page.get_by_label("Börjar").or_(page.get_by_label("Början")).fill("nån gång")
    save(page)
    found += look(page)
    page.goto(address(hand.bare, "medverkande"))
    page.get_by_role("button", name="Lägg till en organisation").click()
    page.get_by_label("Aktör", exact=True).last.fill("finns inte alls")
    save(page)
    expect(page.get_by_role("alert")).to_be_visible()
    found += look(page)
    page.goto(address(hand.full, "om"))
    Project.objects.filter(pk=hand.full.pk).update(summary="En annan mening.", version=100)
    page.get_by_label("Sammanfattning").fill("Min mening.")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("En annan mening.")
    found += look(page)
    page.goto(address(hand.full, "tid"))
    change_status(hand.full, to=Status.IN_REVIEW, by=hand.writer)
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Inte sparat")
    assert found + look(page) == []
