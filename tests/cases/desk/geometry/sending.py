"""What the tests of the editor share: its form as it was opened, and shapes as lists."""

import re
from typing import Any

import orjson
import shapely
from django.test import Client
from django.urls import reverse
from shapely.geometry.base import BaseGeometry

from cases.land.lists import write
from cases.models import Case
from parcels.models import Parcel


def address(case: Case, name: str = "case-geometry") -> str:
    return reverse(name, args=[case.pk])


def drawn(shape: BaseGeometry) -> str:
    """As the script sends it."""
    return orjson.dumps(shapely.geometry.mapping(shape)).decode()


def ground_of(identifier: str) -> BaseGeometry:
    """The parcel's shape in the register, every digit of it."""
    geom = Parcel.objects.current().get(identifier=identifier).geom
    return shapely.from_wkb(bytes(geom.wkb))


def shape_of(case: Case) -> BaseGeometry:
    case.refresh_from_db()
    assert case.shape is not None
    return shapely.from_wkb(bytes(case.shape.wkb))


def form(case: Case, **given: Any) -> dict[str, Any]:
    """The form as a page without a script sends it: the list alone says what the shape is."""
    text = write(shape_of(case))
    sent = {"version": case.version, "base": case.geometries.count(), "list": text, "reason": "Poprawka."}
    return {**sent, "system": "2180", "shown": "2180", "source": "amended", "do": "save", **given}


def send(client: Client, case: Case, **given: Any) -> Any:
    return client.post(address(case), form(case, **given))


def ask(client: Client, case: Case, **given: Any) -> dict[str, Any]:
    """What the page's script is answered."""
    answer = client.post(address(case, "case-geometry-work"), form(case, **given))
    assert answer.status_code == 200
    return dict(answer.json())


def listed(page: str) -> str:
    """What stands in the list of a page."""
    found = re.search(r'<textarea id="list"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return found[1].lstrip("\r\n")
