"""What one person has in hand who has registered much: every status, long titles, 30 rows, pictures and files.

For the tests that look at the pages of /mitt/ in a browser. The texts are of the length that people write, and not of
the shortest: what is too narrow for them is seen.
"""

import datetime
import io
from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accounts.models import OrganisationMember
from attachments.actions import add_attachment
from attachments.checking import check
from attachments.models import Attachment
from events.models import Event
from funding.models import Programme
from organisations.models import Municipality, Organisation
from outbox.models import Mail
from projects.models import Project
from publishing.actions import change_status, propose_changes, save_content
from publishing.enums import Status
from publishing.file_actions import remove_file
from publishing.models import Theme, Transition
from sources.versions import content_of
from tests.factories import (
    AttendanceFigureFactory,
    EventFactory,
    EventOrganisationFactory,
    FindingFactory,
    ParticipationFactory,
    ProgrammeItemFactory,
    ProjectFactory,
    ProjectFundingFactory,
    UserFactory,
)

LONG = (
    "Mellersta Norrlands samverkansprojekt för nyanlända kvinnors etablering på arbetsmarknaden genom yrkesspråk, "
    "praktik och validering i kommunernas egna verksamheter 2016–2019, med fortsättning i Jämtlands läns kommuner"
)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n9\n%%EOF\n"
COMMENT = """Bra att ni har fått med alla kommuner. Två saker innan vi kan publicera:

Skriv ut vad förkortningen SFX betyder första gången den står i texten.
Ange vilken kommun som är projektägare; nu står det två."""


def in_hand(*, domain="iwebblasare.example.org") -> SimpleNamespace:
    """Make all of it and commit it; the accounts have addresses at ``domain``. ``gone`` takes it away again."""
    writer = UserFactory(name="Kristina Samordnare-Östergren", email=f"kristina@{domain}")
    colleague = UserFactory(name="Björn Åkesson", email=f"bjorn.akesson.integrationsenheten@{domain}")
    editor = UserFactory(admin=True, name="Rut Redaktör", email=f"rut@{domain}")
    home = Organisation.objects.get(slug="kristianstads-kommun")
    OrganisationMember.objects.create(user=writer, organisation=home, role="member")
    themes = list(Theme.objects.order_by("pk")[:3])
    own = {"owner": writer, "organisation": home, "themes": themes}

    full = ProjectFactory(
        **own,
        draft=True,
        title=LONG,
        summary="Kommunerna ordnar yrkesspråk på jobbet. En mening till som är så lång att den blir flera rader.",
        target_group="Nyanlända kvinnor med kort utbildning",
        starts_on=datetime.date(2016, 8, 1),
        starts_precision="season",
        budget=4148664,
        municipalities=list(Municipality.objects.order_by("sort_key")[:30]),
        co_writers=[colleague],
        body="## Så arbetar vi\n\n" + "En handledare går med under de första veckorna. " * 12,
    )
    for number, organisation in enumerate(Organisation.objects.order_by("pk")[:30]):
        role = "partner" if number else "owner"
        ParticipationFactory(project=full, organisation=organisation, role=role, note="Deltar i styrgruppen.")
    for programme in Programme.objects.order_by("pk")[:5]:
        ProjectFundingFactory(project=full, programme=programme, amount=1250000)
    file = io.BytesIO()
    Image.new("RGB", (1200, 800), (10, 90, 99)).save(file, "JPEG")
    _attach(full, "kurs.jpg", file.getvalue(), "Kursstart i Sundsvall", "Åtta personer runt ett bord", by=writer)
    _attach(
        full, "program.pdf", PDF, "Kursprogrammet med alla tider, lokaler och kontaktpersoner för våren", "", by=writer
    )

    bare = ProjectFactory(draft=True, owner=writer, title="Språkstart", summary="")
    event = EventFactory(
        **own,
        draft=True,
        title="Strategiskt forum i Sundsvall: så blir fler nyanlända egenföretagare i glesbygd",
        starts_on=datetime.date(2017, 3, 9),
        place="Sundsvall",
        body="Två dagar med verkstäder.",
    )
    for number in range(30):
        ProgrammeItemFactory(
            event=event, position=number, starts_at=datetime.time(9 + number // 4, number % 4 * 15),
            title=f"Verkstad {number + 1}: vad gör vi när praktikplatserna tar slut?",
        )  # fmt: skip
    EventOrganisationFactory(event=event, organisation=home, role="organiser")
    AttendanceFigureFactory(event=event, number=350, approximate=True)
    FindingFactory(event=event, text="Det som avgör är att någon på arbetsplatsen har tid.")

    returned = ProjectFactory(**own, draft=True, title="Vägen in – yrkessvenska för vården", starts_on="2017-01-01")
    waiting = EventFactory(
        **own, draft=True, title="Höstkonferens om mottagande i små kommuner", starts_on="2017-10-05"
    )
    published = ProjectFactory(**own, draft=True, title="Mötesplats Kristianstad", starts_on="2015-01-01")
    changed = ProjectFactory(**own, draft=True, title="Rätt spår", summary="Matchning.", starts_on="2014-01-01")
    for name in ("Karta över verksamheten", "Gruppen utanför folkhögskolan i Kristianstad våren 2014"):
        _attach(changed, "bild.jpg", file.getvalue(), name, "En bild", by=writer)
    past = EventFactory(**own, draft=True, title="Höstkonferens 2016", starts_on="2016-10-06")
    archived = ProjectFactory(**own, draft=True, title="Gamla vägar", starts_on="2010-01-01")
    change_status(returned, to=Status.IN_REVIEW, by=writer)
    change_status(returned, to=Status.RETURNED, by=editor, comment=COMMENT)
    waiting = change_status(waiting, to=Status.IN_REVIEW, by=writer)
    for record in (published, changed, past, archived):
        change_status(record, to=Status.IN_REVIEW, by=writer)
        change_status(record, to=Status.PUBLISHED, by=editor)
    change_status(archived, to=Status.ARCHIVED, by=editor)
    proposal = propose_changes(changed, by=writer)
    new = content_of(proposal) | {"title": f"Rätt spår: {LONG}"[:240], "summary": "Matchning och handledning."}
    new["participations"] = content_of(full)["participations"][:5]
    proposal = save_content(proposal, new, by=writer, seen_version=proposal.version)
    remove_file(proposal, changed.attachments.first().pk, by=writer)
    sent = propose_changes(published, by=writer)
    sent = save_content(sent, {"summary": "Kvällar, kurser och läxhjälp."}, by=writer, seen_version=sent.version)
    change_status(sent, to=Status.IN_REVIEW, by=writer)

    made = locals()
    names = "writer colleague editor full bare event returned waiting published changed past archived proposal sent"
    records = [made[name] for name in names.split()[3:]]
    return SimpleNamespace(**{name: made[name] for name in names.split()}, gone=lambda: _gone(domain, records))


def _attach(record, name, content, title, text, *, by):
    checked = check(SimpleUploadedFile(name, content))
    add_attachment(record=record, checked=checked, title=title, alternative_text=text, by=by)


def _gone(domain, records):
    """Take away what was made, and what a test has added to it."""
    for model in (Project, Event):
        found = model._base_manager.filter(owner__email__endswith=domain)
        for record in found.order_by("proposal_for"):
            Transition.objects.of(record).delete()
            for attachment in record.attachments.all():
                attachment.delete()
            record.delete()
    Mail.objects.all().delete()
    for user in UserFactory._meta.model.objects.filter(email__endswith=domain):
        user.delete()
    assert not Attachment.objects.exists()
