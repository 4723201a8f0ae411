"""Cases of Bełżyce that the law makes public, with persons whose data must show nowhere."""

from dataclasses import dataclass
from typing import Any

import pytest

from cases.drafts import Person
from cases.land.models import Source
from cases.models import Case
from cases.workflow import Act, Outcome
from parcels.models import Parcel
from sip.offices.models import Office, User
from tests.cases.conftest import IN_BELZYCE
from tests.cases.making import do, file, service_of

PARCEL = f"{IN_BELZYCE}.1"
# In each text a person can write or be written of; none may stand in public.
SECRETS = (
    "Zenobiusz",
    "Tajnowski",
    "90010112345",
    "zenobiusz@prywatny.example.org",
    "600700800",
    "Sekretna 7",
    "AE:PL-12345-67890-ABCDE-12",
    "Haslowska",
    "stodoła Tajnowskiego",
    "Uzasadnienie",
    "sasiad Nowakiewicz",
)
APPLICANT = Person(
    name="Zenobiusz Tajnowski",
    email="zenobiusz@prywatny.example.org",
    identifier="90010112345",
    phone="600700800",
    address="ul. Sekretna 7, 24-200 Bełżyce",
    delivery_address="AE:PL-12345-67890-ABCDE-12",
)
WZ: dict[str, Any] = {
    "answers": {
        "investment": "dom dla Haslowska i stodoła Tajnowskiego",
        "kind": "zagrodowa",
        "water": "studnia",
        "sewage": "nie dotyczy",
        "access": "przez działkę, sasiad Nowakiewicz",
    },
    "documents": ("mapa",),
    "applicant": APPLICANT,
}
TREE: dict[str, Any] = {
    "answers": {"species": "lipa", "girth_cm": 120, "reason": "sasiad Nowakiewicz"},
    "applicant": APPLICANT,
}


@dataclass(frozen=True, slots=True)
class Town:
    """Those who act in these tests, and what they do most."""

    office: Office
    clerk: User
    head: User

    def filed(self, code: str, **written: Any) -> Case:
        usual = WZ if code == "warunki-zabudowy" else TREE
        usual = {"parcels": (PARCEL,), "key": str(Case.objects.count()), **usual}
        return file(service_of(self.office, code), **{**usual, **written}).case

    def decided(self, code: str, outcome: Outcome = Outcome.GRANTED, **written: Any) -> Case:
        case = do(self.clerk, self.filed(code, **written), Act.ACCEPT)
        do(self.clerk, case, Act.NOTE, reason="Uzasadnienie: sasiad Nowakiewicz")
        do(self.clerk, case, Act.MESSAGE, words="Uzasadnienie dla Zenobiusz")
        return do(self.clerk, case, Act.DECIDE, outcome=outcome)


@pytest.fixture
def town(village: None, services: None, belzyce: Office, clerk: User, head: User) -> Town:
    return Town(belzyce, clerk, head)


@pytest.fixture
def tree_point(village: None) -> dict[str, Any]:
    """A tree on parcel 1, drawn, no parcel named."""
    place = Parcel.objects.current().get(identifier=PARCEL).geom.point_on_surface
    return {"shape": place, "shape_source": Source.DRAWN, "parcels": ()}
