"""The form to follow a page, on the page itself."""

from django import template

from accounts.members.actions import confirmed_addresses
from search import registry

from ..forms import FollowForm
from ..models import Follower, Subscription

register = template.Library()


@register.inclusion_tag("following/_box.html", takes_context=True)
def follow_box(context):
    """The form for the record of the page. It asks the database nothing for those without an account."""
    request, record = context["request"], context["record"]
    user = request.user
    form = FollowForm(has_account=user.is_authenticated, is_search=False, auto_id="follow_%s", label_suffix="")
    follows = False
    if user.is_authenticated:
        own = Follower.objects.of(user, confirmed_addresses(user))
        document = registry.kind_of(type(record)).document_id(record.pk)
        follows = Subscription.objects.confirmed().filter(follower__in=own, document=document).exists()
    return {
        "form": form,
        "address": record.get_absolute_url(),
        "has_account": user.is_authenticated,
        "follows": follows,
        "is_shown": record.status == "published" and not context.get("is_preview"),
        "mail_folder": context.get("mail_folder", ""),
    }
