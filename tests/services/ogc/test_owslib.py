"""OWSLib reads our OGC API: collections, their schemas, and features by boxes, times and filters."""

import pytest
from owslib.ogcapi.features import Features
from pytest_django.live_server_helper import LiveServer

from sip.services.ogc.collections import COLLECTIONS
from sip.services.ogc.queryables import queryables
from tests.conftest import Deliver
from tests.parcels.importing.village import PRECINCT
from tests.services.ogc.village import name_and_plan, settle
from tests.standing import standing

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "public"]),
    pytest.mark.usefixtures("village"),
]


@pytest.fixture
@standing()
def village(deliver: Deliver) -> None:
    settle(deliver)
    name_and_plan(deliver)


def test_owslib_reads_collections_and_features(live_server: LiveServer) -> None:
    service = Features(f"{live_server.url}/ogc/")

    assert service.feature_collections() == list(COLLECTIONS)
    for name, one in COLLECTIONS.items():
        assert service.collection(name)["id"] == name
        assert list(service.collection_queryables(name)["properties"]) == list(queryables(one))
        for first in service.collection_items(name, limit=1)["features"]:
            assert service.collection_item(name, first["id"])["properties"] == first["properties"]


def test_owslib_filters_features(live_server: LiveServer) -> None:
    service = Features(f"{live_server.url}/ogc/")
    west, south, east, north = service.collection("parcels")["extent"]["spatial"]["bbox"][0]

    def found(**query: object) -> list[str]:
        features = service.collection_items("parcels", **query)["features"]
        return [feature["id"].removeprefix(f"{PRECINCT}.") for feature in features]

    assert found(filter="number = '7/2'") == ["7~2"]
    assert found(filter=f"S_INTERSECTS(geometry, BBOX({west},{south},{east},{north})) AND number < '3'") == ["1", "2"]
    assert found(bbox=[west, south, east, north], filter="number > '3'") == ["7~2"]
    assert found(datetime_="2019-01-01T00:00:00Z") == []
    assert found(number="2") == ["2"]
