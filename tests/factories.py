"""Factories: one minimal, valid record of each model.

- Kinds of content (Programme, Call, Network, Project, Event, KnowledgeEntry) are **published**, for most tests are
  about what visitors see. ``draft=True``, ``in_review=True``, ``returned=True`` and ``archived=True`` make the others.
- Only what a record cannot be without is filled in: no owner, no dates, no links, no English texts. A test names what
  it is about, many-to-many links as lists: ``ProjectFactory(themes=[theme], starts_on=date(2011, 2, 1))``.
- Titles and names are numbered and never those of real content; nothing is random and nothing depends on today.
- ``CountryFactory`` takes the next real country and uses the row that is there if it is loaded already; every other
  factory makes a new row each time.
"""

import datetime
import uuid

import factory
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from babel import Locale
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import Invitation, JoinRequest, OrganisationMember, OrganisationRequest, User
from attachments.enums import AttachmentKind
from attachments.models import Attachment
from events.enums import AttendanceSector, EventKind, EventRole, FindingKind, ProjectTie
from events.models import (
    AttendanceFigure,
    Event,
    EventCitation,
    EventOrganisation,
    EventProject,
    EventSeries,
    Finding,
    ProgrammeItem,
)
from following.models import Follower, Subscription
from funding.enums import ProgrammeRole
from funding.models import (
    ApplicantKind,
    ApplicationStep,
    Call,
    CallCeiling,
    CallCitation,
    CallWindow,
    GrantCeiling,
    Programme,
    ProgrammeCitation,
    ProgrammeOrganisation,
)
from knowledge.enums import KnowledgeKind, KnowledgeRole
from knowledge.models import IndicatorValue, KnowledgeCitation, KnowledgeEntry, KnowledgeOrganisation
from networks.models import Membership, Network, NetworkCitation
from organisations.enums import ContributionRole, Nuts2, OrganisationKind, Sector
from organisations.models import (
    Contact,
    ContactCitation,
    Country,
    DocumentContribution,
    Municipality,
    Organisation,
    OrganisationCitation,
    Region,
)
from outbox.enums import State
from outbox.models import Mail
from projects.enums import NetworkRole, ProjectRole
from projects.models import Participation, Project, ProjectCitation, ProjectFunding, ProjectNetwork
from publishing.enums import Status
from publishing.models import Correction, Theme, Transition
from search import registry
from search.following import gathered
from search.models import Miss, Synonym
from sources.enums import DocumentKind
from sources.models import SourceDocument

PASSWORD = "a password for tests"
TOTP_SECRET = "JBSWY3DPEHPK3PXP"  # base32, as apps take it
PUBLISHED_AT = datetime.datetime(2016, 1, 15, 12, 0, tzinfo=datetime.UTC)

# Real codes, so that a country has a name; ZZ and the like are Babel's own.
_COUNTRY_CODES = sorted(
    code for code in Locale("en").territories if len(code) == 2 and code.isalpha() and code not in {"XA", "XB", "ZZ"}
)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class _Factory(DjangoModelFactory):
    class Meta:
        abstract = True

    @classmethod
    def _generate(cls, strategy, params):
        """Index what is made when all of it is there, its links too."""
        with gathered():
            return super()._generate(strategy, params)

    @classmethod
    def create_batch(cls, size, **kwargs):
        with gathered():
            return super().create_batch(size, **kwargs)

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        """Let many-to-many links be given by their field names, as lists."""
        links = {field.name: kwargs.pop(field.name) for field in model_class._meta.many_to_many if field.name in kwargs}
        record = super()._create(model_class, *args, **kwargs)
        for name, linked in links.items():
            getattr(record, name).set(linked)
        return record


# --- Accounts -------------------------------------------------------------------------------------------------


class EmailAddressFactory(_Factory):
    class Meta:
        model = EmailAddress

    verified = primary = True


class AuthenticatorFactory(_Factory):
    """An authenticator app with ``TOTP_SECRET``."""

    class Meta:
        model = Authenticator

    type = Authenticator.Type.TOTP
    data = factory.LazyFunction(lambda: {"secret": TOTP_SECRET})


