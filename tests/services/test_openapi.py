"""The OpenAPI document: valid, with examples, and true of real answers."""

import json
from typing import Any

import jsonschema
import pytest
from django.test import Client
from drf_spectacular.validation import validate_schema

from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT, building, document, precinct, strips
from tests.services.asking import get

pytestmark = pytest.mark.django_db

Operations = list[tuple[str, dict[str, Any]]]


def described(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(client.get("/api/schema/?format=json").content)
    return found


def operations(client: Client) -> Operations:
    return [(path, each["get"]) for path, each in described(client)["paths"].items()]


def schema_of(operation: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = operation["responses"]["200"]["content"]["application/geo+json"]["schema"]
    return found


def test_the_document_is_valid_openapi_3_1(client: Client) -> None:
    document = described(client)

    validate_schema(document)  # type: ignore[no-untyped-call]
    assert document["openapi"].startswith("3.1")


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
    for _, operation in operations(client):
        for answer in operation["responses"].values():
            for content in answer["content"].values():
                assert content["examples"]
                for example in content["examples"].values():
                    jsonschema.validate(example["value"], content["schema"])
        assert all("examples" in parameter for parameter in operation.get("parameters", ()))


def test_real_answers_fit_their_schemas(client: Client, deliver: Deliver) -> None:
    deliver("egib", document(precinct((0, 0, 60, 100)), *strips(3), building("1_BUD", (2, 2, 10, 10))))
    found = dict(operations(client))
    for register in ("parcels", "precincts", "buildings", "units"):
        page = get(client, f"/api/v1/{register}/?limit=1&count=exact&crs=2180").json()
        jsonschema.validate(page, schema_of(found[f"/api/v1/{register}/"]))
    feature = get(client, f"/api/v1/parcels/{PRECINCT}.1/").json()
    jsonschema.validate(feature, schema_of(found["/api/v1/parcels/{address}/"]))
