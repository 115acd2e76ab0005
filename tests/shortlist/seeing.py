"""Shows every template of the shortlist to whoever looks: see tests/test_pages.py."""

from django.test import Client

from funding.shortlist import actions
from tests.factories import CallFactory, CallWindowFactory, OrganisationMemberFactory


def look_at_shortlist(prefix):
    """Open a shortlist with two calls, in an account that has another with colleagues; ``prefix`` is "" or "/en"."""
    client, member = Client(), OrganisationMemberFactory()
    client.force_login(member.user)
    first, second = (CallWindowFactory(call=CallFactory()).call for _number in range(2))
    for call in (first, second):
        actions.add(call, by=member.user)
    client.get(f"{prefix}/finansiering/urval/")
    client.get(f"{prefix}/finansiering/urval/?utlysning={first.slug}")
    shown = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
    Client().post(f"{prefix}/finansiering/urval/andra/", {"lagg-till": first.slug}, headers=shown)
