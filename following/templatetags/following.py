"""The form to follow a page, on the page itself."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from accounts.members.actions import confirmed_addresses
from search import registry

from ..forms import FollowForm
from ..models import Follower, Subscription

register = template.Library()


def _made(has_account: bool, language: str) -> SafeString:
    form = FollowForm(has_account=has_account, is_search=False, auto_id="follow_%s", label_suffix="")
    return mark_safe("".join(field.as_field_group() for field in form))  # noqa: S308 (made by templates)


# The same on every page, and a third of what it takes to make one. (With DEBUG a template may change meanwhile.)
_empty_fields = _made if settings.DEBUG else lru_cache(_made)


@register.inclusion_tag("following/_box.html", takes_context=True)
def follow_box(context):
    """The form for the record of the page. It asks the database nothing for those without an account."""
    request, record = context["request"], context["record"]
    user = request.user
    follows = False
    if user.is_authenticated:
        own = Follower.objects.of(user, confirmed_addresses(user))
        document = registry.kind_of(type(record)).document_id(record.pk)
        follows = Subscription.objects.confirmed().filter(follower__in=own, document=document).exists()
    return {
        "fields": _empty_fields(user.is_authenticated, get_language()),
        "address": record.get_absolute_url(),
        "has_account": user.is_authenticated,
        "follows": follows,
        "is_shown": record.status == "published" and not context.get("is_preview"),
        "mail_folder": context.get("mail_folder", ""),
    }
