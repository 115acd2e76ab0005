"""From an idea to a plan: what fits, why, what it costs, by when, and mail when the last day is moved."""

import datetime
import re
from email import message_from_bytes, policy
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from following.rounds import go_round
from funding.models import ApplicantKind
from tests.factories import CallFactory, CallWindowFactory, ProgrammeFactory

ADDRESS = "anna@kommun.example"


@pytest.fixture
def call(portal):
    """A call that is open, for municipalities with a partner in another country."""
    programme = ProgrammeFactory(title="Prövofonden", cofinancing_percent=75, minimum_countries=2)
    programme.applicant_kinds.add(ApplicantKind.objects.get(slug="kommuner"))
    today = timezone.localdate()
    call = CallFactory(title="Prövoutlysningen", programme=programme)
    window = {"opens_on": today - datetime.timedelta(days=1), "closes_on": today + datetime.timedelta(days=150)}
    CallWindowFactory(call=call, **window)
    return call


@pytest.fixture
def mailbox(settings, tmp_path):
    """Return a function that sends what waits, as the timer does, and gives the mails to an address, oldest first."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"

    def empty():
        go_round(timezone.now())
        call_command("send_mail_queue", verbosity=0)
        files = sorted(Path(settings.EMAIL_FILE_PATH).glob("*"), key=lambda file: file.stat().st_mtime_ns)
        written = [part for file in files for part in file.read_bytes().split(b"-" * 79 + b"\n") if part.strip()]
        for file in files:
            file.unlink()
        mails = [message_from_bytes(part, policy=policy.default) for part in written]
        return [mail for mail in mails if mail["To"] == ADDRESS]

    return empty


def path_in(text, pattern):
    found = re.search(rf"https?://[^/\s]+({pattern}\S*)", text)
    return urlsplit(found[0]).path


def test_officer_finds_a_call_and_follows_it_until_its_last_day_is_moved(person, call, mailbox):
    anna = person()
    anna.opens("/")
    anna.follows("Hitta pengar som passar er")
    anna.chooses("Vilken sorts organisation är ni?", "Kommun")
    anna.writes("I vilken kommun?", "Kristianstads kommun")
    if not anna.has_script:  # with script they are all on one page
        anna.presses("Nästa fråga")
        anna.follows("5. Pengar och partner")
    anna.writes("Vad skulle alltihop kosta?", "4 148 664 kr")
    anna.writes("Hur många partner har ni i andra länder?", "1")
    anna.presses("Visa svaret")

    # The answer, with its reasons; and its address is all that it takes to see it again.
    anna.is_on("Pengar som passar er")
    hit = anna.page.get_by_role("listitem").filter(has=anna.page.get_by_role("link", name="Prövoutlysningen")).last
    anna.sees("Kristianstads kommun", "Kommuner får söka.", "Öppen för ansökningar")
    anna.sees("Kräver partner i minst 2 länder, ert eget inräknat; ni har 1 partner utomlands.")
    anna.opens(anna.page.url)

    with anna.page.expect_navigation():
        hit.get_by_role("link", name="Räkna på vad det kostar er").click()
    anna.is_on("Vad det kostar er")
    anna.sees("3 111 498 kr".replace(" ", "\N{NO-BREAK SPACE}"))

    anna.goes_back()
    with anna.page.expect_navigation():
        hit.get_by_role("link", name="Planera bakåt från sista dagen").click()
    with anna.page.expect_download() as taken:
        anna.main.get_by_role("link", name="Stegen till er kalender (.ics)").click()
    calendar = Calendar.from_ical(Path(taken.value.path()).read_bytes())
    days = [
        event.start.date() if isinstance(event.start, datetime.datetime) else event.start for event in calendar.events
    ]
    assert max(days) == call.windows.get().closes_on

    # She follows with her address alone, and says that it is hers.
    anna.opens(call.get_absolute_url())
    anna.main.get_by_text("Bevaka: mejl när något ändras och före sista dagen").click()
    anna.writes("Din e-postadress", ADDRESS)
    anna.presses("Bevaka", anna.main.locator("#bevaka"))
    anna.is_on("Titta i din e-post")
    [mail] = mailbox()
    anna.opens(path_in(mail.get_body(("plain",)).get_content(), reverse("following:follow") + "bekrafta/"))
    anna.presses("Ja, skicka mejl")
    assert mailbox() == []

    # The last day is moved: one mail, with the old day and the new one.
    window = call.windows.get()
    moved = window.closes_on + datetime.timedelta(days=10)
    window.closes_on = moved
    window.save()
    [mail] = mailbox()
    text = mail.get_body(("plain",)).get_content()
    assert "Prövoutlysningen" in text
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mailbox() == []

    anna.opens(path_in(text, r"/bevaka/[^/\s]+/sluta/"))
    anna.presses("Sluta bevaka")
    window.closes_on = moved + datetime.timedelta(days=10)
    window.save()
    assert mailbox() == []
