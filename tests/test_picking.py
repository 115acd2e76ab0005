"""Records are picked with search: found as people write their names, and only those that one may read."""

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import QueryDict

from entry import finding, pickable
from entry.picking import Picking, PickMany, PickOne
from organisations.models import Organisation
from tests.factories import OrganisationFactory, ProjectFactory, UserFactory
from tests.reading import parse

KINDS = ["aktor", "kommun", "lan", "land", "program", "tema", "projekt", "natverk", "kontakt"]


class TeamForm(Picking, forms.Form):
    owner = PickOne("aktor", required=False)
    partners = PickMany("aktor", required=False)
    county = PickOne("lan", required=False)


def sent(text="", user=None):
    return TeamForm(QueryDict(text), user=user or AnonymousUser())


def found(kind, typed, user=None, limit=20):
    return [str(record) for record in finding.find(pickable.kind(kind), user or AnonymousUser(), typed, limit)]


def organisations(*names, **more):
    return [OrganisationFactory(name=name, **more) for name in names]


@pytest.mark.django_db
def test_names_that_begin_so_come_first_then_those_with_a_word_that_does_in_swedish_order():
    organisations("Åsens qvarn", "Zinkens qvarn", "Qvarnföreningen", "Gamla qvarnen", "Ringqvarn", "Äsens qvarn")
    assert found("aktor", "qvarn") == [
        "Qvarnföreningen", "Gamla qvarnen", "Zinkens qvarn", "Åsens qvarn", "Äsens qvarn", "Ringqvarn",
    ]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed", ["Öråqvarn", "ÖRÅQVARN", "oraqvarn", "kvinnor öråq", "qvarns kvinn", "(öråqvarn)", "oqf", "O.Q.F."]
)
def test_name_is_found_as_people_write_it(typed):
    organisations("Öråqvarns kvinnoförening – kvinnor", other_names="Sällskapet; ÖQF")
    assert found("aktor", typed) == ["Öråqvarns kvinnoförening – kvinnor"]


@pytest.mark.django_db
def test_name_with_the_rings_and_dots_that_were_typed_comes_before_one_without():
    organisations("Orqvarn", "Örqvarn")
    assert found("aktor", "örqv") == ["Örqvarn", "Orqvarn"]
    assert found("aktor", "orqv") == ["Orqvarn", "Örqvarn"]


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["finns inte alls", "%", "_", "' OR 1=1 --", "\x00", "x" * 10_000, "\ud800"])
def test_what_is_no_name_finds_little_and_breaks_nothing(typed, client):
    client.force_login(UserFactory())
    assert client.get("/mitt/valj/aktor/", {"q": typed.encode(errors="replace")}).status_code == 200


@pytest.mark.django_db
def test_name_that_has_just_come_is_found():
    assert found("aktor", "Qvarnbygden") == []
    organisation = OrganisationFactory(name="Qvarnbygden")
    assert found("aktor", "Qvarnbygden") == ["Qvarnbygden"]
    Organisation.objects.filter(pk=organisation.pk).update(name="Åbygden")
    assert found("aktor", "Qvarnbygden") == []


@pytest.mark.django_db
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_kind_is_listed_in_swedish_order_to_who_has_signed_in_alone(client, kind, prefix):
    address = f"{prefix}/mitt/valj/{kind}/"
    assert client.get(address).status_code == 302
    client.force_login(UserFactory())
    listed = client.get(address).json()["suggestions"]
    assert listed
    assert (
        {option.keys() for option in map(frozenset, listed)} if False else all(o["text"] and o["value"] for o in listed)
    )


@pytest.mark.django_db
def test_kind_that_may_not_be_picked_is_not_found(client):
    client.force_login(UserFactory())
    assert client.get("/mitt/valj/anvandare/").status_code == 404


@pytest.mark.django_db
def test_draft_is_picked_by_its_owner_alone(client):
    owner = UserFactory()
    draft = ProjectFactory(title="Qvarnprojektet", draft=True, owner=owner)

    class ProjectPick(Picking, forms.Form):
        project = PickOne("projekt")

    for user, expected in ((owner, ["Qvarnprojektet"]), (UserFactory(), [])):
        client.force_login(user)
        listed = client.get("/mitt/valj/projekt/", {"q": "qvarnp"}).json()["suggestions"]
        assert [option["text"] for option in listed] == expected
        assert ProjectPick(QueryDict(f"project={draft.pk}"), user=user).is_valid() == bool(expected)
        assert ("Qvarnprojektet" in str(ProjectPick(QueryDict(f"project={draft.pk}"), user=user))) == bool(expected)


