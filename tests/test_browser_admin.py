"""The pages of the administration that are the portal's own, and the forms and lists beside them: none breaks a rule.

Django's own markup is in them too. What it breaks is mended where its stylesheet lets us (static/admin.css).
"""

import pytest
from django.contrib.contenttypes.models import ContentType

from accounts.models import JoinRequest, OrganisationRequest
from projects.models import Project
from publishing.models import Correction
from sources.versions import written_as_a_version

from .factories import CorrectionFactory, JoinRequestFactory, MailFactory, OrganisationRequestFactory
from .registering.in_hand import in_hand
from .test_browser_accessibility import violations

# The fields to pick in are select2's, which Django's admin brings: it gives the element that has the role of a field no
# name of its own, and its list no items. We cannot change its markup; the field itself has its label beside it.
ALL_BUT_SELECT2 = {"exclude": [[".select2"]]}
SOURCE = (
    "https://example.org/rapporter/2016/" + "en-lang-adress-utan-bindestreck".replace("-", "") * 4 + "\nJag var med."
)


@pytest.fixture
def hand(portal):
    made = in_hand()
    yield made
    Correction.objects.all().delete()
    OrganisationRequest.objects.all().delete()
    JoinRequest.objects.all().delete()
    made.gone()


@pytest.fixture
def pages(hand):
    """Addresses in the administration, with something on each."""
    record = hand.published
    for changes in ({"summary": "En mening till."}, {"title": "Mötesplatsen i Kristianstad"}):
        with written_as_a_version(record, by=hand.editor, reason="Rättat"):
            Project.objects.filter(pk=record.pk).update(**changes)
    asked = OrganisationRequestFactory(
        user=hand.writer, name="Kristianstad kommun", comment="Vi är nya här.\nHör av er."
    )
    joins = JoinRequestFactory(user=hand.writer, organisation=hand.full.organisation, message="Jag är ny.")
    kind = ContentType.objects.get_for_model(Project)
    correction = CorrectionFactory(content_type=kind, object_id=record.pk, said="Som det var", source=SOURCE)
    mail = MailFactory(dead=True, error="550 5.1.1 <okand@example.org>: Recipient address rejected: User unknown")
    project, version = f"/admin/projects/project/{record.pk}", record.history.order_by("history_id").first()
    return [
        "/admin/",
        f"/admin/projects/project/{hand.sent.pk}/review/",
        f"/admin/projects/project/{hand.full.pk}/review/",
        f"{project}/history/",
        f"{project}/history/{version.pk}/",
        f"/admin/publishing/correction/{correction.pk}/change/",
        f"/admin/accounts/organisationrequest/{asked.pk}/change/",
        f"/admin/accounts/joinrequest/{joins.pk}/change/",
        "/admin/accounts/organisationmember/",
        f"/admin/outbox/mail/{mail.pk}/change/",
        "/admin/outbox/mail/",
        f"/admin/projects/project/{hand.bare.pk}/change/",
        "/admin/projects/project/?status__exact=in_review",
    ]  # fmt: skip


@pytest.fixture
def editor(hand, sign_in):
    sign_in(hand.editor)
    return hand.editor


@pytest.mark.once
def test_pages_of_the_administration_break_no_rule(page, editor, pages):
    found = []
    for path in pages:
        assert page.goto(path).ok, path
        found += violations(page, "briefly", ALL_BUT_SELECT2)
    assert found == []
