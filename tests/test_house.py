"""The house keeps its order: imports run downwards only, rooms stay small, nothing lies about unused.

The floors are those of the design, top floor first; `sources`, what all records cite, is between organisations and
search.
"""

import ast
import re
from functools import cache

import pytest
from django.apps import apps
from django.conf import settings
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

KINDS = ["projects", "funding", "networks", "events", "knowledge"]
FLOORS = [
    ["integration_portal"],
    ["following"],
    KINDS,
    ["publishing"],
    ["accounts"],
    ["organisations"],
    ["sources"],
    ["drawings", "outbox", "search"],
]
LEVEL = {app: level for level, floor in enumerate(FLOORS) for app in floor}
# What one kind of content may not take from another.
ROOMS_OF_ONE_KIND = {"views", "forms", "filters", "urls", "admin", "emails"}

MODULE_LINES, FUNCTION_LINES = 400, 60


def own_apps():
    root = settings.BASE_DIR
    return sorted(config.name for config in apps.get_app_configs() if (root / config.name / "__init__.py").exists())


def modules(*, migrations=False):
    for app in own_apps():
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            if migrations or "migrations" not in path.parts:
                yield path


each_module = pytest.mark.parametrize(
    "path", list(modules()), ids=lambda path: str(path.relative_to(settings.BASE_DIR))
)


@cache
def tree(path):
    return ast.parse(path.read_text())


def imports(path):
    """Yield (line, full dotted name) of all that the module imports, anywhere in it; relative names made whole."""
    package = list(path.relative_to(settings.BASE_DIR).parent.parts)
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            start = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{start}.{alias.name}") for alias in node.names)


def test_floors_hold_every_app():
    assert own_apps()
    assert set(own_apps()) <= set(LEVEL)


@each_module
def test_imports_run_downwards_only(path):
    app = path.relative_to(settings.BASE_DIR).parts[0]
    wrong = []
    for line, name in imports(path):
        other = name.split(".")[0]
        if other in LEVEL and other != app:
            same_floor_allowed = app in KINDS and other in KINDS
            if LEVEL[other] < LEVEL[app] or (LEVEL[other] == LEVEL[app] and not same_floor_allowed):
                wrong.append(f"line {line}: {name}")
    assert wrong == []


@each_module
def test_kinds_of_content_share_models_and_no_views_forms_or_filters(path):
    app = path.relative_to(settings.BASE_DIR).parts[0]
    wrong = [
        f"line {line}: {name}"
        for line, name in imports(path)
        if app in KINDS
        and (parts := name.split("."))[0] in KINDS
        and parts[0] != app
        and ROOMS_OF_ONE_KIND & set(parts[1:])
    ]
    assert wrong == []


@each_module
def test_application_imports_nothing_of_the_tests(path):
    assert [name for _line, name in imports(path) if name.split(".")[0] in ("tests", "scripts", "conftest")] == []


@pytest.mark.parametrize("app", ["search", "outbox"])
def test_search_knows_nothing_of_what_it_indexes_nor_the_outbox_of_what_it_tells(app):
    """Not even in a string: an app that is named by its label is depended on all the same."""
    others = "|".join(sorted(set(own_apps()) - {app}))
    for path in (settings.BASE_DIR / app).glob("*.py"):
        assert not re.search(rf"""["'](?:{others})[.:]""", path.read_text()), path.name


@each_module
def test_modules_and_functions_are_small(path):
    lines = path.read_text().count("\n")
    assert lines <= MODULE_LINES, f"{lines} lines: make it a package, one file a model"
    long = [
        f"{node.name}, line {node.lineno}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    ]
    assert long == []


def test_rooms_have_names_that_say_what_is_in_them():
    nothing_said = {"utils", "util", "common", "helpers", "helper", "misc", "base", "core", "lib"}
    for path in modules():
        assert not nothing_said & {*path.relative_to(settings.BASE_DIR).parent.parts, path.stem}, path


# --- Templates ------------------------------------------------------------------------------------------------

TEMPLATES = settings.BASE_DIR / "templates"
TEMPLATE_NAMES = sorted(str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html"))


@cache
def named():
    """Every template that code or another template names; its own file does not count."""
    names = set()
    for path in modules():
        names |= {
            node.value
            for node in ast.walk(tree(path))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    for name in TEMPLATE_NAMES:
        text = (TEMPLATES / name).read_text()
        names |= set(re.findall(r"""["']([\w/.-]+\.html)["']""", text)) - {name}
    return names


@pytest.mark.parametrize("name", TEMPLATE_NAMES)
def test_template_is_used(name):
    assert name in named()


def test_templates_that_are_named_are_there():
    missing = {name for name in named() if re.fullmatch(r"[\w/-]+\.html", name)} - set(TEMPLATE_NAMES)
    assert [name for name in missing if not is_of_a_package(name)] == []


def is_of_a_package(name):
    """Whether a package of ours brings the template: Django's admin has those that ours extend."""
    try:
        return bool(get_template(name))
    except TemplateDoesNotExist:
        return False


@pytest.mark.parametrize("name", TEMPLATE_NAMES)
def test_template_is_a_page_or_by_its_name_a_part(name):
    text = (TEMPLATES / name).read_text()
    is_page = "{% extends" in text or "<!doctype html>" in text
    assert is_page != name.rpartition("/")[2].startswith("_")


@pytest.mark.parametrize("name", TEMPLATE_NAMES)
def test_templates_and_parts_are_small(name):
    lines = (TEMPLATES / name).read_text().count("\n")
    assert lines <= (100 if name.rpartition("/")[2].startswith("_") else 180)


# --- Reasons --------------------------------------------------------------------------------------------------


@each_module
def test_what_happens_on_delete_has_its_reason_beside_it(path):
    lines = path.read_text().splitlines()
    for number, line in enumerate(lines):
        if "on_delete=" in line and not line.lstrip().startswith("#"):
            assert "#" in line or lines[number - 1].lstrip().startswith("#"), f"line {number + 1}"


@each_module
def test_status_is_assigned_by_the_actions_of_publishing_alone(path):
    if path.relative_to(settings.BASE_DIR).parts == ("publishing", "actions.py"):
        return
    for node in ast.walk(tree(path)):
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        flat = [part for target in targets if target for part in getattr(target, "elts", [target])]
        assert not [t for t in flat if isinstance(t, ast.Attribute) and t.attr == "status"], f"line {node.lineno}"
