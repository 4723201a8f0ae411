"""The catalogue: what is delivered, forms in versions, who may edit."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cases.catalogue.actions import form_publish, service_save
from cases.catalogue.loading import delivered, load_services
from cases.catalogue.models import Service, ServiceForm
from cases.catalogue.schema import check_form, problems
from cases.publishing.loading import delivered as delivered_registers
from cases.workflow import OPTIONAL, State
from sip.offices.models import Office, Role, User
from tests.cases.making import service_of
from tests.offices.conftest import GiveRole

SCHEMA = {
    "type": "object",
    "required": ["purpose"],
    "properties": {
        "purpose": {"type": "string", "title": "Cel", "minLength": 3, "maxLength": 10},
        "day": {"type": "string", "title": "Dzień", "format": "date"},
        "kinds": {"type": "array", "title": "Rodzaje", "items": {"enum": ["a", "b"]}, "maxItems": 2},
        "count": {"type": "integer", "title": "Ile", "minimum": 1, "maximum": 9},
        "agreed": {"const": True, "type": "boolean", "title": "Zgoda"},
    },
}


@pytest.mark.parametrize("entry", delivered(), ids=lambda entry: entry["code"])
def test_each_delivered_service_is_whole_and_says_what_is_unverified(entry: dict[str, object]) -> None:
    fields = {name: value for name, value in entry.items() if name not in ("offices", "register", "schema", "ui")}
    service = Service(**fields)
    service.clean_fields(exclude=["office"])
    check_form(entry["schema"], entry["ui"])

    assert set(service.unverified) <= {field.name for field in Service._meta.get_fields()}
    assert set(service.own_way.without) <= OPTIONAL
    assert "jrwa_class" in service.unverified


def test_delivered_services_stand_in_delivered_registers() -> None:
    registers = {entry["code"] for entry in delivered_registers()}

    assert {entry["register"] for entry in delivered() if "register" in entry} == registers


def test_twelve_services_are_delivered_of_which_one_needs_no_land() -> None:
    assert len(delivered()) == 12
    assert [entry["code"] for entry in delivered() if entry["place"] == "none"] == ["wizyta-komunikacja"]


@pytest.mark.django_db
def test_an_office_gets_the_services_of_its_kind_once(belzyce: Office, starostwo: Office) -> None:
    new = load_services(belzyce)

    assert (new, load_services(belzyce)) == (9, 0)
    assert load_services(starostwo) == 4
    assert Service.objects.answering_for("060901_5").count() == 13
    assert Service.objects.answering_for("060904_2").count() == 4


@pytest.mark.django_db
def test_a_service_calls_states_its_own_way(services: None, belzyce: Office) -> None:
    assert service_of(belzyce, "numer-porzadkowy").own_way.names == {State.ISSUED: "numer nadany"}


@pytest.mark.django_db
def test_a_changed_form_is_a_new_version_and_the_same_form_is_not(
    services: None, belzyce: Office, give_role: GiveRole
) -> None:
    administrator = give_role(belzyce, Role.ADMINISTRATOR)
    service = service_of(belzyce, "numer-porzadkowy")

    form = form_publish(actor=administrator, service=service, schema=SCHEMA, ui={})

    assert form.number == 2
    assert form_publish(actor=administrator, service=service, schema=SCHEMA, ui={}) == form
    assert service.form == form


@pytest.mark.django_db
def test_a_published_form_never_changes(services: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceForm.objects.update(schema={})


@pytest.mark.django_db
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_others_than_administrators_change_no_service(
    services: None, belzyce: Office, give_role: GiveRole, role: Role
) -> None:
    person, service = give_role(belzyce, role), service_of(belzyce, "numer-porzadkowy")

    with pytest.raises(PermissionDenied):
        form_publish(actor=person, service=service, schema=SCHEMA, ui={})
    with pytest.raises(PermissionDenied):
        service_save(actor=person, service=service)


@pytest.mark.django_db
def test_an_administrator_of_another_office_changes_none_and_takes_none_over(
    services: None, belzyce: Office, starostwo: Office, give_role: GiveRole
) -> None:
    administrator = give_role(starostwo, Role.ADMINISTRATOR)
    service = service_of(belzyce, "numer-porzadkowy")
    service.office = starostwo

    with pytest.raises(PermissionDenied):
        service_save(actor=administrator, service=service)


@pytest.mark.django_db
def test_an_administrator_edits_own_services_in_the_admin(
    services: None, belzyce: Office, starostwo: Office, give_role: GiveRole, client: Client
) -> None:
    client.force_login(give_role(belzyce, Role.ADMINISTRATOR))
    own, foreign = service_of(belzyce, "numer-porzadkowy"), service_of(starostwo, "wypis-egib")

    listed = client.get("/admin/cases/service/").content.decode()

    assert own.name in listed
    assert foreign.name not in listed
    assert client.get(f"/admin/cases/service/{own.pk}/change/").status_code == 200
    assert client.get(f"/admin/cases/service/{foreign.pk}/change/").status_code == 302


@pytest.mark.parametrize(
    ("schema", "ui"),
    [
        ({"type": "array"}, {}),
        (SCHEMA | {"$ref": "http://example.org/a.json"}, {}),
        (SCHEMA | {"properties": {"a": {"type": "string", "title": "a", "pattern": "(a+)+$"}}}, {}),
        (SCHEMA | {"properties": {"a": {"type": "object", "title": "a"}}}, {}),
        (SCHEMA | {"properties": {"Pytanie 1": {"type": "string", "title": "a"}}}, {}),
        (SCHEMA | {"properties": {"a": {"type": "string"}}}, {}),
        (SCHEMA | {"required": ["nothing"]}, {}),
        (SCHEMA, {"order": ["nothing"]}),
        (SCHEMA, {"widgets": {"purpose": "script"}}),
        (SCHEMA, {"onload": "x"}),
        (SCHEMA, []),
        (None, None),
    ],
)
def test_a_form_outside_the_allowed_part_is_refused(schema: object, ui: object) -> None:
    with pytest.raises(ValidationError):
        check_form(schema, ui)


@pytest.mark.parametrize(
    ("answers", "wrong"),
    [
        ({"purpose": "dom"}, set()),
        ({}, {"purpose"}),
        ({"purpose": "d"}, {"purpose"}),
        ({"purpose": "d" * 11}, {"purpose"}),
        ({"purpose": "dom", "day": "2026-02-30"}, {"day"}),
        ({"purpose": "dom", "day": "2026-02-28", "kinds": ["c"]}, {"kinds"}),
        ({"purpose": "dom", "count": 10}, {"count"}),
        ({"purpose": "dom", "count": "3"}, {"count"}),
        ({"purpose": "dom", "agreed": False}, {"agreed"}),
        ({"purpose": "dom", "pesel": "1"}, {"pesel"}),
        ({"purpose": "d\0m"}, {"purpose"}),
        ([], {""}),
    ],
)
def test_answers_are_held_against_the_form(answers: object, wrong: set[str]) -> None:
    assert set(problems(SCHEMA, answers)) == wrong


@pytest.mark.django_db
def test_a_clerk_of_the_office_may_not_keep_its_services(client: Client, belzyce: Office, clerk: User) -> None:
    load_services(belzyce)
    client.force_login(clerk, backend="allauth.account.auth_backends.AuthenticationBackend")

    answer = client.get(reverse("admin:cases_service_changelist"))

    assert answer.status_code in (302, 403)
