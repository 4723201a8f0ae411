"""The OpenAPI document of the API of cases: valid, whole, and true of real answers."""

import re
from typing import Any

import jsonschema
import pytest
from django.test import Client as Web
from drf_spectacular.validation import validate_schema

from cases.api.openapi import document
from cases.api.urls import urlpatterns
from cases.models import Case
from cases.workflow import Act
from sip.offices.models import User
from tests.cases.api.asking import Asking
from tests.cases.making import do

pytestmark = pytest.mark.django_db


def test_the_document_is_valid_openapi_3_1() -> None:
    answer = Web().get("/api/v1/cases/openapi.json")

    validate_schema(answer.json())  # type: ignore[no-untyped-call]
    assert answer.json()["openapi"].startswith("3.1")


@pytest.mark.usefixtures("services")
def test_the_secret_of_a_system_does_not_stand_in_the_way(system: Asking) -> None:
    assert system.get("openapi.json").status_code == 200


def test_every_address_is_described() -> None:
    routes = [str(one.pattern) for one in urlpatterns if not str(one.pattern).startswith("^")]
    plain = {"/" + re.sub(r"<\w+:(\w+)>", r"{\1}", route) for route in routes}

    assert plain - {"/api/v1/cases/openapi.json", "/api/v1/oauth/token/"} == set(document()["paths"])


def _schema(path: str, method: str = "get", status: str = "200") -> dict[str, Any]:
    content = document()["paths"][path][method]["responses"][status]["content"]
    schema: dict[str, Any] = next(iter(content.values()))["schema"]
    return {**schema, "components": document()["components"]}


@pytest.mark.usefixtures("village", "services")
def test_real_answers_fit_their_schemas(system: Asking, clerk: User) -> None:
    filed = system.file()
    case = Case.objects.get()
    do(clerk, case, Act.MESSAGE, words="dzień dobry")
    one = "/api/v1/cases/{number}/"

    jsonschema.validate(filed.json(), _schema("/api/v1/cases/", "post", "201"))
    jsonschema.validate(system.get().json(), _schema("/api/v1/cases/"))
    jsonschema.validate(system.get(since="0").json(), _schema("/api/v1/cases/"))
    jsonschema.validate(system.get("services/").json(), _schema("/api/v1/cases/services/"))
    jsonschema.validate(system.get("hooks/").json(), _schema("/api/v1/cases/hooks/"))
    for part in ("", "acts/", "deadline/", "documents/", "geometries/", "history/", "messages/", "orders/"):
        jsonschema.validate(system.get(f"{case.pk}/{part}").json(), _schema(f"{one}{part}"))


def test_people_find_the_description() -> None:
    assert b"/api/docs/sprawy/" in Web().get("/api/docs/").content
    assert Web().get("/api/docs/sprawy/").status_code == 200
