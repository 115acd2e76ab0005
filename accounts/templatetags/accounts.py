"""For the pages of accounts."""

import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(value) -> str:
    """Return ``value`` as JSON, to stand in an attribute: a script in the page would not pass the policy."""
    return json.dumps(value, cls=DjangoJSONEncoder)
