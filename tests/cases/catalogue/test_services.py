"""The catalogue: what is delivered, forms in versions, who may edit."""

import math

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from cases.catalogue.actions import form_publish, service_save
from cases.catalogue.definitions import FEE, check_differences, check_documents, check_fee
from cases.catalogue.loading import delivered, load_services
from cases.catalogue.models import Service, ServiceForm, SignPattern
from cases.catalogue.schema import check_form, problems
from cases.catalogue.together import fee_problems
from cases.publishing.loading import delivered as delivered_registers
from cases.publishing.models import PublicRegister
from cases.workflow import OPTIONAL, State
from sip.audit.models import Event
from sip.offices.models import Office, Role, User
from tests.cases.making import file, service_of
from tests.people import GiveRole

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


def asks(**question: object) -> dict[str, object]:
    """A form of one question."""
    return {"type": "object", "properties": {"a": {"type": "string", "title": "a", **question}}}


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


NEW_SERVICE = {
    "code": "nowa",
    "name": "Nowa usługa",
    "description": "Na próbę.",
    "askers": "anyone",
    "unit_symbol": "PP",
    "jrwa_class": "6727",
    "periods": '{"handling": {"count": 14, "unit": "days"}}',
    "fee": "{}",
    "documents": "[]",
    "differences": "{}",
    "place": "none",
    "most_parcels": "5",
    "without_account": "on",
    "is_offered": "on",
    "retention_years": "5",
    "position": "0",
    "schema": '{"type": "object", "properties": {"a": {"type": "string", "title": "Pytanie"}}}',
    "ui": "{}",
}


@pytest.mark.django_db
def test_a_new_service_of_the_admin_is_filed_at_once(belzyce: Office, give_role: GiveRole, client: Client) -> None:
    client.force_login(give_role(belzyce, Role.ADMINISTRATOR))
    answer = client.post("/admin/cases/service/add/", {"office": belzyce.pk, **NEW_SERVICE})
    assert answer.status_code == 302, answer.context["errors"]

    made = file(service_of(belzyce, "nowa"), answers={"a": "tak"})
    assert made.case.sign == f"PP.6727.1.{made.case.year}"


@pytest.mark.django_db
@pytest.mark.parametrize("empty", ["", "null", "[]", "{}"])
def test_emptied_fields_of_the_admin_are_empty_and_nothing_else(
    belzyce: Office, give_role: GiveRole, client: Client, empty: str
) -> None:
    client.force_login(give_role(belzyce, Role.ADMINISTRATOR))
    emptied = {"fee": empty, "documents": empty, "differences": empty, "ui": empty}
    assert client.post("/admin/cases/service/add/", {"office": belzyce.pk, **NEW_SERVICE, **emptied}).status_code == 302

    service = service_of(belzyce, "nowa")
    assert (service.fee, service.documents, service.differences, service.form.ui) == ({}, [], {}, {})
    assert client.get("/sprawy/uslugi/belzyce/nowa/").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("schema", '{"type": "object", "properties": {"a": {"type": "string", "title": "\\u0000"}}}'),
        ("schema", '{"type": "object", "properties": {"a": {"type": "string", "title": "\\ud800"}}}'),
        ("schema", '{"type": "object", "properties": {"a": {"type": "number", "title": "a", "maximum": 1e999}}}'),
        ("schema", "[" * 20_000),
        ("schema", "{a:"),
        ("ui", '{"order": 5}'),
        ("fee", '{"items": [{"kind": "fixed", "words": "\\u0000", "amount": "1"}]}'),
        ("fee", "[" * 20_000),
        ("fee", '{"items": [{"kind": "fixed", "words": "a", "amount": "1", "when": {"zzz": ["a"]}}]}'),
        ("fee", '{"items": [{"kind": "fixed", "words": "a", "amount": "-1"}]}'),
        ("documents", '[{"code": "inny", "name": "a"}]'),
        ("periods", '{"handling": {"count": NaN, "unit": "days"}}'),
    ],
)
def test_mistakes_in_the_admin_are_told_of_and_nothing_is_kept(
    belzyce: Office, give_role: GiveRole, client: Client, field: str, text: str
) -> None:
    client.force_login(give_role(belzyce, Role.ADMINISTRATOR))
    answer = client.post("/admin/cases/service/add/", {"office": belzyce.pk, **NEW_SERVICE, field: text})

    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) in ([field], ["schema"])
    assert not Service.objects.exists()


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
        (SCHEMA | {"additionalProperties": True}, {}),
        (SCHEMA, {"order": 5}),
        (SCHEMA, {"groups": [5]}),
        (SCHEMA, {"groups": [{"title": {}, "questions": ["day"]}]}),
        (SCHEMA, {"widgets": ["day"]}),
        (SCHEMA, {"help": {"day": 5}}),
        (SCHEMA, {"names": {"kinds": 5}}),
        (SCHEMA, {"names": {"nothing": {"a": "b"}}}),
        (asks(title="x\0"), {}),
        (asks(title="\ud800"), {}),
        (asks(type="number", maximum=math.inf), {}),
        (asks(default=[[[[[[[[[[[[[[1]]]]]]]]]]]]]]), {}),
        (asks(enum=[]), {}),
        (asks(enum=["a", "a"]), {}),
        (asks(enum=["", "a"]), {}),
        (asks(enum=[" a "]), {}),
        (asks(enum=[1, {"a": 2}]), {}),
        (asks(type="boolean", enum=[True]), {}),
        (asks(type="boolean", const="tak"), {}),
        (asks(const="tak"), {}),
        (asks(format="ipv9"), {}),
        (asks(minLength=9, maxLength=2), {}),
        (asks(type="number", minimum=9, maximum=2), {}),
        (asks(type="array", items={"enum": [{"a": 1}], "$ref": "http://x"}), {}),
    ],
)
def test_a_form_outside_the_allowed_part_is_refused(schema: object, ui: object) -> None:
    with pytest.raises(ValidationError):
        check_form(schema, ui)


