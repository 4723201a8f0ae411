"""What data sets and services lack: who may see it, what it finds, and what it says to do."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.timezone import localdate
from pytest_django import Settings

from sip.intake.models import Delivery
from sip.offices.models import Office, Role, Unit
from sip.services.datasets.completeness import Weight, lacks
from tests.people import GiveRole

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village")]
PAGE = "/urzad/zbiory/"


def said() -> str:
    return "\n".join(f"{lack.subject}: {lack.words} {lack.remedy}" for lack in lacks())


def test_a_data_set_without_rows_is_named() -> None:
    assert "Akty planowania: Zbiór jest pusty." in said().replace("Użytki gruntowe, ", "")


def test_old_data_are_named(settings: Settings) -> None:
    Delivery.objects.update(data_date=localdate() - timedelta(days=200))

    assert "Działki ewidencyjne, " in next(line for line in said().splitlines() if "Dane są ze stanu na" in line)


def test_fresh_data_are_not() -> None:
    Delivery.objects.update(data_date=localdate())

    assert "Dane są ze stanu na" not in said()


def test_invented_contacts_are_an_error_until_they_are_given(settings: Settings) -> None:
    assert any(lack.weight is Weight.ERROR and "kontaktowe" in lack.words for lack in lacks())

    settings.ACCESSIBILITY = {**settings.ACCESSIBILITY, "is_example": False, "email": "iod@powiat.pl"}

    assert "kontaktowe" not in said()


def test_a_gmina_without_data_is_named() -> None:
    Unit.objects.create(code="06", level="voivodeship", name="lubelskie")
    Unit.objects.create(code="0609", level="powiat", name="lubelski", parent_id="06")
    Unit.objects.create(code="060916_2", level="gmina", kind=2, name="Zakrzew", parent_id="0609")

    assert "Nie ma danych gmin: Zakrzew (060916_2)" in said()


def test_the_command_says_the_same_and_fails() -> None:
    out = StringIO()

    with pytest.raises(SystemExit):
        call_command("check_datasets", stdout=out)

    assert "BŁĄD: Organ: Metadane podają zmyślone dane kontaktowe." in out.getvalue()


def test_strangers_do_not_see_it(client: Client, stranger: Any) -> None:
    assert client.get(PAGE).status_code == 302

    client.force_login(stranger)

    assert client.get(PAGE).status_code == 403


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.REGISTER_KEEPER])
def test_clerks_see_it_and_are_led_there(client: Client, starostwo: Office, give_role: GiveRole, role: Role) -> None:
    client.force_login(give_role(starostwo, role))

    page = client.get(PAGE).content.decode()

    assert "Zbiór jest pusty." in page
    assert "http://testserver/zbiory.atom" in page
    assert PAGE in client.get("/urzad/").content.decode()
