"""Planning acts as other programs write them: other namespaces, words for codes, signatures, WFS of the register."""

import re

import pytest
import shapely

from plans.codes import THEME_OF, ActKind
from plans.models import PlanningAct, PlanningZone
from tests.conftest import Deliver
from tests.plans.planfile import LISTS, act, document, halves
from tests.plans.test_findings import codes

pytestmark = pytest.mark.django_db

GOV = "https://www.gov.pl/static/zagospodarowanieprzestrzenne"
SIGNATURE = b'<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo/></ds:Signature>'


def easting_first(file: bytes) -> bytes:
    """As the WFS of the national register answers: PL-1992 by the oldest form of its name, easting first."""
    found = PlanningAct.objects.get().geom, *(zone.geom for zone in PlanningZone.objects.order_by("designation"))
    shapes = (shapely.from_wkb(bytes(geom.wkb)) for geom in found if geom)
    lists = (" ".join(f"{x:.4f} {y:.4f}" for x, y in shapely.get_coordinates(shape)) for shape in shapes)
    text = re.sub("(?<=<gml:posList>)[^<]+", lambda _found: next(lists), file.decode())
    named = re.sub('srsName="[^"]+"', 'srsName="http://www.opengis.net/gml/srs/epsg.xml#2180"', text)
    return named.replace("app:", "app-pog:").replace("xmlns:app=", "xmlns:app-pog=").encode()


@pytest.mark.parametrize(
    "schema",
    ["http://zagospodarowanieprzestrzenne.gov.pl/schemas/app/1.0", *(f"{GOV}/schemas/app/{n}.0" for n in (1, 2, 3))],
)
def test_an_act_is_read_in_every_schema(deliver: Deliver, schema: str) -> None:
    assert codes(deliver("app", document(act(), *halves(), schema=schema))) == []
    assert (PlanningAct.objects.count(), PlanningZone.objects.count()) == (1, 2)


def test_the_answer_of_the_national_register_is_the_same_act(deliver: Deliver) -> None:
    written = document(act(), *halves())
    deliver("app", written)

    delivery = deliver("app", easting_first(written))

    assert codes(delivery) == []
    assert delivery.counts["unchanged"] == {"planning_acts": 1, "planning_zones": 2}


def test_a_signature_is_passed_over(deliver: Deliver) -> None:
    signed = document(act(), *halves()).replace(b"</wfs:FeatureCollection>", SIGNATURE + b"</wfs:FeatureCollection>")

    assert codes(deliver("app", signed)) == []


@pytest.mark.parametrize("said", ['xlink:title="{}"/>', 'xlink:title="{}" xlink:href=""/>', ">{}</app:typPlanu>"])
def test_a_kind_may_be_named_in_words(deliver: Deliver, said: str) -> None:
    code = f'xlink:href="{LISTS}/TypAktuPlanowaniaPrzestrzennegoKod/planOgolnyGminy"/>'

    deliver("app", document(act().replace(code, said.format("Plan ogólny gminy"))))

    assert PlanningAct.objects.get().kind == ActKind.GENERAL


def test_a_status_may_be_named_in_words(deliver: Deliver) -> None:
    told = re.sub("<app:status [^>]+>", "<app:status>prawnie wiążący lub realizowany</app:status>", act())

    deliver("app", document(told))

    assert PlanningAct.objects.get().status == "legalForce"


def test_every_kind_of_act_has_a_theme() -> None:
    assert set(THEME_OF) == set(ActKind)
