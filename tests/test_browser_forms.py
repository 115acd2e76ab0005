"""The parts of forms in a browser, on the design page: records are picked by keyboard and pointer, rows are filled.

Without script the same is done by buttons.
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import expect

from tests.factories import PASSWORD, UserFactory

without_script = pytest.mark.browser_context_args(java_script_enabled=False)


@pytest.fixture
def form(browser_page, portal, settings):
    """The form of the design page, for somebody who has signed in."""
    settings.DEBUG = True
    user = UserFactory()
    client = Client()
    client.login(username=user.email, password=PASSWORD)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": portal}
    browser_page.context.add_cookies([cookie])
    browser_page.goto("/om/design/")
    yield browser_page.locator("#d-form")
    user.delete()


def options(form):
    return form.locator(".suggestions:visible [role=option]")


def announced(field):
    return field.locator("xpath=ancestor::*[@data-picker]").locator("[aria-live]")


def test_one_is_picked_by_keyboard_announced_and_sent(form):
    field = form.get_by_label("One of many")
    field.press_sequentially("malmö")
    expect(options(form).first).to_be_visible()
    field.press("ArrowDown")
    chosen = form.locator("[role=option][aria-selected]")
    name = chosen.evaluate("option => option.dataset.text")
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    field.press("Enter")
    expect(field).to_have_value(name)
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(announced(field)).to_have_text(f"Valt: {name}")
    form.get_by_role("button", name="Send").last.click()
    form.page.wait_for_load_state()
    expect(form.get_by_label("One of many")).to_have_value(name)
    assert form.locator("select[name=d-owner]").input_value()


def test_text_that_is_typed_and_not_picked_comes_back_with_what_is_wrong(form):
    form.get_by_label("One of many").fill("malmö")
    form.get_by_role("button", name="Send").last.click()
    form.page.wait_for_load_state()
    field = form.get_by_label("One of many")
    expect(field).to_have_value("malmö")
    expect(field).to_have_attribute("aria-invalid", "true")
    form.page.get_by_role("link", name="One of many").click()
    expect(field).to_be_focused()


def test_picked_one_is_picked_no_more_when_its_text_is_changed(form):
    field = form.get_by_label("One of few")
    field.press("ArrowDown")
    expect(options(form).first).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    assert form.locator("select[name=d-county]").input_value()
    field.press("Backspace")
    assert form.locator("select[name=d-county]").input_value() == ""
    field.press("Escape")
    expect(options(form)).to_have_count(0)


def test_escape_drops_the_list_that_is_still_on_its_way(form):
    page, field = form.page, form.get_by_label("One of few")
    page.route("**/mitt/valj/**", lambda route: None)  # the portal takes its time
    with page.expect_request("**/mitt/valj/**"):
        field.press_sequentially("ska")
    with page.expect_event("requestfailed"):
        field.press("Escape")
    expect(options(form)).to_have_count(0)


def test_several_are_picked_as_chips_and_taken_away_by_keyboard_and_pointer(form):
    group = form.get_by_role("group", name="Several of few")
    field = group.get_by_label("Sök och lägg till")
    for typed in ("mora", "åre", "ystad"):
        field.fill(typed)
        options(form).first.click()
        expect(field).to_have_value("")
    chips = group.locator(".chip")
    expect(chips).to_have_text(["Mora ×", "Ystad ×", "Åre ×"])
    expect(field).to_be_focused()
    group.get_by_role("button", name="Ta bort Mora").click()
    expect(chips).to_have_text(["Ystad ×", "Åre ×"])
    expect(chips.first).to_be_focused()
    field.press("Backspace")
    expect(chips).to_have_text(["Ystad ×"])
    expect(announced(field)).to_have_text("Borttaget: Åre")
    chips.first.press("Enter")
    expect(field).to_be_focused()
    expect(chips).to_have_count(0)


def test_enter_in_a_field_to_pick_in_sends_nothing(form):
    field = form.get_by_label("One of many")
    field.fill("malmö")
    field.press("Enter")
    form.page.wait_for_timeout(300)
    expect(field).to_have_value("malmö")
    expect(form.locator(".error-summary")).to_have_count(0)


def test_rows_are_added_filled_moved_and_removed_in_place(form):
    add = form.get_by_role("button", name="Add a row")
    said = form.locator("#partners-rows > [aria-live]")
    for typed in ("malmö", "region skåne"):
        add.click()
        field = form.get_by_label("Organisation").last
        expect(field).to_be_focused()
        field.fill(typed)
        options(form).first.click()
    expect(said).to_have_text("Rad tillagd. Antal rader: 2.")
    names = [field.input_value() for field in form.get_by_label("Organisation").all()]
    up = form.get_by_role("button", name="Flytta upp").last
    up.click()
    expect(said).to_have_text("Flyttad till plats 1.")
    assert form.page.evaluate("document.activeElement.name") == "up-partners"
    form.get_by_role("button", name="Send").last.click()
    form.page.wait_for_load_state()
    assert [field.input_value() for field in form.get_by_label("Organisation").all()] == names[::-1]
    form.locator("li[data-row]:visible").first.get_by_role("button", name="Ta bort").last.click()
    expect(form.locator("li[data-row]:visible")).to_have_count(1)
    assert form.page.evaluate("document.activeElement.name") == "remove-partners"


def test_rows_that_are_full_say_so_and_take_no_more(form):
    add = form.get_by_role("button", name="Add a row")
    for _row in range(5):
        add.click()
    expect(add).to_be_hidden()
    expect(form.locator("[data-full-text]")).to_have_text("Det finns inte plats för fler än 5.")
    form.locator("li[data-row] [name=remove-partners]").first.click()
    expect(add).to_be_visible()


def breaks(form):
    """The rules of axe that the form breaks as it is now."""
    form.page.evaluate(Axe().axe_script)
    found = form.page.evaluate("axe.run('#d-form').then(({ violations }) => violations)")
    return [(rule["id"], node["html"]) for rule in found for node in rule["nodes"]]


@pytest.mark.once
@pytest.mark.parametrize("width", [320, 1280])
def test_parts_break_no_rule_with_a_list_open_and_everything_wrong(form, width):
    form.page.set_viewport_size({"width": width, "height": 900})
    form.get_by_role("button", name="Add a row").click()
    form.get_by_label("Organisation").fill("malmö")
    form.get_by_role("group", name="Several of few").get_by_label("Sök och lägg till").fill("mora")
    options(form).first.click()
    form.get_by_role("button", name="Send").last.click()
    form.page.wait_for_load_state()
    form.get_by_label("One of few").press("ArrowDown")
    expect(options(form).first).to_be_visible()
    assert breaks(form) == []
    assert form.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@without_script
def test_without_script_one_is_searched_for_and_chosen_in_a_select(form):
    form.locator("[name=d-owner-q]").fill("malmö")
    form.locator("[name=d-starts]").fill("hösten 2018")
    form.locator("button[name=search][value=d-owner]").click()
    form.page.wait_for_load_state()
    expect(form.locator(".errorlist")).to_have_count(0)
    expect(form.locator("[name=d-starts]")).to_have_value("hösten 2018")
    select = form.get_by_label("One of many")
    name = select.locator("option").nth(1).inner_text()
    select.select_option(index=1)
    form.get_by_label("One of few").select_option(index=3)
    form.get_by_label("Mora", exact=True).check()
    form.get_by_role("button", name="Send").last.click()
    form.page.wait_for_load_state()
    assert form.get_by_label("One of many").locator(":checked").inner_text() == name
    assert form.get_by_label("One of few").input_value()
    expect(form.get_by_label("Mora", exact=True)).to_be_checked()
    expect(form.get_by_text("All of it is right.")).to_be_visible()


@without_script
def test_without_script_rows_are_added_moved_and_removed_by_buttons(form):
    for _row in range(2):
        form.get_by_role("button", name="Add a row").click()
        form.page.wait_for_load_state()
    rows = form.locator("li[data-row]:visible")
    expect(rows).to_have_count(2)
    expect(form.locator(".errorlist")).to_have_count(0)
    rows.last.get_by_label("Role").select_option("owner")
    rows.last.get_by_role("button", name="Flytta upp").click()
    form.page.wait_for_load_state()
    expect(rows.first.get_by_label("Role")).to_have_value("owner")
    rows.first.get_by_role("button", name="Ta bort").click()
    form.page.wait_for_load_state()
    expect(rows).to_have_count(1)
    expect(rows.first.get_by_label("Role")).not_to_have_value("owner")