@pytest.mark.parametrize("entry", delivered(), ids=lambda entry: entry["code"])
def test_fees_of_delivered_services_go_by_what_their_forms_offer(entry: dict[str, object]) -> None:
    assert fee_problems(FEE.validate_python(entry.get("fee", {})), entry["schema"]) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("item", "words"),
    [
        ({"kind": "fixed", "amount": "1", "when": {"zzz": ["a"]}}, "nie ma pytania „zzz”"),
        ({"kind": "fixed", "amount": "1", "when": {"a": ["trzy"]}}, "nie ma odpowiedzi „trzy”"),
        ({"kind": "choice", "question": "a", "amounts": {"raz": "1"}}, "brak kwoty dla odpowiedzi „dwa”"),
        ({"kind": "choice", "question": "a", "amounts": {"raz": "1", "dwa": "2", "trzy": "3"}}, "„trzy”"),
    ],
)
def test_a_fee_that_its_form_cannot_tell_is_refused(item: dict[str, object], words: str) -> None:
    rule = FEE.validate_python({"items": [{"words": "Opłata", **item}]})
    assert [words in problem for problem in fee_problems(rule, asks(enum=["raz", "dwa"]))] == [True]


@pytest.mark.parametrize(
    "wrong",
    [
        {"without": ["file"]},
        {"without": ["accept"]},
        {"without": ["issue", "close"]},
        {"without": ["x"]},
        {"names": {"foo": "x"}},
    ],
)
def test_a_way_on_which_no_case_would_end_is_refused(wrong: object) -> None:
    with pytest.raises(ValidationError):
        check_differences(wrong)


def test_codes_are_used_once_and_problems_are_told_in_polish() -> None:
    with pytest.raises(ValidationError, match="kod użyty dwa razy: a"):
        check_documents([{"code": "a", "name": "x"}, {"code": "a", "name": "y"}])
    with pytest.raises(ValidationError, match="amount: co najmniej 0"):
        check_fee({"items": [{"kind": "fixed", "words": "x", "amount": "-1"}]})


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


def test_how_an_office_writes_its_signs_is_changed_by_its_administrator_and_noted(
    client: Client, belzyce: Office, starostwo: Office, give_role: GiveRole
) -> None:
    administrator = give_role(belzyce, Role.ADMINISTRATOR)
    client.force_login(administrator)
    pattern = "{unit}/{class}/{number}/{year}"
    for office in (belzyce, starostwo):
        client.post(reverse("admin:cases_signpattern_add"), {"office": office.pk, "pattern": pattern})

    assert list(SignPattern.objects.values_list("office", flat=True)) == [belzyce.pk]
    event = Event.objects.get(action="sign-pattern.save")
    assert (event.actor, event.new) == (administrator.pk, {"office": belzyce.pk, "pattern": pattern})


def test_a_public_register_that_the_operator_changes_is_noted(client: Client, services: None) -> None:
    operator = User.objects.create_superuser("operator@sip.example")
    client.force_login(operator)
    register = PublicRegister.objects.first()
    assert register is not None
    page = reverse("admin:cases_publicregister_change", args=[register.pk])
    form = client.get(page).context["adminform"].form
    sent = {name: form.initial.get(name) or "" for name in form.fields}
    sent |= {"outcomes": ",".join(register.outcomes), "unverified": ",".join(register.unverified)}
    assert client.post(page, {**sent, "name": "Inna nazwa"}).status_code == 302

    event = Event.objects.get(action="public-register.save")
    assert (event.actor, event.object_id, event.new) == (operator.pk, register.pk, {"fields": ["name"]})
