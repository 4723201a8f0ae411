"""An act's file: valid by the schema, and delivered into an empty register it makes the same rows."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.core.management import CommandError, call_command
from django.db.models import Model
from django.test import Client
from lxml import etree

from plans.models import Document, Drawing, PlanningAct, PlanningZone, Regulation
from sip.services.planning.app_features import STANDARDS
from sip.services.planning.app_gml import Export
from tests.conftest import Deliver
from tests.plans.appschema import app_schema
from tests.plans.planfile import ACT, LISTS, SET, STEPS, act, box, document, feature, halves, zone

pytestmark = pytest.mark.django_db

REGISTERS: tuple[type[Model], ...] = (PlanningAct, PlanningZone, Regulation, Document, Drawing)
# What another delivery makes anew; the digest also tells ways of writing one number apart.
NOT_COMPARED = {"id", "digest", "published_by_id", "retired_by_id", "delivery"}
PLACE = "https://www.gov.pl/zagospodarowanieprzestrzenne/app"
NATURE = '<app:charakterUstalenia xlink:href="https://inspire.ec.europa.eu/codelist/RegulationNatureValue/generallyBinding"/>'
SINCE = f'<app:obowiazujeOd>2025-04-01</app:obowiazujeOd><app:status xlink:href="{STEPS}/legalForce"/>{NATURE}'


def exported(identifier: str = ACT) -> bytes:
    return "".join(Export(identifier).chunks()).encode()


def register() -> dict[str, list[dict[str, Any]]]:
    """All rows, geometry as WKT; documents without the version times that the schema has no place for."""
    return {
        model.__name__: [_plain(row) for row in model._default_manager.order_by("identifier")] for model in REGISTERS
    }


def _plain(row: Any) -> dict[str, Any]:
    left_out = NOT_COMPARED | ({"valid_from"} if isinstance(row, Document) else set())
    values = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    values["geom"] = row.geom and row.geom.wkt
    return {name: value for name, value in values.items() if name not in left_out}


def emptied() -> None:
    for model in REGISTERS:
        model._default_manager.all().delete()


def osd(local_id: str = "1POG-1OSD", *, without: str = "") -> str:
    values = "".join(
        f'<app:{name} uom="{"m2" if name.startswith("powierzchnia") else "m"}">1500</app:{name}>'
        for name in STANDARDS[1:]
        if name != without
    )
    return feature(
        "ObszarStandardowDostepnosciInfrastrukturySpolecznej",
        local_id,
        f"<app:nazwa>Standardy</app:nazwa><app:oznaczenie>1OSD</app:oznaczenie><app:symbol>OSD</app:symbol>{SINCE}"
        f'<app:geometria>{box((0, 0, 400, 200))}</app:geometria><app:plan xlink:href="{PLACE}/x/{ACT}"/>'
        f"<app:wylaczenieZabudowyZagrodowej>true</app:wylaczenieZabudowyZagrodowej>{values}",
    )


def drawing(
    local_id: str = "1POG-1RYS", scale: str = "<app:rozdzielczoscPrzestrzenna>2000</app:rozdzielczoscPrzestrzenna>"
) -> str:
    return feature(
        "RysunekAktuPlanowaniaPrzestrzennego",
        local_id,
        "<app:tytul>Rysunek &amp; legenda</app:tytul><app:lacze>https://gmina.example/plan.tif?a=1&amp;b=2</app:lacze>"
        "<app:legenda>https://gmina.example/legenda.png</app:legenda>"
        f"<app:ukladOdniesieniaPrzestrzennego>EPSG:2179</app:ukladOdniesieniaPrzestrzennego>{scale}"
        f'<app:plan xlink:href="{PLACE}/AktPlanowaniaPrzestrzennego/{ACT}"/>',
    )


def resolution(local_id: str = "1DOK", relation: str = "uchwala") -> str:
    return feature(
        "DokumentFormalny",
        local_id,
        "<app:tytul>Uchwała nr I/1/2025</app:tytul><app:nazwaSkrocona>I/1</app:nazwaSkrocona>"
        "<app:numerIdentyfikacyjny>I/1/2025</app:numerIdentyfikacyjny><app:organUstanawiajacy>Rada</app:organUstanawiajacy>"
        "<app:data><gmd:CI_Date><gmd:date><gco:Date>2025-02-03</gco:Date></gmd:date></gmd:CI_Date></app:data>"
        "<app:dataWejsciaWZycie>2025-04-01</app:dataWejsciaWZycie>"
        '<app:dziennikUrzedowy xlink:title="Dz. Urz. Woj. Lubelskiego 2025 poz. 1"/>'
        "<app:lacze>https://gmina.example/1.pdf</app:lacze><app:lacze>https://gmina.example/2.pdf</app:lacze>"
        f'<app:{relation} xlink:href="{PLACE}/AktPlanowaniaPrzestrzennego/{ACT}/20250304T100000"/>',
    )


FULL = (
    act(
        extra="<app:zmiana>2</app:zmiana><app:modyfikacja>true</app:modyfikacja>"
        f'<app:tytulAlternatywny>Plan</app:tytulAlternatywny><app:poziomHierarchii xlink:href="{LISTS}/local"/>'
        "<app:mapaPodkladowa><app:MapaPodkladowa><app:data>2025-01-02</app:data>"
        "<app:referencja>EGiB</app:referencja></app:MapaPodkladowa></app:mapaPodkladowa>"
        f'<app:dokumentUchwalajacy xlink:href="#{SET.replace("/", "_")}_1DOK_1"/>'
        '<app:dokument xlink:href="https://gmina.example/nieznany"/>'
    ),
    zone(
        "1SJ",
        (0, 0, 200, 200),
        additional=("L", "ZN"),
        indicators="<app:nazwaAlternatywna>domy</app:nazwaAlternatywna>"
        "<app:maksNadziemnaIntensywnoscZabudowy>0.8</app:maksNadziemnaIntensywnoscZabudowy>"
        '<app:maksUdzialPowierzchniZabudowy>50</app:maksUdzialPowierzchniZabudowy><app:maksWysokoscZabudowy uom="m">9.5'
        "</app:maksWysokoscZabudowy><app:minUdzialPowierzchniBiologicznieCzynnej>100.0"
        "</app:minUdzialPowierzchniBiologicznieCzynnej>",
    ),
    zone("2SU", (200, 0, 200, 200)),
    osd(),
    feature(
        "ObszarUzupelnieniaZabudowy",
        "1POG-1OUZ",
        f"<app:oznaczenie>1OUZ</app:oznaczenie><app:symbol>OUZ</app:symbol>{SINCE}"
        f'<app:geometria>{box((0, 0, 50, 50))}</app:geometria><app:plan xlink:href=""/>',
    ),
    resolution(),
    resolution("2DOK", "zmienia"),
    drawing(),
)


def test_delivered_into_an_empty_register_it_makes_the_same_rows(deliver: Deliver) -> None:
    deliver("app", document(*FULL))
    before, file = register(), exported()
    emptied()

    delivery = deliver("app", file)

    assert not delivery.findings.filter(severity="error").exists()
    assert register() == before
    assert all(before.values())


def test_delivered_over_its_own_register_it_changes_nothing_but_times_of_documents(deliver: Deliver) -> None:
    deliver("app", document(act(), *halves()))

    delivery = deliver("app", exported())

    assert (delivery.counts["new"], delivery.counts["changed"]) == ({}, {})


@pytest.mark.parametrize("content", [FULL, (act(), *halves()), (act(status=""),)], ids=["full", "plain", "bare"])
def test_it_is_valid_by_the_schema(deliver: Deliver, shared_data: Path, content: tuple[str, ...]) -> None:
    deliver("app", document(*content))

    app_schema(shared_data).assertValid(etree.fromstring(exported()))


def test_the_schema_refuses_what_lacks_a_title(deliver: Deliver, shared_data: Path) -> None:
    deliver("app", document(act()))
    broken = etree.fromstring(exported())
    found = broken.find(".//{*}AktPlanowaniaPrzestrzennego")
    assert found is not None
    found.remove(found[3])

    assert not app_schema(shared_data).validate(broken)


def test_a_title_where_a_code_belongs_stays_a_title(deliver: Deliver) -> None:
    named = act().replace(f'xlink:href="{STEPS}/legalForce"', 'xlink:title="prawnie wiążący"')
    deliver("app", document(named))
    before, file = register(), exported()
    emptied()

    deliver("app", file)

    assert register() == before
    assert PlanningAct.objects.get().status == "prawnie wiążący"


def test_parts_that_lie_apart_are_patches_of_one_surface(deliver: Deliver, shared_data: Path) -> None:
    deliver("app", document(act(), zone("1SJ", (0, 0, 200, 200))))
    row = PlanningZone.objects.get()
    PlanningZone.objects.filter(pk=row.pk).update(geom=_moved(row.geom))
    file = exported()
    emptied()

    app_schema(shared_data).assertValid(etree.fromstring(file))
    deliver("app", file)

    again = PlanningZone.objects.get().geom
    assert again and (again.geom_type, again.num_geom) == ("MultiPolygon", 2)
    assert again.equals(_moved(row.geom))


def _moved(shape: Any) -> Any:
    """The shape and another of its size 300 metres to the north."""
    corners = [(round(x, 3), round(y, 3)) for x, y in shape.coords[0]]
    return MultiPolygon(Polygon(corners), Polygon([(x, y + 300) for x, y in corners]), srid=shape.srid)


def test_what_the_schema_would_refuse_is_left_out_and_named(deliver: Deliver, shared_data: Path) -> None:
    undated = zone("2SU", (200, 0, 200, 200), dates="")
    deliver(
        "app", document(act(), zone("1SJ", (0, 0, 200, 200)), undated, drawing(scale=""), osd(without=STANDARDS[1]))
    )

    file = exported()

    app_schema(shared_data).assertValid(etree.fromstring(file))
    text = file.decode()
    assert f"pominięto {ACT}-2SU; brakuje: obowiazujeOd" in text
    assert f"pominięto {ACT}-1RYS; brakuje: rozdzielczoscPrzestrzenna" in text
    assert f"pominięto {ACT}-1OSD; brakuje: {STANDARDS[1]}" in text
    assert 'numberReturned="2"' in text


def test_zones_of_a_local_plan_have_no_class_in_the_schema(deliver: Deliver) -> None:
    deliver("app", document(act(), *halves()))
    PlanningAct.objects.update(kind="miejscowyPlanZagospodarowaniaPrzestrzennego")

    assert "StrefaPlanistyczna" not in exported().decode().replace("RodzajStrefy", "")
    assert f"pominięto tereny aktu {ACT} (2); brakuje: klasa w schemacie" in exported().decode()


def test_no_text_of_the_register_breaks_the_file(deliver: Deliver, shared_data: Path) -> None:
    deliver("app", document(act(), *halves()))
    PlanningAct.objects.update(title="<&\">' \x01\x0b\ufffe ]]> -- 😀", kind='"><x/>')
    PlanningZone.objects.update(other_name="\x00".replace("\x00", "\x02"), designation="--><!--")

    app_schema(shared_data).assertValid(etree.fromstring(exported()))


@pytest.mark.parametrize(
    "files",
    [
        ("1/AktPlanowaniaPrzestrzennego.gml", "1/StrefaPlanistyczna.gml"),
        ("1/AktPlanowaniaPrzestrzennego.gml", "1/StrefaPlanistyczna_bledna.gml"),
        ("2/AktPlanowaniaPrzestrzennego.gml", "2/StrefaPlanistyczna_OK.gml"),
        ("2/AktPlanowaniaPrzestrzennego.gml", "2/StrefaPlanistyczna_BLEDNY-SYMBOL.gml"),
        ("2/AktPlanowaniaPrzestrzennego.gml", "2/StrefaPlanistyczna_DUPLIKAT-LOKALNYID.gml"),
        ("2/AktPlanowaniaPrzestrzennego.gml", "2/StrefaPlanistyczna_DWA-MIEJSCA-INTENSYWNOSC.gml"),
        ("2/AktPlanowaniaPrzestrzennego.gml", "2/StrefaPlanistyczna_NAKLADANIE.gml"),
        ("poznan/AktPlanowaniaPrzestrzennego.gml",),
        ("../wfs/wfs_pog_getfeature_246101.xml",),
    ],
    ids=lambda files: files[-1],
)
def test_real_files_come_back_the_same(deliver: Deliver, shared_data: Path, files: tuple[str, ...]) -> None:
    deliver("app", *(shared_data / "app" / name for name in files))
    before = register()
    file = exported(PlanningAct.objects.get().identifier)
    app_schema(shared_data).assertValid(etree.fromstring(file))
    emptied()

    deliver("app", file)

    assert register() == before


def test_the_file_is_downloaded_by_the_address_of_the_act(client: Client, deliver: Deliver) -> None:
    deliver("app", document(act(), *halves()))

    answer: Any = client.get(f"/plany/{ACT}/akt.gml")

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/gml+xml; version=3.2")
    assert answer["Content-Disposition"] == 'attachment; filename="PL.ZIPPZP.9999-060902-POG-1POG.gml"'
    assert answer.getvalue() == exported()
    assert client.get(f"/plany/{ACT}/akt.gml", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    assert client.head(f"/plany/{ACT}/akt.gml").content == b""


@pytest.mark.parametrize("path", ["nie ma", f"{ACT}x", "PL.ZIPPZP.9999//x", "a\0b", "x" * 500])
def test_an_act_that_is_not_there_is_no_file(client: Client, path: str) -> None:
    assert client.get(f"/plany/{path}/akt.gml").status_code == 404


def test_the_command_writes_the_file_and_says_what_it_left_out(
    deliver: Deliver, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    deliver("app", document(act(), *halves(), drawing(scale="")))

    call_command("export_app", ACT, out=tmp_path / "akt.gml")

    assert (tmp_path / "akt.gml").read_bytes() == exported()
    assert "1RYS" in capsys.readouterr().err


def test_the_command_refuses_an_unknown_act() -> None:
    with pytest.raises(CommandError, match="nie zna aktu"):
        call_command("export_app", "nie-ma")
