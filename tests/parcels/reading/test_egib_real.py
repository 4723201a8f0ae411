"""Real exports, read whole and put where they belong."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
import shapely

from parcels.importing.read.records import Kind
from sip.geo.crs import PL_1992, WGS84, transform
from tests.parcels.reading.conftest import read_all


def test_export_of_c_geo(shared: Path) -> None:
    records, source, fault = read_all("egib", shared / "egib/dane-EGiB.gml")
    assert fault == ""
    kinds = Counter(record.kind for record in records)
    assert kinds == {Kind.PARCELS: 47, Kind.BUILDINGS: 51, Kind.LAND_USE: 14, Kind.SOIL: 7}
    parcels = [record for record in records if record.kind is Kind.PARCELS]
    assert len({record.identifier for record in parcels}) == 29
    assert sum(record.valid_to is not None for record in parcels) == 18
    assert sum(record.valid_to is not None for record in records) == 20
    assert not any(record.problems for record in records)
    assert source.data_date == date(2025, 3, 15)
    assert {note.code for note in source.notes} == {"schema", "ignored-class"}


def test_export_of_c_geo_lies_near_its_village(shared: Path) -> None:
    records, _, _ = read_all("egib", shared / "egib/dane-EGiB.gml")
    centre = shapely.get_coordinates(shapely.centroid(shapely.union_all([record.geometry for record in records])))
    longitude, latitude = transform(centre, PL_1992, WGS84)[0]
    assert (latitude, longitude) == (pytest.approx(51.647, abs=0.01), pytest.approx(22.999, abs=0.01))


def test_parcels_of_hel(shared: Path) -> None:
    files = sorted((shared / "egib/hel").glob("*.gml"))
    for path in files:
        (record,), _, fault = read_all("egib", path)
        assert (record.identifier.replace("/", "_"), fault, record.problems) == (path.stem, "", ())
        longitude, latitude = transform(shapely.get_coordinates(record.geometry), PL_1992, WGS84)[0]
        assert 18.7 < longitude < 18.9
        assert 54.5 < latitude < 54.7
    assert len(files) == 10


def test_parcels_of_miedzyrzec(shared: Path) -> None:
    records, source, fault = read_all("parcels", shared / "parcels/miedzyrzec.geojson")
    assert (len(records), fault, source.notes) == (663, "", [])
    assert not any(record.problems for record in records)
    assert sum(record.facts.area_ha is not None for record in records) == 298
    longitude, latitude = transform(shapely.get_coordinates(records[0].geometry), PL_1992, WGS84)[0]
    assert (latitude, longitude) == (pytest.approx(52.08145643, abs=1e-8), pytest.approx(22.73515509, abs=1e-8))
