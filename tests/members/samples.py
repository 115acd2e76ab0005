"""What the mails about members and organisations are rendered with when all mails are looked at."""

from tests.factories import (
    InvitationFactory,
    JoinRequestFactory,
    OrganisationFactory,
    OrganisationMemberFactory,
    OrganisationRequestFactory,
    UserFactory,
)


def about_members(hostile: str) -> dict:
    """Return a function for each mail that gives its context, with ``hostile`` where people write."""

    def with_organisation(**context):
        return context | {"organisation": OrganisationFactory(name=hostile)}

    def asked_to_join(**fields):
        return with_organisation(asked=JoinRequestFactory(user__name=hostile, message=hostile, **fields))

    def asked_for(**context):
        asked = OrganisationRequestFactory(name=hostile, comment=hostile, answer=hostile, user__name=hostile)
        return with_organisation(asked=asked, **context)

    return {
        "mail/members/invited.html": lambda: with_organisation(
            invitation=InvitationFactory(invited_by=UserFactory(name=hostile))
        ),
        "mail/members/role_changed.html": lambda: with_organisation(
            member=OrganisationMemberFactory(responsible=True), by=UserFactory(name=hostile)
        ),
        "mail/members/removed.html": with_organisation,
        "mail/members/asked_to_join.html": asked_to_join,
        "mail/members/asked_of_editors.html": asked_to_join,
        "mail/members/answered.html": asked_to_join,
        "mail/asking/asked_for.html": asked_for,
        "mail/asking/made.html": asked_for,
        "mail/asking/there.html": lambda: asked_for(is_member=False),
        "mail/asking/declined.html": asked_for,
    }
