"""The group of the editors, with what the table of rights lets them do in the administration.

``is_staff`` makes an editor (accounts/rights.py); what the administration asks for are Django's permissions, which a
group gives. So there is one group that holds what is listed here and nothing else, anew after every migrate, and
whoever becomes staff is put into it.
"""

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from sources.versions import WholeContent

EDITORS = "Redaktörer"
# Whose records an editor does everything with: Right.EDIT and Right.REVIEW.
CONTENT_APPS = [
    *["sources", "attachments", "organisations", "publishing", "search"],
    *["funding", "networks", "projects", "events", "knowledge"],
]
# Of accounts, what an editor decides on. The accounts themselves are the administrator's: Right.ADMINISTER.
DECIDED_ON = ["organisationrequest", "joinrequest"]


def permissions() -> list[Permission]:
    """Return what an editor may do in the administration. A version of a record is looked at and never changed."""
    decided_on = Q(content_type__app_label="accounts", content_type__model__in=DECIDED_ON)
    # How many follow what; who they are the page does not say.
    counts = Q(content_type__app_label="following", codename="view_subscription")
    decide = Q(codename__startswith="view_") | Q(codename__startswith="change_")
    found = Permission.objects.filter(Q(content_type__app_label__in=CONTENT_APPS) | decided_on & decide | counts)
    return [one for one in found.select_related("content_type") if one.codename[:5] == "view_" or not _is_version(one)]


def _is_version(permission):
    model = permission.content_type.model_class()  # None for one that is gone from the code
    return model is None or issubclass(model, WholeContent)


def make_group(**kwargs) -> Group:
    """Receives Django's signal that the database is migrated: make the group, or bring it up to date."""
    group, _is_new = Group.objects.get_or_create(name=EDITORS)
    group.permissions.set(permissions())
    return group


def keep_in_group(sender, instance, raw, update_fields=None, **kwargs):
    """Receives Django's signal that an account is saved: editors are in the group, and nobody else."""
    if raw or (update_fields is not None and "is_staff" not in update_fields):
        return
    if instance.is_staff:
        instance.groups.add(Group.objects.get_or_create(name=EDITORS)[0])
    else:
        instance.groups.remove(*instance.groups.filter(name=EDITORS))