@pytest.mark.django_db
def test_organisations_of_the_same_name_are_told_apart_by_where_they_are(client):
    organisations("Qvarnen", place="Lund")
    client.force_login(UserFactory())
    listed = client.get("/mitt/valj/aktor/", {"q": "qvarnen"}).json()["suggestions"]
    assert [(option["text"], option["kind"]) for option in listed] == [("Qvarnen", "Lund")]


@pytest.mark.django_db
def test_options_are_answered_in_few_queries(client, django_assert_num_queries):
    client.force_login(UserFactory())
    client.get("/mitt/valj/aktor/", {"q": "kommun"})
    with django_assert_num_queries(4):  # session, user, version of the content, records
        client.get("/mitt/valj/aktor/", {"q": "region"})


# --- The field, without script -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_field_for_few_lists_all_and_one_for_many_only_what_is_picked():
    picked = OrganisationFactory(name="Qvarnen")
    page = parse(str(sent(f"owner={picked.pk}&partners={picked.pk}")).encode())
    assert len(page.one("select", name="county").all("option")) == 22
    assert [option.text for option in page.one("select", name="owner").all("option")] == ["Välj", "Qvarnen"]
    assert [box.attrs["value"] for box in page.all("input", name="partners")] == [str(picked.pk)]


@pytest.mark.django_db
def test_what_is_looked_for_comes_back_as_choices_beside_what_is_picked():
    picked, other = organisations("Sågen", "Qvarnen i Lund")
    form = sent(f"owner={picked.pk}&owner-q=qvarnen&partners={picked.pk}&partners-q=qvarnen")
    assert not form.is_valid()
    assert (
        form.errors["owner"] == form.errors["partners"] == ["Välj en av träffarna för ”qvarnen”, eller töm sökfältet."]
    )
    page = parse(str(form).encode())
    options = page.one("select", name="owner").all("option")
    assert [(o.attrs["value"], "selected" in o.attrs) for o in options] == [
        ("", False), (str(picked.pk), True), (str(other.pk), False),
    ]  # fmt: skip
    boxes = page.all("input", name="partners")
    assert [(b.attrs["value"], "checked" in b.attrs) for b in boxes] == [(str(picked.pk), True), (str(other.pk), False)]
    assert page.one("input", name="owner-q").attrs["value"] == "qvarnen"


@pytest.mark.django_db
def test_choice_among_the_hits_is_taken():
    picked, other = organisations("Sågen", "Qvarnen i Lund")
    form = sent(
        f"owner={other.pk}&owner-q=qvarnen&owner-asked=qvarnen"
        f"&partners={picked.pk}&partners={other.pk}&partners-q=qvarnen&partners-asked=qvarnen"
    )
    assert form.is_valid(), form.errors
    assert form.cleaned_data["owner"] == other
    assert set(form.cleaned_data["partners"]) == {picked, other}


@pytest.mark.django_db
def test_whole_name_that_is_typed_is_picked_and_shown():
    picked, other = organisations("Sågen", "Qvarnen i Lund")
    form = sent(f"owner-q=qvarnen i lund&partners={picked.pk}&partners-q=Qvarnen i Lund&county=x")
    assert list(form.errors) == ["county"]
    assert form.cleaned_data["owner"] == other
    assert set(form.cleaned_data["partners"]) == {picked, other}
    page = parse(str(form).encode())
    assert [o.attrs["value"] for o in page.one("select", name="owner").all("option") if "selected" in o.attrs] == [
        str(other.pk)
    ]


@pytest.mark.django_db
def test_name_that_two_have_is_not_guessed():
    organisations("Qvarnen", "Qvarnen")
    assert sent("owner-q=Qvarnen").has_error("owner", "choose")


@pytest.mark.django_db
def test_name_that_nobody_has_is_said_and_kept():
    form = sent("owner-q=Qvarnen i Ystad")
    assert form.has_error("owner", "no_hits")
    assert 'value="Qvarnen i Ystad"' in str(form["owner"])
    assert form.has_changed()


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["x", "0", "-1", "9" * 30, "9" * 5000, "²", "\x00", "1 OR 1=1"])
def test_key_that_is_none_is_refused(value):
    form = TeamForm({"owner": value, "partners": [value]}, user=AnonymousUser())
    assert not form.is_valid()
    assert list(form.errors) == ["owner", "partners"]
    assert str(form)


@pytest.mark.django_db
def test_record_at_hand_is_shown_without_a_query(django_assert_num_queries):
    picked = OrganisationFactory(name="Qvarnen")
    form = TeamForm(initial={"owner": picked}, user=AnonymousUser())
    with django_assert_num_queries(0):
        assert "Qvarnen" in str(form["owner"])
