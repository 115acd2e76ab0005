"""The mails about members, put into the outbox in the transaction of what they tell of.

A key is that of the row that the mail tells of, and what makes the occasion another one than the last.
"""

from django.utils import timezone

from outbox.actions import put_mail

from ..models import User


def _put(template, row, *, to, key, **context):
    put_mail(
        key=f"members:{key}",
        to=to.email,
        template=template,
        context={"organisation": row.organisation} | context,
        language=to.language,
    )


def invited(invitation, *, language: str) -> None:
    """To somebody who may have no account. Asked for twice in a minute it is sent once."""
    put_mail(
        key=f"members:invited:{invitation.pk}:{invitation.ends_at:%Y%m%d%H%M}",
        to=invitation.email,
        template="mail/members/invited.html",
        context={"invitation": invitation, "organisation": invitation.organisation},
        language=language,
    )


def role_changed(member, *, by) -> None:
    key = f"role:{member.pk}:{timezone.now():%Y%m%d%H%M%S%f}"  # it may change back and forth
    _put("mail/members/role_changed.html", member, to=member.user, key=key, member=member, by=by)


def removed(member) -> None:
    _put("mail/members/removed.html", member, to=member.user, key=f"removed:{member.pk}")


def asked_to_join(asked) -> None:
    """To those who are responsible or, where nobody is, to the editors."""
    template = "mail/members/asked_to_join.html"
    receivers = [member.user for member in asked.organisation.members.responsible().select_related("user")]
    if not receivers:
        template = "mail/members/asked_of_editors.html"
        receivers = User.objects.editors().exclude(pk=asked.user_id)
    for user in receivers:
        _put(template, asked, to=user, key=f"asked:{asked.pk}:{user.pk}", asked=asked)


def answered(asked) -> None:
    _put("mail/members/answered.html", asked, to=asked.user, key=f"answered:{asked.pk}", asked=asked)
