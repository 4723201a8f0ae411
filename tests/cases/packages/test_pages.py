"""The clerk's page that makes a package, and who gets none."""

import io
import zipfile
from http import HTTPStatus

import pytest
from django.test import Client

from cases.models import Case
from sip.audit.models import Event
from sip.offices.models import User

pytestmark = pytest.mark.django_db
GIVEN = {"purpose": "court", "body": "dla Anny Gżegżółki", "reason": "dla Anny Gżegżółki"}


def address(case: Case) -> str:
    return f"/urzad/sprawy/{case.pk}/pakiet/"


def test_the_page_of_a_case_leads_to_its_package(desk: Client, case: Case) -> None:
    assert address(case) in desk.get(f"/urzad/sprawy/{case.pk}/").content.decode()
    assert desk.get(address(case)).status_code == HTTPStatus.OK


def test_the_package_is_sent_and_noted(desk: Client, case: Case) -> None:
    response = desk.post(address(case), GIVEN)
    content = response.getvalue()

    assert response["Content-Type"] == "application/zip"
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    event = Event.objects.get(action="case.export")
    assert event.reason == "court"
    assert "Gżegżółk" not in str(event.new)


def test_without_saying_for_whom_there_is_none(desk: Client, case: Case) -> None:
    response = desk.post(address(case), {"purpose": "ciekawość"})

    assert response.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert not Event.objects.filter(action="case.export").exists()


def test_strangers_get_none(client: Client, case: Case, outsider: User) -> None:
    client.force_login(outsider)

    assert client.get(address(case)).status_code in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
    assert client.post(address(case), GIVEN).status_code in (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
    assert not Event.objects.filter(action="case.export").exists()


def test_someone_not_signed_in_is_asked_to(client: Client, case: Case) -> None:
    assert client.post(address(case), GIVEN).status_code == HTTPStatus.FOUND


def test_the_schema_is_there_for_anyone(client: Client) -> None:
    assert client.get("/sprawy/pakiet/case-1.schema.json").json()["title"] == "SIP case package, case.json"
    assert client.get("/sprawy/pakiet/case-2.schema.json").status_code == HTTPStatus.NOT_FOUND
