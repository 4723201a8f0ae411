"""The OpenAPI document: valid, with examples, and true of real answers."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import jsonschema
import pytest
import yaml
from django.test import Client
from drf_spectacular.validation import validate_schema

from sip.services.openapi import views
from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT, building, document, precinct, strips
from tests.services.asking import described, get, operations, schema_of

pytestmark = pytest.mark.django_db


def test_the_document_is_valid_openapi_3_1(client: Client) -> None:
    document = described(client)

    validate_schema(document)  # type: ignore[no-untyped-call]
    assert document["openapi"].startswith("3.1")


def test_threads_that_ask_at_once_are_given_one_document() -> None:
    views._made.cache_clear()
    together = Barrier(4)

    def ask(_number: int) -> dict[str, Any]:
        together.wait()
        return views.document()

    with ThreadPoolExecutor(4) as threads:
        first, *others = threads.map(ask, range(4))

    assert all(each is first for each in others)


def test_every_address_is_described(client: Client) -> None:
    registers = ["parcels", "precincts", "buildings", "addresses", "units", "planning-acts", "planning-zones"]
    registers += ["planning-regulations"]
    expected = {f"/api/v1/{name}/{item}" for name in registers for item in ("", "{address}/")}

    found = {path for path, _ in operations(client) if path.startswith(tuple(f"/api/v1/{name}/" for name in registers))}

    assert found == {
        *expected,
        "/api/v1/parcels/{address}/extract/",
        *(f"/api/v1/{name}/at/" for name in ("parcels", "planning-acts", "planning-zones", "planning-regulations")),
    }


def test_every_operation_has_examples_that_fit_its_schema(client: Client) -> None:
    components = described(client)["components"]
    for _, operation in operations(client):
        for answer in operation["responses"].values():
            for content in answer.get("content", {}).values():
                assert content["examples"]
                for example in content["examples"].values():
                    jsonschema.validate(example["value"], {**content["schema"], "components": components})
        assert all("examples" in parameter for parameter in operation.get("parameters", ()))


def test_real_answers_fit_their_schemas(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(precinct((0, 0, 60, 100)), *strips(3), building("1_BUD", (2, 2, 10, 10))))
    found = dict(operations(client))
    for register in ("parcels", "precincts", "buildings", "units"):
        page = get(client, f"/api/v1/{register}/?limit=1&count=exact&crs=2180").json()
        jsonschema.validate(page, schema_of(found[f"/api/v1/{register}/"]))
    feature = get(client, f"/api/v1/parcels/{PRECINCT}.1/").json()
    jsonschema.validate(feature, schema_of(found["/api/v1/parcels/{address}/"]))


def test_what_is_read_may_be_asked_with_a_condition(client: Client) -> None:
    read = [item["get"] for item in described(client)["paths"].values() if "get" in item]

    assert all("304" in operation["responses"] for operation in read)


def test_services_that_are_no_rest_views_are_described(client: Client) -> None:
    paths = {path for path, _ in operations(client)}

    assert {"/uldk/", "/uldk/service.php", "/tiles/{grid}.json", "/tiles/{grid}/{z}/{x}/{y}.mvt"} <= paths
    assert {f"/dzialka/{{identifier}}/{name}" for name in ("dzialka.gml", "punkty.csv", "plany.atom")} <= paths


def test_every_operation_tells_of_keys_limits_and_conditions(client: Client) -> None:
    document = described(client)

    assert {each for choice in document["security"] for each in choice} == {"bearer", "header", "query"}
    assert {} in document["security"]
    for path, operation in operations(client):
        assert {"401", "429", "503"} <= set(operation["responses"]) or path.startswith("/uldk/"), path
        assert "Retry-After" in operation["responses"]["429"]["headers"]


@pytest.mark.parametrize(
    ("query", "accept", "media_type"),
    [
        ("", "*/*", "application/vnd.oai.openapi+json; version=3.1"),
        ("?format=yaml", "*/*", "application/vnd.oai.openapi; version=3.1"),
        ("", "application/yaml", "application/vnd.oai.openapi; version=3.1"),
        ("?format=json", "application/yaml", "application/vnd.oai.openapi+json; version=3.1"),
    ],
)
def test_the_document_is_had_in_either_form(client: Client, query: str, accept: str, media_type: str) -> None:
    answer = get(client, f"/api/schema/{query}", Accept=accept)

    assert answer["Content-Type"] == media_type
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert yaml.safe_load(answer.content) == described(client)


def test_the_document_has_no_other_form(client: Client) -> None:
    assert get(client, "/api/schema/?format=xml").status_code == 400
