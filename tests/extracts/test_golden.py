"""A golden set of extracts, computed by `by_hand.py` apart from the code, is reproduced."""

from datetime import date
from pathlib import Path
from typing import Any

import orjson
import pytest
from shapely import wkt

from plans.codes import ActKind
from plans.models import Theme
from sip.extracts.compose import of_parcels
from tests.extracts import land

pytestmark = pytest.mark.django_db

GOLDEN = orjson.loads((Path(__file__).parent.parent / "data/extracts/golden.json").read_bytes())


def lay(acts: list[Any], kind: ActKind) -> None:
    for name, since, zones in acts:
        day = date.fromisoformat(since)
        owner = land.act(name, kind, since=day)
        for designation, outline in zones:
            land.zone(owner, designation, land.placed(wkt.loads(outline)), in_force_from=day)


def number(value: Any) -> float | None:
    return None if value is None else float(value)


@pytest.mark.parametrize("case", GOLDEN, ids=[case["name"] for case in GOLDEN])
def test_the_golden_set_is_reproduced(case: dict[str, Any]) -> None:
    Theme.objects.all().delete()
    land.field(land.placed(wkt.loads(case["parcel"])), hectares=case["hectares"])
    lay(case["local"], ActKind.LOCAL)
    lay(case["general"], ActKind.GENERAL)
    (subject,) = of_parcels([land.FIELD], date(2026, 11, 22)).subjects

    assert {
        concern.theme.code: {
            "rows": {
                row.designation: [number(row.percent), number(row.area_m2)] for row in (*concern.rows, *concern.slivers)
            },
            "rest": [number(concern.rest_percent), number(concern.rest_m2)],
        }
        for concern in subject.concerned
    } == case["expected"]
