"""A village to ask ULDK about: units with their names, sheets, a division, a precinct whose name breaks clients."""

from typing import Any

from django.test import Client

from sip.offices.models import Unit
from tests.conftest import Deliver
from tests.parcels.importing.village import LATER, PRECINCT, building, document, parcel, precinct

TOWN = "060902_4.0001"
AWKWARD = "060902_5.0002"


def build(deliver: Deliver) -> None:
    Unit.objects.create(code="06", level="voivodeship", name="lubelskie")
    Unit.objects.create(code="0609", level="powiat", name="lubelski", parent_id="06")
    Unit.objects.create(code="060902_3", level="gmina", kind=3, name="Bełżyce", parent_id="0609")
    for kind in (4, 5):
        Unit.objects.create(
            code=f"060902_{kind}", level="registration-unit", kind=kind, name="Bełżyce", parent_id="060902_3"
        )
    deliver(
        "egib",
        document(
            precinct((0, 0, 160, 120)),
            precinct((0, 500, 160, 120), identifier=AWKWARD, name="Zabłędza; XML|1"),
            precinct((0, 1000, 160, 120), identifier=TOWN, name="Śródmieście"),
            parcel("1", (0, 0, 40, 120)),
            parcel("2", (40, 0, 40, 120)),
            parcel("4", (120, 0, 40, 120), until=LATER, ended=True),
            parcel("4/1", (120, 0, 40, 60), since=LATER),
            parcel("4/2", (120, 60, 40, 60), since=LATER),
            parcel("253/77", (80, 0, 40, 120)),
            elsewhere(f"{AWKWARD}.7", (0, 500, 40, 120)),
            elsewhere(f"{TOWN}.AR_1.12", (0, 1000, 40, 120)),
            elsewhere(f"{TOWN}.AR_2.12", (40, 1000, 40, 120)),
            building("1.1_BUD", (10, 10, 12, 9)),
        ),
    )


def elsewhere(identifier: str, place: tuple[float, float, float, float]) -> str:
    return parcel(identifier.rpartition(".")[2], place, identifier=identifier, name=identifier)


def text(client: Client, path: str = "/uldk/", **parameters: Any) -> str:
    """The answer to parameters whose names may end with _ where Python has the word."""
    given = {name.rstrip("_"): value for name, value in parameters.items()}
    answer = client.get(path, given)
    assert answer.status_code == 200
    assert not answer.content or answer["Content-Type"] == "text/plain; charset=utf-8"
    return answer.content.decode()


def ask(client: Client, verb: str, **parameters: Any) -> tuple[str, list[list[str]]]:
    """Status, and the fields of each object."""
    body = text(client, request=verb, **parameters)
    assert body.endswith("\n")
    status, *found = body[:-1].split("\n")
    return status, [line.split("|") for line in found]


def column(client: Client, verb: str, word: str = "teryt", **parameters: Any) -> list[str]:
    return [fields[0] for fields in ask(client, verb, result=word, **parameters)[1]]


__all__ = ["AWKWARD", "PRECINCT", "TOWN", "ask", "build", "column", "elsewhere", "text"]
