"""Real files of planning acts: the good ones pass clean, each broken one is found by its own defect."""

from pathlib import Path

import pytest

from plans.models import PlanningAct, PlanningZone
from tests.conftest import Deliver
from tests.plans.test_findings import codes

pytestmark = pytest.mark.django_db

BROKEN = {
    "2/StrefaPlanistyczna_BLEDNY-SYMBOL.gml": "wrong-symbol",
    "2/StrefaPlanistyczna_DUPLIKAT-LOKALNYID.gml": "duplicate-local-id",
    "2/StrefaPlanistyczna_DWA-MIEJSCA-INTENSYWNOSC.gml": "too-precise",
    "2/StrefaPlanistyczna_NAKLADANIE.gml": "overlap",
    "1/StrefaPlanistyczna_bledna.gml": "gap",
}


@pytest.mark.parametrize(
    ("folder", "good", "zones"), [("1", "StrefaPlanistyczna.gml", 28), ("2", "StrefaPlanistyczna_OK.gml", 4)]
)
def test_good_files_pass_clean(deliver: Deliver, shared_data: Path, folder: str, good: str, zones: int) -> None:
    files = [shared_data / "app" / folder / name for name in ("AktPlanowaniaPrzestrzennego.gml", good)]

    assert codes(deliver("app", *files)) == []
    assert PlanningZone.objects.count() == zones


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_found_by_its_own_defect(deliver: Deliver, shared_data: Path, name: str) -> None:
    file = shared_data / "app" / name
    deliver("app", file.parent / "AktPlanowaniaPrzestrzennego.gml")

    assert set(codes(deliver("app", file))) == {BROKEN[name]}


def test_the_act_of_poznan_stands_in_poznan(deliver: Deliver, shared_data: Path) -> None:
    deliver("app", shared_data / "app/poznan/AktPlanowaniaPrzestrzennego.gml")

    town_hall = (358_700, 506_800)
    outline = PlanningAct.objects.get().geom
    assert outline
    centroid = outline.centroid
    assert (centroid.x, centroid.y) == (pytest.approx(town_hall[0], abs=3000), pytest.approx(town_hall[1], abs=3000))
