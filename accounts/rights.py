"""Who may do what: one table, which the code asks and which the page /om/roller/ shows.

A role is held in the whole portal (visitor, user, editor, administrator) or in an organisation (member, responsible).
Whoever has a role has those to its left as well. What a right reaches is said in the table; records that belong to
somebody are picked by it in publishing, by the query set's ``open_to()``.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .enums import MemberRole


class Role(models.TextChoices):
    VISITOR = "visitor", _("visitor")
    USER = "user", _("user")
    MEMBER = "member", _("member of an organisation")
    RESPONSIBLE = "responsible", _("responsible for an organisation")
    EDITOR = "editor", _("editor")
    ADMINISTRATOR = "administrator", _("administrator")


class Reach(models.IntegerChoices):
    """How far a right reaches. Each one holds those before it."""

    NOTHING = 0, _("no")
    OWN = 1, _("one’s own")
    ORGANISATION = 2, _("those of the organisation")
    ALL = 3, _("yes")


class Right(models.TextChoices):
    READ = "read", _("read what is published")
    CORRECT = "correct", _("propose a correction")
    FOLLOW = "follow", _("follow a page or a search by mail")
    REGISTER = "register", _("register projects and events")
    READ_DRAFTS = "read_drafts", _("read what is not published yet")
    WRITE = "write", _("change a draft, propose changes to what is published, and send it to the editors")
    SHARE = "share", _("invite others to write along")
    ASK = "ask", _("ask to join an organisation, or for a new one")
    SEE_MEMBERS = "see_members", _("see who the members of an organisation are")
    LEAD_MEMBERS = "lead_members", _("invite, accept and remove members of an organisation")
    REVIEW = "review", _("publish, return, archive and restore")
    EDIT = "edit", _("edit all content in the administration, and decide on corrections and new organisations")
    ADMINISTER = "administer", _("manage accounts and the mail queue")


_NO, _OWN, _ORG, _ALL = Reach

# For each right how far it reaches: for a visitor, user, member, responsible, editor, administrator.
RIGHTS = {
    Right.READ: (_ALL, _ALL, _ALL, _ALL, _ALL, _ALL),
    Right.CORRECT: (_ALL, _ALL, _ALL, _ALL, _ALL, _ALL),
    Right.FOLLOW: (_ALL, _ALL, _ALL, _ALL, _ALL, _ALL),
    Right.REGISTER: (_NO, _ALL, _ALL, _ALL, _ALL, _ALL),
    Right.READ_DRAFTS: (_NO, _OWN, _ORG, _ORG, _ALL, _ALL),
    Right.WRITE: (_NO, _OWN, _ORG, _ORG, _ALL, _ALL),
    Right.SHARE: (_NO, _OWN, _OWN, _ORG, _ALL, _ALL),
    Right.ASK: (_NO, _ALL, _ALL, _ALL, _ALL, _ALL),
    Right.SEE_MEMBERS: (_NO, _NO, _ORG, _ORG, _ALL, _ALL),
    Right.LEAD_MEMBERS: (_NO, _NO, _NO, _ORG, _ALL, _ALL),
    Right.REVIEW: (_NO, _NO, _NO, _NO, _ALL, _ALL),
    Right.EDIT: (_NO, _NO, _NO, _NO, _ALL, _ALL),
    Right.ADMINISTER: (_NO, _NO, _NO, _NO, _NO, _ALL),
}


def reach(role: Role, right: Right) -> Reach:
    """Return how far ``right`` reaches for whoever has ``role``."""
    return RIGHTS[right][list(Role).index(role)]


def role_in_portal(user) -> Role:
    """Return the role that ``user`` has in the whole portal."""
    if not user.is_authenticated:
        return Role.VISITOR
    if user.is_superuser:
        return Role.ADMINISTRATOR
    return Role.EDITOR if user.is_staff else Role.USER


def member_roles(right: Right) -> list[MemberRole]:
    """Return the roles in an organisation for which ``right`` reaches all that is the organisation's."""
    return [role for role in MemberRole if reach(Role(role.value), right) >= Reach.ORGANISATION]


def may(user, right: Right, organisation=None) -> bool:
    """Whether ``user`` has ``right`` everywhere or, where one is given, in ``organisation`` (an object or its key)."""
    if reach(role_in_portal(user), right) == Reach.ALL:
        return True
    if organisation is None or not user.is_authenticated:
        return False
    return user.memberships.filter(organisation=organisation, role__in=member_roles(right)).exists()
