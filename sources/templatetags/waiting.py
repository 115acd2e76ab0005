"""What waits for whoever reads the page, for the first page of the admin."""

from django import template

from sources.queues import Waiting, waiting_for

register = template.Library()


@register.simple_tag(takes_context=True)
def waiting_queues(context) -> list[Waiting]:
    """Return the queues that are not empty, oldest first."""
    return waiting_for(context["request"].user)