class UserFactory(_Factory):
    """An ordinary account that can sign in with ``PASSWORD``; ``staff=True`` and ``admin=True`` for the others.

    Staff has no permissions of its own: give ``user_permissions=[…]`` or ``groups=[…]``. The e-mail address is
    confirmed, and staff and administrators have the second step that they must have, unless ``second_factor=None``.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True  # nothing that comes after changes the user

    class Params:
        staff = factory.Trait(is_staff=True, second_factor=factory.RelatedFactory(AuthenticatorFactory, "user"))
        admin = factory.Trait(
            is_staff=True, is_superuser=True, second_factor=factory.RelatedFactory(AuthenticatorFactory, "user")
        )

    email = factory.Sequence(lambda n: f"person-{n}@example.org")
    name = factory.Sequence(lambda n: f"Testperson {n}")
    password = factory.django.Password(PASSWORD)
    second_factor = None
    address = factory.RelatedFactory(EmailAddressFactory, "user", email=factory.SelfAttribute("..email"))


# --- Mail -----------------------------------------------------------------------------------------------------


class MailFactory(_Factory):
    """A mail that waits and is due; ``sent=True`` for one that is sent, ``dead=True`` for a dead letter."""

    class Meta:
        model = Mail

    class Params:
        dead = factory.Trait(state=State.DEAD, due_at=None, ended_at=factory.LazyFunction(timezone.now), attempts=1)
        sent = factory.Trait(
            state=State.SENT, due_at=None, ended_at=factory.LazyFunction(timezone.now), text="", html=""
        )

    key = factory.Sequence(lambda n: f"test:{n}")
    message_id = factory.Sequence(lambda n: f"<{n}@portal.example>")
    to = factory.Sequence(lambda n: f"mottagare-{n}@example.org")
    template = "mail/test.html"
    subject = factory.Sequence(lambda n: f"Testmejl {n}")
    text = "En mening om saken.\n"
    html = "<p>En mening om saken.</p>\n"


class SubscriptionFactory(_Factory):
    """An address that follows a call, confirmed: it has been told all that there is."""

    class Meta:
        model = Subscription

    follower = factory.Sequence(lambda n: Follower.objects.create(email=f"foljer-{n}@example.org"))
    document = factory.LazyFunction(lambda: registry.kind_of(Call).document_id(CallFactory().pk))
    confirmed_at = factory.LazyFunction(timezone.now)


# --- Sources --------------------------------------------------------------------------------------------------


class SourceDocumentFactory(_Factory):
    class Meta:
        model = SourceDocument

    slug = factory.Sequence(lambda n: f"testdokument-{n}")
    title = factory.Sequence(lambda n: f"Testdokument {n}")
    kind = DocumentKind.PUBLIC


# --- Organisations and places ---------------------------------------------------------------------------------


class CountryFactory(_Factory):
    class Meta:
        model = Country
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda n: _COUNTRY_CODES[n % len(_COUNTRY_CODES)])


class RegionFactory(_Factory):
    class Meta:
        model = Region

    # Letters: the real counties have digits. After 676 they come again, long after the first are rolled back.
    code = factory.Sequence(lambda n: _LETTERS[n // 26 % 26] + _LETTERS[n % 26])
    name = factory.Sequence(lambda n: f"Testlän {n}")
    short_name = factory.Sequence(lambda n: f"Testlän {n}")
    slug = factory.Sequence(lambda n: f"testlan-{n}")
    nuts2 = Nuts2.SE32
    latitude = "62.3908"
    longitude = "17.3069"


class MunicipalityFactory(_Factory):
    class Meta:
        model = Municipality

    code = factory.Sequence(lambda n: f"T{n % 1000:03}")  # as for the counties
    name = factory.Sequence(lambda n: f"Testköping {n}")
    full_name = factory.Sequence(lambda n: f"Testköpings kommun {n}")
    slug = factory.Sequence(lambda n: f"testkoping-{n}")
    region = factory.SubFactory(RegionFactory)
    latitude = "62.3908"
    longitude = "17.3069"


class OrganisationFactory(_Factory):
    class Meta:
        model = Organisation

    slug = factory.Sequence(lambda n: f"testorganisation-{n}")
    name = factory.Sequence(lambda n: f"Testorganisation {n}")
    kind = OrganisationKind.CIVIL_SOCIETY
    sector = Sector.CIVIL_SOCIETY


class ContactFactory(_Factory):
    """A person without an organisation; never overdue for review unless ``review_on`` is given."""

    class Meta:
        model = Contact

    slug = factory.Sequence(lambda n: f"testkontakt-{n}")
    name = factory.Sequence(lambda n: f"Testkontakt {n}")
    review_on = datetime.date(2100, 1, 1)


class DocumentContributionFactory(_Factory):
    """By an organisation; for a person give ``organisation=None, contact=…``."""

    class Meta:
        model = DocumentContribution

    document = factory.SubFactory(SourceDocumentFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = ContributionRole.PUBLISHER


# --- Members of organisations ---------------------------------------------------------------------------------


class OrganisationMemberFactory(_Factory):
    """A member like others; ``responsible=True`` for the other kind."""

    class Meta:
        model = OrganisationMember

    class Params:
        responsible = factory.Trait(role="responsible")

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class InvitationFactory(_Factory):
    """Open, and sent by nobody in particular. No mail is written."""

    class Meta:
        model = Invitation

    organisation = factory.SubFactory(OrganisationFactory)
    email = factory.Sequence(lambda n: f"inbjuden-{n}@example.org")


class JoinRequestFactory(_Factory):
    class Meta:
        model = JoinRequest

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)


class OrganisationRequestFactory(_Factory):
    class Meta:
        model = OrganisationRequest

    user = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"Efterfrågad förening {n}")
    kind = OrganisationKind.CIVIL_SOCIETY


# --- Publishing -----------------------------------------------------------------------------------------------


class ThemeFactory(_Factory):
    class Meta:
        model = Theme

    slug = factory.Sequence(lambda n: f"testtema-{n}")
    name = factory.Sequence(lambda n: f"Testtema {n}")
    name_en = factory.Sequence(lambda n: f"Test theme {n}")


class _PublishableFactory(_Factory):
    class Meta:
        abstract = True

    class Params:
        draft = factory.Trait(status=Status.DRAFT, published_at=None)
        in_review = factory.Trait(status=Status.IN_REVIEW, published_at=None)
        returned = factory.Trait(status=Status.RETURNED, published_at=None)
        archived = factory.Trait(status=Status.ARCHIVED)

    summary = "En mening om saken."
    status = Status.PUBLISHED
    published_at = PUBLISHED_AT


class CorrectionFactory(_Factory):
    """Of the title of a project, by a reader who does not want to be told."""

    class Meta:
        model = Correction

    class Params:
        corrected = factory.SubFactory("tests.factories.ProjectFactory")

    content_type = factory.LazyAttribute(lambda made: ContentType.objects.get_for_model(made.corrected))
    object_id = factory.LazyAttribute(lambda made: made.corrected.pk)
    field = "title"
    said = factory.LazyAttribute(lambda made: str(made.corrected))
    proposed = "Ett rättare namn"
    source = "Jag arbetar där."
    language = "sv"
    key = factory.LazyFunction(uuid.uuid4)


# --- Funding --------------------------------------------------------------------------------------------------


class ApplicantKindFactory(_Factory):
    class Meta:
        model = ApplicantKind

    slug = factory.Sequence(lambda n: f"testsokande-{n}")
    name = factory.Sequence(lambda n: f"Testsökande {n}")
    name_en = factory.Sequence(lambda n: f"Test applicant {n}")


class ProgrammeFactory(_PublishableFactory):
    """A programme; ``parent=…, kind=ProgrammeKind.STRAND`` makes a strand."""

    class Meta:
        model = Programme

    slug = factory.Sequence(lambda n: f"testprogram-{n}")
    title = factory.Sequence(lambda n: f"Testprogram {n}")


class ProgrammeOrganisationFactory(_Factory):
    class Meta:
        model = ProgrammeOrganisation

    programme = factory.SubFactory(ProgrammeFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = ProgrammeRole.MANAGING


class GrantCeilingFactory(_Factory):
    class Meta:
        model = GrantCeiling

    programme = factory.SubFactory(ProgrammeFactory)
    months = factory.Sequence(lambda n: n + 1)
    amount = "100000.00"


class ApplicationStepFactory(_Factory):
    class Meta:
        model = ApplicationStep

    programme = factory.SubFactory(ProgrammeFactory)
    position = factory.Sequence(lambda n: n)
    text = factory.Sequence(lambda n: f"Teststeg {n}")


class CallFactory(_PublishableFactory):
    """A call without windows, so its state is unknown; see ``CallWindowFactory``."""

    class Meta:
        model = Call

    slug = factory.Sequence(lambda n: f"testutlysning-{n}")
    title = factory.Sequence(lambda n: f"Testutlysning {n}")
    programme = factory.SubFactory(ProgrammeFactory)


class CallCeilingFactory(_Factory):
    class Meta:
        model = CallCeiling

    call = factory.SubFactory(CallFactory)
    months = factory.Sequence(lambda n: n + 1)
    amount = "100000.00"


class CallWindowFactory(_Factory):
    """The first quarter of 2016; a test about states gives its own ``opens_on`` and ``closes_on``."""

    class Meta:
        model = CallWindow

    call = factory.SubFactory(CallFactory)
    opens_on = datetime.date(2016, 1, 1)
    closes_on = datetime.date(2016, 3, 31)


# --- Networks -------------------------------------------------------------------------------------------------


class NetworkFactory(_PublishableFactory):
    class Meta:
        model = Network

    slug = factory.Sequence(lambda n: f"testnatverk-{n}")
    title = factory.Sequence(lambda n: f"Testnätverk {n}")


class MembershipFactory(_Factory):
    class Meta:
        model = Membership

    network = factory.SubFactory(NetworkFactory)
    organisation = factory.SubFactory(OrganisationFactory)


# --- Projects -------------------------------------------------------------------------------------------------


class ProjectFactory(_PublishableFactory):
    class Meta:
        model = Project

    slug = factory.Sequence(lambda n: f"testprojekt-{n}")
    title = factory.Sequence(lambda n: f"Testprojekt {n}")


class ParticipationFactory(_Factory):
    class Meta:
        model = Participation

    project = factory.SubFactory(ProjectFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = ProjectRole.OWNER


class ProjectFundingFactory(_Factory):
    class Meta:
        model = ProjectFunding

    project = factory.SubFactory(ProjectFactory)
    programme = factory.SubFactory(ProgrammeFactory)


class ProjectNetworkFactory(_Factory):
    class Meta:
        model = ProjectNetwork

    project = factory.SubFactory(ProjectFactory)
    network = factory.SubFactory(NetworkFactory)
    role = NetworkRole.HOME


# --- Events ---------------------------------------------------------------------------------------------------


class EventSeriesFactory(_Factory):
    class Meta:
        model = EventSeries

    slug = factory.Sequence(lambda n: f"testserie-{n}")
    name = factory.Sequence(lambda n: f"Testserie {n}")
    name_en = factory.Sequence(lambda n: f"Test series {n}")


class EventFactory(_PublishableFactory):
    """A conference without a date: give ``starts_on`` where past and coming matter."""

    class Meta:
        model = Event

    slug = factory.Sequence(lambda n: f"testevenemang-{n}")
    title = factory.Sequence(lambda n: f"Testevenemang {n}")
    kind = EventKind.CONFERENCE


class EventOrganisationFactory(_Factory):
    class Meta:
        model = EventOrganisation

    event = factory.SubFactory(EventFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = EventRole.ORGANISER


class EventProjectFactory(_Factory):
    class Meta:
        model = EventProject

    event = factory.SubFactory(EventFactory)
    project = factory.SubFactory(ProjectFactory)
    tie = ProjectTie.PRESENTED


class ProgrammeItemFactory(_Factory):
    class Meta:
        model = ProgrammeItem

    event = factory.SubFactory(EventFactory)
    position = factory.Sequence(lambda n: n)
    title = factory.Sequence(lambda n: f"Testpunkt {n}")


class AttendanceFigureFactory(_Factory):
    class Meta:
        model = AttendanceFigure

    event = factory.SubFactory(EventFactory)
    sector = AttendanceSector.TOTAL
    number = 100


class FindingFactory(_Factory):
    class Meta:
        model = Finding

    event = factory.SubFactory(EventFactory)
    kind = FindingKind.LESSON
    text = factory.Sequence(lambda n: f"Testlärdom {n}")


# --- Knowledge ------------------------------------------------------------------------------------------------


class KnowledgeEntryFactory(_PublishableFactory):
    """A way of working; ``kind=KnowledgeKind.RESOURCE`` and so on for the others."""

    class Meta:
        model = KnowledgeEntry

    slug = factory.Sequence(lambda n: f"testkunskap-{n}")
    title = factory.Sequence(lambda n: f"Testkunskap {n}")
    kind = KnowledgeKind.PRACTICE


class KnowledgeOrganisationFactory(_Factory):
    class Meta:
        model = KnowledgeOrganisation

    entry = factory.SubFactory(KnowledgeEntryFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = KnowledgeRole.USES


class IndicatorValueFactory(_Factory):
    class Meta:
        model = IndicatorValue

    entry = factory.SubFactory(KnowledgeEntryFactory, kind=KnowledgeKind.INDICATOR)
    label = factory.Sequence(lambda n: f"Testvärde {n}")
    number = "83.00"


# --- Citations: the record is given or made, the document too -------------------------------------------------


class _CitationFactory(_Factory):
    class Meta:
        abstract = True

    document = factory.SubFactory(SourceDocumentFactory)
    place = "Rad 1"


class OrganisationCitationFactory(_CitationFactory):
    class Meta:
        model = OrganisationCitation

    organisation = factory.SubFactory(OrganisationFactory)


class ContactCitationFactory(_CitationFactory):
    class Meta:
        model = ContactCitation

    contact = factory.SubFactory(ContactFactory)


class ProgrammeCitationFactory(_CitationFactory):
    class Meta:
        model = ProgrammeCitation

    programme = factory.SubFactory(ProgrammeFactory)


class CallCitationFactory(_CitationFactory):
    class Meta:
        model = CallCitation

    call = factory.SubFactory(CallFactory)


class NetworkCitationFactory(_CitationFactory):
    class Meta:
        model = NetworkCitation

    network = factory.SubFactory(NetworkFactory)


class ProjectCitationFactory(_CitationFactory):
    class Meta:
        model = ProjectCitation

    project = factory.SubFactory(ProjectFactory)


class EventCitationFactory(_CitationFactory):
    class Meta:
        model = EventCitation

    event = factory.SubFactory(EventFactory)


class KnowledgeCitationFactory(_CitationFactory):
    class Meta:
        model = KnowledgeCitation

    entry = factory.SubFactory(KnowledgeEntryFactory)


# --- The search -----------------------------------------------------------------------------------------------


class SynonymFactory(_Factory):
    class Meta:
        model = Synonym

    words = factory.Sequence(lambda n: f"provord{n}; testord{n}")


class MissFactory(_Factory):
    class Meta:
        model = Miss

    query = factory.Sequence(lambda n: f"saknat ord {n}")
    day = factory.LazyFunction(timezone.localdate)


# --- The log --------------------------------------------------------------------------------------------------


class TransitionFactory(_Factory):
    """The publication of ``record``. Only the log row: the record is not changed."""

    class Meta:
        model = Transition

    record = factory.SubFactory(ProjectFactory)
    content_type = factory.LazyAttribute(lambda made: ContentType.objects.get_for_model(made.record))
    object_id = factory.LazyAttribute(lambda made: made.record.pk)
    by = factory.SubFactory(UserFactory)
    from_status = Status.DRAFT
    to_status = Status.PUBLISHED


# --- Pictures and files ---------------------------------------------------------------------------------------


class AttachmentFactory(_Factory):
    """The row of a PDF of ``record``; there is no file on the disk. Those that shall have one: tests/attachments."""

    class Meta:
        model = Attachment

    record = factory.SubFactory(ProjectFactory)
    content_type = factory.LazyAttribute(lambda made: ContentType.objects.get_for_model(made.record))
    object_id = factory.LazyAttribute(lambda made: made.record.pk)
    kind = AttachmentKind.DOCUMENT
    title = factory.Sequence(lambda n: f"Testfil {n}")
    media_type = "application/pdf"
    file = factory.Sequence(lambda n: f"aa/{n:032x}.pdf")
    size = 1000
    sha256 = "0" * 64
