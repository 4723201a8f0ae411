"""Persons and land-register numbers leave no trace: not in any table, not in the log, not in what is printed."""

import io
import logging
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from sip.intake.models import State
from tests.conftest import Deliver
from tests.parcels.importing.village import document, parcel, strips
from tests.parcels.reading.egibfile import LAND_REGISTER, PERSON, SECRETS

pytestmark = pytest.mark.django_db

SEEDED = document(
    PERSON, *strips(2), parcel("9", (90, 0, 20, 100)).replace("</egb:EGB_Dzialka", LAND_REGISTER + "</egb:EGB_Dzialka")
)


def everything_stored() -> str:
    """Every row of every table as text."""
    text = []
    for model in apps.get_models():
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT string_agg(t::text, '|') FROM {model._meta.db_table} AS t")
            text.append(cursor.fetchone()[0] or "")
    return "\n".join(text)


def traces(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


def test_nothing_of_a_person_is_stored(deliver: Deliver) -> None:
    delivery = deliver("egib", SEEDED)

    assert delivery.state == State.PUBLISHED
    assert traces(everything_stored()) == []


def test_only_the_number_of_dropped_persons_is_told(deliver: Deliver) -> None:
    delivery = deliver("egib", SEEDED)

    assert "1" in delivery.findings.get(code="dropped-persons").message


def test_nothing_of_a_person_is_logged(deliver: Deliver, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        deliver("egib", SEEDED)

    assert traces(caplog.text) == []


@pytest.mark.parametrize("cut", [200, 600, 1500, 2500])
def test_nothing_of_a_person_is_told_of_a_broken_file(
    deliver: Deliver, caplog: pytest.LogCaptureFixture, cut: int
) -> None:
    with caplog.at_level(logging.DEBUG):
        deliver("egib", SEEDED[:cut])

    assert traces(caplog.text + everything_stored()) == []


def test_nothing_of_a_person_is_printed(tmp_path: Path) -> None:
    file = tmp_path / "seeded.gml"
    file.write_bytes(SEEDED)
    out = io.StringIO()

    call_command("deliver", "egib", str(file), "--json", stdout=out)

    assert traces(out.getvalue()) == []
