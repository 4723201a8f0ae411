"""Asking the REST interface, and its own description."""

import json
from typing import Any

from django.test import Client

from tests.parcels.importing.village import PRECINCT

Operations = list[tuple[str, dict[str, Any]]]


def get(client: Client, path: str, **headers: str) -> Any:
    return client.get(path, headers=headers)


def numbers(answer: Any) -> list[str]:
    return [feature["properties"]["number"] for feature in answer.json()["features"]]


def middle(client: Client, number: str, crs: int) -> tuple[float, float]:
    ring = get(client, f"/api/v1/parcels/{PRECINCT}.{number}/?crs={crs}").json()["geometry"]["coordinates"][0]
    return sum(x for x, _ in ring[:4]) / 4, sum(y for _, y in ring[:4]) / 4


def described(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(client.get("/api/schema/?format=json").content)
    return found


def operations(client: Client) -> Operations:
    """All that the description has, each with its path."""
    return [(path, each[method]) for path, each in described(client)["paths"].items() for method in each]


def schema_of(operation: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = operation["responses"]["200"]["content"]["application/geo+json"]["schema"]
    return found
