"""Corrections of a case's shape by naming parcels: new versions with their reason, or nothing at all."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case
from sip.offices.models import User
from tests.cases.conftest import IN_BELZYCE
from tests.cases.desk.conftest import PARCEL

pytestmark = pytest.mark.django_db
BOTH = f"{PARCEL}, {IN_BELZYCE}.2/1"


def send(client: Client, case: Case, **given: object) -> str:
    sent = {"version": case.version, "parcels": BOTH, "reason": "Działka podzielona.", **given}
    return client.post(reverse("case-shape", args=[case.pk]), sent, follow=True).content.decode()


def test_the_ground_of_named_parcels_becomes_the_next_version(desk: Client, case: Case) -> None:
    before = case.shape
    assert before is not None

    assert "ma nową wersję" in send(desk, case)
    case.refresh_from_db()
    assert case.shape is not None
    assert case.shape.area == pytest.approx(before.area + 40 * 60, rel=1e-3)
    assert [one.number for one in case.geometries.all()] == [1, 2]


def test_what_cannot_be_the_shape_changes_nothing(desk: Client, case: Case) -> None:
    many = " ".join(f"{IN_BELZYCE}.{number}" for number in range(51))
    for given in (
        {"parcels": "060901_5.0001.999"},
        {"parcels": many},
        {"reason": ""},
        {"version": 1},
        {"parcels": "\0"},
    ):
        assert "ma nową wersję" not in send(desk, case, **given)

    assert case.geometries.count() == 1


def test_strangers_correct_no_shape(client: Client, case: Case, outsider: User) -> None:
    client.force_login(outsider)

    send(client, case)

    assert case.geometries.count() == 1
