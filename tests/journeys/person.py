"""Somebody at a browser of their own, and what they do there, in the words of the page."""

import re

from playwright.sync_api import Page, expect

from tests.accounts.steps import app_code
from tests.attachments.samples import picture
from tests.factories import PASSWORD

PICTURE = {"name": "kurs.png", "mimeType": "image/png", "buffer": picture("PNG")}


OUT_OF_SIGHT = "field => getComputedStyle(field.closest('.visually-hidden')).clipPath === 'inset(50%)'"


class Person:
    """``has_script`` is whether their browser runs scripts: what is then done in another way is so here, and only here.

    Names of buttons, links and fields are those that the page shows, whole.
    """

    def __init__(self, page: Page, *, has_script: bool):
        self.page, self.has_script = page, has_script

    @property
    def main(self):
        return self.page.get_by_role("main")

    # --- From page to page ------------------------------------------------------------------------------------

    def opens(self, path: str):
        self.page.goto(path)

    def follows(self, link: str):
        with self.page.expect_navigation():
            self.main.get_by_role("link", name=link, exact=True).first.click()

    def follows_in_the_menu(self, link: str):
        with self.page.expect_navigation():
            self.page.get_by_role("banner").get_by_role("link", name=link, exact=True).click()

    def presses(self, button: str, inside=None):
        """Press a button that sends a form."""
        with self.page.expect_navigation():
            (inside or self.main).get_by_role("button", name=button, exact=True).click()

    def presses_twice(self, button: str):
        """Press a button again because no answer came, though the portal had done what was asked."""

        def lose_the_answer(route):
            route.fetch(max_redirects=0)
            route.abort("aborted")

        self.page.route("**/*", lose_the_answer, times=1)
        with self.page.expect_event("requestfailed"):
            self.main.get_by_role("button", name=button, exact=True).click(no_wait_after=True)
        self.presses(button)

    def goes_back(self):
        self.page.go_back()

    def sees(self, *texts: str):
        for text in texts:
            expect(self.main).to_contain_text(text)

    def sees_items(self, heading: str, *texts: str):
        """See the items of the list below a heading, these and no others."""
        part = self.main.get_by_role("region", name=heading, exact=True)
        expect(part.get_by_role("listitem")).to_have_text(texts)

    def does_not_see(self, *texts: str):
        for text in texts:
            expect(self.main).not_to_contain_text(text)

    def is_on(self, heading: str):
        expect(self.page.get_by_role("heading", level=1)).to_have_text(heading)

    def is_led_to(self, text: str):
        """Land on the part of the page that the link was about, and not only on the page."""
        expect(self.page.locator(":target")).to_have_text(text)

    def sees_message(self, text: str):
        """See what the administration says that it has done."""
        expect(self.page.locator(".messagelist")).to_contain_text(text)

    def sees_picture(self, alternative_text: str):
        """See a picture that has been loaded."""
        picture = self.main.get_by_role("img", name=alternative_text)
        expect(picture).to_be_visible()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("picture => picture.naturalWidth")

    # --- Forms ------------------------------------------------------------------------------------------------

    def field(self, label: str, inside=None):
        return (inside or self.main).get_by_label(label, exact=True)

    def sees_no_field(self, label: str):
        """Neither see a field nor be told of it by a screen reader."""
        expect(self.main.get_by_role("textbox", name=label)).to_have_count(0)
        assert self.field(label).evaluate(OUT_OF_SIGHT)

    def writes(self, label: str, text: str, inside=None):
        self.field(label, inside).fill(text)

    def chooses(self, label: str, option: str, inside=None):
        self.field(label, inside).select_option(label=option)

    def finds(self, label: str, text: str, inside=None):
        """Find ``text`` in a field that was filled in before."""
        expect(self.field(label, inside)).to_have_value(text)

    def has_picked_one(self, label: str, name: str, inside=None):
        """Find what is picked already, where one may be."""
        field = self.field(label, inside)
        if self.has_script:
            expect(field).to_have_value(name)
        else:
            expect(field.locator("option:checked")).to_have_text(re.compile(name))

    def has_picked(self, label: str, name: str):
        """Find what is picked already, where several may be."""
        group = self.field_set(label)
        if self.has_script:
            expect(group.get_by_role("button", name=f"Ta bort {name}", exact=True)).to_be_visible()
        else:
            expect(group.get_by_label(name)).to_be_checked()

    def field_set(self, legend: str):
        return self.main.get_by_role("group", name=legend, exact=True)

    def ticks(self, label: str, inside=None):
        self.field(label, inside).check()

    def picks(self, label: str, name: str, inside=None):
        """Pick the one that is called ``name``: in the combobox, or by the search that goes with the list."""
        field = self.field(label, inside)
        if self.has_script:
            field.fill(name)
            self.page.get_by_role("option", name=name).first.click()
            return
        option = field.get_by_role("option", name=name)
        if not option.count():
            self._searches(self._picker(field), name)
        field.select_option(value=option.first.get_attribute("value"))

    def adds(self, label: str, *names: str):
        """Pick those that are called ``names``, where several may be: in the combobox, or by ticking boxes."""
        group = self.field_set(label)
        for name in names:
            if self.has_script:
                group.get_by_role("combobox").fill(name)
                self.page.get_by_role("option", name=name).first.click()
                continue
            if not group.get_by_label(name).count():
                self._searches(group, name)
            group.get_by_label(name).first.check()

    def rows(self, button: str):
        """Return the rows to which ``button`` adds one, in their order."""
        part = self.main.get_by_role("group").filter(has=self.page.get_by_role("button", name=button, exact=True))
        rows = part.locator("[data-row]:visible")
        # Each by its name, which it keeps wherever it is moved.
        return [part.locator(f"#{row.get_attribute('id')}") for row in rows.all()]

    def adds_row(self, button: str):
        """Press the button that adds a row, and return the row."""
        self._presses_in_place(self.main.get_by_role("button", name=button, exact=True))
        return self.rows(button)[-1]

    def moves(self, row, button: str):
        self._presses_in_place(row.get_by_role("button", name=button, exact=True))

    def _presses_in_place(self, button):
        """Without script the page is asked for anew with what was typed."""
        if self.has_script:
            button.click()
        else:
            with self.page.expect_navigation():
                button.click()

    def _picker(self, field):
        return field.locator("xpath=ancestor::*[@data-picker]")

    def _searches(self, picker, name):
        picker.get_by_role("searchbox").fill(name)
        with self.page.expect_navigation():
            picker.get_by_role("button", name="Sök", exact=True).click()

    # --- Signing in -------------------------------------------------------------------------------------------

    def signs_in(self, user, at: str = "/konto/"):
        """Sign in with the password, and with the app where the account has one; go on to ``at``."""
        self.opens(f"/konto/logga-in/?next={at}")
        self.gives_password(user)
        return self

    def gives_password(self, user):
        self.writes("E-post", user.email)
        self.writes("Lösenord", PASSWORD)
        self.presses("Logga in", self.main.locator("form.login"))
        if user.authenticator_set.exists():
            self.writes("Kod", app_code())
            self.presses("Logga in", self.main.locator("form.login"))
