"""A village with something in each collection of OGC API."""

from sip.offices.models import Unit
from tests.conftest import Deliver
from tests.parcels.importing.village import CORNER, building, document, parcel, precinct, strips
from tests.plans import planfile


def settle(deliver: Deliver) -> None:
    """Parcels 1, 2, 3 and 7/2 and a building; the voivodeship and the powiat have no outline."""
    Unit.objects.create(code="06", level="voivodeship", name="lubelskie")
    Unit.objects.create(code="0609", level="powiat", name="lubelski", parent_id="06")
    house = building("1.1_BUD", (2, 2, 10, 10))
    deliver("egib", document(precinct((0, 0, 100, 100)), parcel("7/2", (60, 0, 20, 100)), *strips(3), house))


def name_and_plan(deliver: Deliver) -> None:
    """An address, and a plan ogólny with two zones and an area of infill."""
    north, east = CORNER
    place = f"miejscowosc;ulica;numer;x;y\nWola Zmyślona;Lipowa;12;{east + 30};{north + 50}"
    deliver("addresses", place.encode(), suffix=".csv")
    infill = planfile.feature(
        "ObszarUzupelnieniaZabudowy",
        "1POG-1OUZ",
        "<app:oznaczenie>1OUZ</app:oznaczenie><app:symbol>OUZ</app:symbol>"
        f'<app:geometria>{planfile.box((0, 0, 50, 50))}</app:geometria><app:plan xlink:href=""/>',
    )
    deliver("app", planfile.document(planfile.act(), *planfile.halves(), infill))
