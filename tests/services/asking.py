"""Asking the REST interface."""

from typing import Any

from django.test import Client

from tests.parcels.importing.village import PRECINCT


def get(client: Client, path: str, **headers: str) -> Any:
    return client.get(path, headers=headers)


def numbers(answer: Any) -> list[str]:
    return [feature["properties"]["number"] for feature in answer.json()["features"]]


def middle(client: Client, number: str, crs: int) -> tuple[float, float]:
    ring = get(client, f"/api/v1/parcels/{PRECINCT}.{number}/?crs={crs}").json()["geometry"]["coordinates"][0]
    return sum(x for x, _ in ring[:4]) / 4, sum(y for _, y in ring[:4]) / 4
