"""A filed case with a document, a note and a message, as it is handed on."""

import pytest

from cases.models import Case
from cases.workflow import Act
from sip.offices.models import Office, User
from tests.cases.desk.conftest import PARCEL, desk, outsider
from tests.cases.making import do, file, service_of

__all__ = ["desk", "outsider"]

NOTE, MESSAGE = "Zadzwonić do geodety.", "Proszę o kontakt."


@pytest.fixture
def case(village: None, services: None, belzyce: Office, clerk: User) -> Case:
    made = file(service_of(belzyce, "wypis-wyrys"), parcels=(PARCEL, "060901_5.0001.99"))
    do(clerk, made.case, Act.NOTE, reason=NOTE)
    return do(clerk, made.case, Act.MESSAGE, words=MESSAGE)
