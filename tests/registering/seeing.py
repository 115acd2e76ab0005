"""Shows every template about registering, review and versions to whoever looks: see tests/test_pages.py."""

from publishing import sharing
from publishing.actions import change_status, propose_changes, save_content, share
from publishing.enums import Status
from publishing.registration import kind_called
from sources.versions import written_as_a_version
from tests.factories import AttachmentFactory, CorrectionFactory, ProjectFactory, UserFactory
from tests.registering.filling import opened, signed_in

HTMX = {"HTTP_HX_REQUEST": "true"}


def look_at_registering(prefix):
    """Open every page at /mitt/ and the administration's of review and versions; ``prefix`` is "" or "/en"."""
    writer, editor = UserFactory(), UserFactory(admin=True)
    mine, admin = signed_in(writer), signed_in(editor)
    draft = ProjectFactory(draft=True, owner=writer, summary="En mening.")
    at = f"{prefix}/mitt/projekt/{draft.pk}/"
    file = AttachmentFactory(record=draft)
    for path in ("", "om/", "medverkande/", "medskribenter/", "filer/", f"filer/{file.pk}/", "forhandsgranska/"):
        mine.get(at + path)
    mine.get(f"{prefix}/mitt/projekt/ny/")
    sent = opened(mine, draft, "tid")
    mine.post(f"{at}tid/", sent | {"ends_on": "vet ej"})
    mine.post(f"{at}tid/", sent | {"ends_on": "2018"}, **HTMX)
    mine.post(f"{at}om/", opened(mine, draft, "om") | {"seen": "{}", "title": "Annat"})  # as if two had written
    mine.logout()
    mine.post(f"{at}om/", {}, **HTMX)
    mine = signed_in(writer)
    invited = UserFactory()
    share(draft, with_user=invited, by=writer)
    mine.get(f"{at}medskribenter/")
    token = sharing.token_for(draft, kind_called("projekt"), email=invited.email, by=writer)
    signed_in(invited).get(f"{prefix}/mitt/inbjudan/{token}/")
    change_status(draft, to=Status.IN_REVIEW, by=writer)
    change_status(draft, to=Status.RETURNED, by=editor, comment="Mer")
    mine.get(f"{prefix}/mitt/")
    published = ProjectFactory(owner=writer)
    proposal = propose_changes(published, by=writer)
    save_content(proposal, {"title": "Ny titel"}, by=writer, seen_version=proposal.version)
    AttachmentFactory(record=proposal)
    mine.get(f"{prefix}/mitt/projekt/{proposal.pk}/")
    admin.get(f"/admin/projects/project/{proposal.pk}/files/")
    admin.get(f"/admin/projects/project/{proposal.pk}/review/")
    with written_as_a_version(published, by=editor):
        published.title = "Ännu en"
        published.save()
    admin.get(f"/admin/projects/project/{published.pk}/change/")
    admin.get(f"/admin/projects/project/{published.pk}/history/")
    version = published.history.order_by("history_id").first()
    admin.get(f"/admin/projects/project/{published.pk}/history/{version.pk}/")
    admin.get("/admin/")
    admin.get(f"/admin/publishing/correction/{CorrectionFactory().pk}/change/")
