"""The check that tests of pages stand on: a template of the portal that names what is not there fails its test."""

import pytest
from django.template import Context, Origin, Template, engines

from .undefined import TEMPLATES, UndefinedVariable


def rendered(source, **context):
    origin = Origin(f"{TEMPLATES}made_up.html")
    return Template(source, origin=origin, engine=engines["django"].engine).render(Context(context))


@pytest.mark.parametrize("debug", [False, True], ids=["as it is", "after a change of settings"])
def test_undefined_name_fails_also_when_a_test_has_changed_a_setting(settings, debug):
    settings.DEBUG = debug  # Django makes new engines then
    with pytest.raises(UndefinedVariable, match="nobody is undefined in .*made_up.html"):
        rendered("{{ nobody }}")
    with pytest.raises(UndefinedVariable):
        rendered("{{ somebody.name }}", somebody={})


def test_function_that_takes_arguments_is_false_as_where_the_portal_runs():
    assert rendered("{% if function %}yes{% endif %}", function=lambda record: record) == ""
    assert rendered("{% if not function and name %}no{% endif %}", function=lambda record: record, name="x") == "no"


def test_name_may_be_missing_where_a_template_asks_for_it():
    assert rendered("{% if nobody %}yes{% else %}no{% endif %}{% for one in nobody %}{{ one }}{% endfor %}") == "no"
