"""Makes a name that a template of the portal uses, and that is not there, an error of the test that meets it."""

import os
import sys
from pathlib import Path

from django.template.base import Node

TEMPLATES = f"{Path(__file__).resolve().parent.parent / 'templates'}{os.sep}"


class UndefinedVariable(AssertionError):
    """A template of the portal names something that is not in its context."""


class FailOnUndefined(str):
    """Django's ``string_if_invalid``, asked for whenever a template names something that is not there.

    Django looks for ``%s`` in it and formats it with the variable's name. Its own templates, those of its admin
    first of all, count on undefined names being empty, so only names written in the portal's ``templates/`` fail.
    Where the name is written is not told, and the context knows only the outermost template; but every node keeps
    the file it was parsed from, and the node being rendered is in a frame further up.
    ``{% if name %}`` and ``{% for … in name %}`` never ask, so an undefined name is still allowed there.
    """

    def __contains__(self, part):
        return part == "%s"

    def __bool__(self):
        # An empty string would not be asked. But Django also puts this in the place of a function that takes
        # arguments; ``{% if function %}`` finds it false where the portal runs, and must do so here.
        return sys._getframe(1).f_code.co_name == "resolve"

    def __mod__(self, variable):
        frame = sys._getframe(1)
        while frame and not isinstance(frame.f_locals.get("self"), Node):
            frame = frame.f_back
        node = frame and frame.f_locals["self"]
        if node and str(node.origin).startswith(TEMPLATES):
            line = node.token.lineno if node.token else "?"
            raise UndefinedVariable(f"{variable} is undefined in {node.origin}, line {line}")
        return ""
