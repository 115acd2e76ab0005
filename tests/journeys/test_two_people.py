"""Two people write the same draft: nothing of what either of them has written is overwritten in silence."""

from contextlib import contextmanager

import pytest

from tests.factories import ProjectFactory, UserFactory

from .conftest import only_with_script


@pytest.fixture
def draft(portal):
    anna, karin = UserFactory(name="Anna"), UserFactory(name="Karin")
    draft = ProjectFactory(draft=True, owner=anna, title="Vägen in", summary="Som det var.")
    draft.co_writers.add(karin)
    return draft


@pytest.fixture
def both(person, draft):
    """Anna and Karin, who have the same part of the form open."""
    part = f"/mitt/projekt/{draft.pk}/om/"
    return [person().signs_in(user, part) for user in (draft.owner, draft.co_writers.get())]


def stored(draft):
    draft.refresh_from_db()
    return draft.title, draft.summary, draft.target_group


def test_second_to_save_sees_both_texts_field_by_field_and_chooses(both, draft):
    anna, karin = both
    anna.writes("Titel", "Annas titel")
    anna.writes("Sammanfattning", "Annas mening.")
    anna.presses("Spara")

    karin.writes("Titel", "Karins titel")
    karin.writes("Sammanfattning", "Karins mening.")
    karin.writes("Målgrupp", "Nyanlända")
    karin.presses("Spara")

    karin.sees("Någon annan har ändrat samma sak", "Inget har skrivits över")
    assert stored(draft) == ("Annas titel", "Annas mening.", "Nyanlända")
    title, summary = karin.field_set("Titel"), karin.field_set("Sammanfattning")
    karin.ticks("Det som är sparat nu: Annas titel", title)
    karin.presses("Spara")
    karin.sees("Någon annan har ändrat samma sak")
    assert stored(draft) == ("Annas titel", "Annas mening.", "Nyanlända")

    # What was chosen is still chosen.
    karin.ticks("Det du har skrivit: Karins mening.", summary)
    karin.presses("Spara")
    karin.sees("Sparat.")
    karin.finds("Titel", "Annas titel")
    assert stored(draft) == ("Annas titel", "Karins mening.", "Nyanlända")


def test_different_fields_do_not_collide(both, draft):
    anna, karin = both
    anna.writes("Sammanfattning", "Annas mening.")
    anna.presses("Spara")
    karin.writes("Målgrupp", "Nyanlända")
    karin.presses("Spara")
    karin.sees("Sparat.", "Någon annan har skrivit här under tiden")
    karin.finds("Sammanfattning", "Annas mening.")
    assert stored(draft) == ("Vägen in", "Annas mening.", "Nyanlända")


@only_with_script
def test_what_is_saved_while_both_write_is_theirs_who_were_first(both, draft):
    anna, karin = both
    anna.writes("Sammanfattning", "Annas mening.")
    anna.sees("Sparat ")
    karin.writes("Målgrupp", "Nyanlända")
    karin.writes("Sammanfattning", "Karins mening.")
    karin.sees("Någon annan har ändrat samma sak. Spara för att se båda.")
    assert stored(draft) == ("Vägen in", "Annas mening.", "Nyanlända")
    karin.presses("Spara")
    karin.ticks("Det du har skrivit: Karins mening.", karin.field_set("Sammanfattning"))
    karin.presses("Spara")
    karin.sees("Sparat.")
    assert stored(draft) == ("Vägen in", "Karins mening.", "Nyanlända")


@only_with_script
def test_ones_own_text_that_is_still_being_saved_is_not_taken_for_anothers(both, draft):
    anna, _karin = both
    with answers_held_back(anna.page):
        anna.writes("Sammanfattning", "Annas mening")
        wait_until(anna.page, lambda: stored(draft)[1] == "Annas mening")
        anna.writes("Sammanfattning", "Annas mening är slut.")
        anna.main.get_by_role("button", name="Spara", exact=True).click(no_wait_after=True)
        anna.page.wait_for_timeout(500)
    anna.sees("Sparat.")
    anna.finds("Sammanfattning", "Annas mening är slut.")
    assert stored(draft)[1] == "Annas mening är slut."


@contextmanager
def answers_held_back(page):
    """Let the server do what the form asks for by itself, but keep its answers from the page meanwhile."""
    held = []

    def hold(route):
        if "hx-request" in route.request.headers:
            held.append((route, route.fetch()))
        else:
            route.continue_()

    page.route("**/om/", hold)
    yield
    for route, answer in held:
        route.fulfill(response=answer)
    page.unroute("**/om/")


def wait_until(page, condition):
    for _ in range(100):
        if condition():
            return
        page.wait_for_timeout(100)
    pytest.fail("it has not come about")
