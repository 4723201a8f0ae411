"""A filed case of Bełżyce with strangers to it, and a street with plots on both sides."""

import pytest

from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT, document, parcel, precinct
from tests.standing import standing


@pytest.fixture
@standing()
def street(deliver: Deliver) -> None:
    """Plots 1, 2, 3 south of the road 100 and 11, 12, 13 north of it, fields 21, 22, 23 behind; all 50 m square."""
    plots = [
        parcel(f"{row}{at + 1}" if row else str(at + 1), (50.0 * at, south, 50, 50), uses=[("B", 0.25)])
        for row, south in (("", 0.0), ("1", 60.0), ("2", -50.0))
        for at in range(3)
    ]
    road = parcel("100", (0, 50, 150, 10), uses=[("dr", 0.15)])
    deliver("egib", document(precinct((0, -50, 150, 160)), *plots, road))


def of(number: str) -> str:
    return f"{PRECINCT}.{number}"
