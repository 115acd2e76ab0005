"""The people of the journeys, each at a browser of their own, with script and without."""

import pytest

from tests.factories import UserFactory
from tests.watching import watch

from .person import Person
from .untouched import differences, rows, take_away_what_came_since

only_with_script = pytest.mark.parametrize("script", [True], ids=["script"], indirect=True)


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def script(request):
    """Every journey is made twice."""
    return request.param


@pytest.fixture
def browser_context_args(browser_context_args, script):
    return {**browser_context_args, "java_script_enabled": script}


@pytest.fixture(autouse=True)
def _content_as_it_was(portal, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    before = rows()
    yield
    take_away_what_came_since(before)
    assert differences(before) == []
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.fixture
def person(portal, new_context, script, _content_as_it_was):
    """Return a function that gives somebody new, at a browser of their own.

    Afterwards it fails on anything that one of them would have met in silence (tests/watching.py).
    """
    problems = []

    def comes():
        page = new_context().new_page()
        page.set_default_timeout(15_000)  # as long as expectations wait
        problems.append(watch(page, portal))
        return Person(page, has_script=script)

    yield comes
    assert [problem for of_one in problems for problem in of_one] == []


@pytest.fixture
def editor(portal):
    """An editor, who signs in with a second step."""
    return UserFactory(name="Erik Editor", email="erik@example.org", staff=True)
