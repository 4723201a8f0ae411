"""Each defect of a planning act is found by its own finding, and a sound act by none."""

import pytest

from plans.importing.check import CHECKS
from plans.importing.findings import CATALOGUE
from plans.models import PlanningZone
from sip.intake.models import Delivery
from sip.offices.demo import load_demo_offices
from sip.offices.models import Office
from sip.registers.check import EVERY
from tests.conftest import Deliver
from tests.plans.actfile import formal_document, reference
from tests.plans.planfile import ACT, SET, act, box, document, drawing, halves, regulation, ring, zone

pytestmark = pytest.mark.django_db


def codes(delivery: Delivery) -> list[str]:
    """Of all findings but the note on the schema."""
    found = delivery.findings.exclude(code="schema").order_by("code").values_list("code", flat=True)
    return list(found)


def test_a_sound_act_has_no_finding(deliver: Deliver) -> None:
    delivery = deliver("app", document(act(), *halves()))

    assert (delivery.state, codes(delivery)) == ("published", [])


def test_every_check_is_in_the_catalogue() -> None:
    named = {file.stem for folder in (CHECKS, EVERY) for file in folder.rglob("*.sql")}

    assert named <= set(CATALOGUE)


DEFECTS = {
    "overlap": (zone("1SJ", (0, 0, 210, 200)), zone("2SU", (200, 0, 200, 200))),
    "gap": (zone("1SJ", (0, 0, 190, 200)), zone("2SU", (200, 0, 200, 200))),
    "outside-act": (zone("1SJ", (0, 0, 200, 200)), zone("2SU", (200, 0, 220, 200))),
    "wrong-symbol": (zone("1SJ", (0, 0, 200, 200), symbol="SU"), zone("2SU", (200, 0, 200, 200))),
    "wrong-designation": (
        zone("SJ-1", (0, 0, 200, 200), symbol="SJ", kind="SJ"),
        zone("2SU", (200, 0, 200, 200)),
    ),
    "duplicate-designation": (
        zone("1SJ", (0, 0, 200, 200)),
        zone("1SJ", (200, 0, 200, 200), local_id="1POG-2SJ"),
    ),
    "too-precise": (
        zone(
            "1SJ",
            (0, 0, 200, 200),
            indicators="<app:maksNadziemnaIntensywnoscZabudowy>0.95</app:maksNadziemnaIntensywnoscZabudowy>",
        ),
        zone("2SU", (200, 0, 200, 200)),
    ),
    "profile-not-allowed": (
        zone("1SJ", (0, 0, 200, 200), profiles=("MN", "G")),
        zone("2SU", (200, 0, 200, 200)),
    ),
    "contradicting-dates": (
        zone("1SJ", (0, 0, 200, 200)),
        zone(
            "2SU",
            (200, 0, 200, 200),
            dates="<app:obowiazujeOd>2025-04-01</app:obowiazujeOd><app:obowiazujeDo>2024-04-01</app:obowiazujeDo>",
        ),
    ),
}


BACKWARDS = "<app:obowiazujeOd>2025-04-01</app:obowiazujeOd><app:obowiazujeDo>2024-04-01</app:obowiazujeDo>"
ENDED = "</app:poczatekWersjiObiektu><app:koniecWersjiObiektu>2024-01-01T00:00:00Z</app:koniecWersjiObiektu>"
HALVES = halves()
BOW = ring([(200, 0), (400, 200), (400, 0), (200, 200)])
SPIKE = ring([(200, 0), (200, 200), (400, 200), (400, 0), (300, 150), (400, 0)])
OUZ = regulation("1OUZ", (10, 10, 50, 50))
# The same defects in other places, none of which may bring others with it.
ELSEWHERE = {
    "a zone within another": ("overlap", act(), *HALVES, zone("3SO", (20, 20, 30, 30))),
    "an overlap of five centimetres": (
        "overlap",
        act(),
        zone("1SJ", (0, 0, 200.05, 200)),
        zone("2SU", (200, 0, 200, 200)),
    ),
    "a zone that crosses itself leaves no gap": ("self-intersection", act(), HALVES[0], zone("2SU", BOW)),
    "zones of a refused act refer to it": (
        "contradicting-dates",
        act().replace("</app:poczatekWersjiObiektu>", ENDED),
        zone("1SJ", (0, 0, 200, 200), plan=reference("1POG")),
    ),
    "a zone with a spike": ("self-intersection", act(), HALVES[0], zone("2SU", SPIKE)),
    "a zone with the designation of another kind": (
        "duplicate-designation",
        act(),
        zone("2SU", (0, 0, 200, 200), local_id="1POG-1SJ", symbol="SJ", kind="SJ", profiles=("MN",)),
        HALVES[1],
    ),
    "a zone that ends before it begins leaves no gap": (
        "contradicting-dates",
        act(),
        HALVES[0],
        HALVES[1].replace("</app:poczatekWersjiObiektu>", ENDED),
    ),
    "a drawing": ("contradicting-dates", act(), *HALVES, drawing(dates=BACKWARDS)),
    "an area of regulations": (
        "contradicting-dates",
        act(),
        *HALVES,
        regulation("1OUZ", (1, 1, 9, 9), dates=BACKWARDS),
    ),
    "a document": (
        "contradicting-dates",
        act(),
        *HALVES,
        formal_document("1DOK").replace(
            "<app:lacze>",
            "<app:dataWejsciaWZycie>2021-01-01</app:dataWejsciaWZycie><app:dataUchylenia>2020-01-01</app:dataUchylenia>"
            "<app:lacze>",
        ),
    ),
    "the same zone twice overlaps not itself": ("duplicate-local-id", act(), *HALVES, HALVES[1]),
    "a zone and an area of one id": (
        "duplicate-local-id",
        act(),
        *HALVES,
        regulation("1OUZ", (10, 10, 50, 50), local_id="1POG-1SJ"),
    ),
    "two acts of one id": ("duplicate-local-id", act(), act((1000, 0, 10, 10)), *HALVES),
    "two areas of one designation": (
        "duplicate-designation",
        act(),
        *HALVES,
        OUZ,
        regulation("1OUZ", (210, 10, 50, 50), local_id="1POG-7"),
    ),
    "an area of another symbol": ("wrong-symbol", act(), *HALVES, regulation("1OZS", (10, 10, 50, 50))),
    "an area without a number": (
        "wrong-designation",
        act(),
        *HALVES,
        regulation("OUZ-1", (10, 10, 50, 50), symbol="OUZ"),
    ),
    "an area beyond the act": ("outside-act", act(), *HALVES, regulation("1OUZ", (390, 10, 50, 50))),
    "a zone of an unknown act leaves no gap": (
        "dangling-link",
        act(),
        HALVES[0],
        zone("2SU", (200, 0, 200, 200), plan=reference("9POG")),
    ),
    "a zone of a document": (
        "dangling-link",
        act(),
        *HALVES,
        formal_document("1DOK"),
        zone("3SO", (500, 0, 1, 1), plan=reference("1DOK")),
    ),
    **{
        f"an act's {role}": ("dangling-link", act(extra=f'<app:{role} xlink:href="{reference("1POG-9")}"/>'), *HALVES)
        for role in ("wydzielenie", "regulacja", "rysunek")
    },
}


@pytest.mark.parametrize("where", ELSEWHERE)
def test_a_defect_brings_no_others_with_it(deliver: Deliver, where: str) -> None:
    code, *features = ELSEWHERE[where]

    assert set(codes(deliver("app", document(*features)))) == {code}


def test_what_a_zone_says_wrongly_of_itself_has_its_place(deliver: Deliver) -> None:
    found = deliver("app", document(act(), *DEFECTS["wrong-symbol"])).findings.get(code="wrong-symbol")

    zone_shape = PlanningZone.objects.get(local_id="1POG-1SJ").geom
    assert found.place and zone_shape.contains(found.place)


def test_an_act_that_comes_before_its_parts_may_name_them(deliver: Deliver) -> None:
    named = f'<app:wydzielenie xlink:href="{reference("1POG-1SJ")}"/>'

    assert codes(deliver("app", document(act(extra=named)))) == []


def test_slivers_along_a_common_line_are_no_overlaps(deliver: Deliver) -> None:
    zones = zone("1SJ", (0, 0, 3000.001, 9000)), zone("2SU", (3000, 0, 3000, 9000))

    assert codes(deliver("app", document(act((0, 0, 6000, 9000)), *zones))) == []


@pytest.mark.parametrize(
    ("named", "reference_"),
    [("any-name", "#any-name"), ("any-name", "akty.gml#any-name"), ("x", f"urn:{SET}/1POG"), ("x", f"{SET}/1POG")],
)
def test_references_are_followed_by_whatever_name_an_act_has(deliver: Deliver, named: str, reference_: str) -> None:
    own_name = act().replace(f'gml:id="{SET.replace("/", "_")}_1POG_1"', f'gml:id="{named}"')
    zones = (
        zone(name, place, plan=reference_) for name, place in (("1SJ", (0, 0, 200, 200)), ("2SU", (200, 0, 200, 200)))
    )

    assert codes(deliver("app", document(*zones, own_name))) == []
    assert {found.act for found in PlanningZone.objects.all()} == {ACT}


def test_a_document_may_stand_in_the_file_of_each_act_that_it_is_of(deliver: Deliver) -> None:
    files = document(act(), formal_document("1DOK")), document(*halves(), formal_document("1DOK"))

    assert codes(deliver("app", *files)) == []


def test_two_documents_of_one_id_are_both_left_out(deliver: Deliver) -> None:
    twins = formal_document("1DOK"), formal_document("1DOK", title="Inna uchwała")

    assert codes(deliver("app", document(act(), *twins))) == ["duplicate-local-id"] * 2


@pytest.mark.parametrize("address", [reference("UCHW_12_2020"), f"#{SET.replace('/', '_')}_UCHW_12_2020_1"])
def test_local_ids_may_have_underscores(deliver: Deliver, address: str) -> None:
    named = f'<app:dokumentUchwalajacy xlink:href="{address}"/>'

    assert codes(deliver("app", document(act(extra=named), *halves(), formal_document("UCHW_12_2020")))) == []


@pytest.mark.parametrize("code", DEFECTS)
def test_a_defect_is_found_by_its_own_finding_alone(deliver: Deliver, code: str) -> None:
    assert codes(deliver("app", document(act(), *DEFECTS[code]))) == [code]


def test_two_objects_of_one_local_id_are_both_left_out(deliver: Deliver) -> None:
    twin = zone("2SU", (200, 0, 200, 200), local_id="1POG-1SJ", since="2025-03-05T10:00:00Z")

    delivery = deliver("app", document(act(), zone("1SJ", (0, 0, 200, 200)), twin))

    assert codes(delivery) == ["duplicate-local-id"] * 2
    assert delivery.counts["quarantined"] == {"planning_zones": 2}


def test_an_outline_that_crosses_itself_is_left_out(deliver: Deliver) -> None:
    bow = ring([(0, 0), (200, 200), (200, 0), (0, 200)])

    delivery = deliver("app", document(act(), zone("1SJ", bow), zone("2SU", (200, 0, 200, 200))))

    assert "self-intersection" in codes(delivery)
    assert delivery.counts["quarantined"] == {"planning_zones": 1}


def test_zones_of_an_unknown_act_dangle_once(deliver: Deliver) -> None:
    zones = [zone(f"{n}SJ", (n * 50, 0, 50, 200), plan=f"#{SET.replace('/', '_')}_7POG_1") for n in (1, 2, 3)]

    assert codes(deliver("app", document(*zones))) == ["dangling-link"]


def test_zones_that_only_bear_the_name_of_an_act_dangle_nowhere(deliver: Deliver) -> None:
    assert codes(deliver("app", document(*halves()))) == []


def test_an_act_that_names_an_unknown_document_dangles(deliver: Deliver) -> None:
    named = '<app:dokumentUchwalajacy xlink:href="#PL.ZIPPZP.9999_060902-POG_1DOK_1"/>'

    assert codes(deliver("app", document(act(extra=named), *halves()))) == ["dangling-link"]


def test_zones_are_measured_against_the_act_delivered_before(deliver: Deliver) -> None:
    deliver("app", document(act()))

    delivery = deliver("app", document(*DEFECTS["gap"]))

    assert codes(delivery) == ["gap"]
    assert delivery.findings.get(code="gap").identifier == ACT


def test_a_zone_delivered_anew_under_its_designation_overlaps_not_itself(deliver: Deliver) -> None:
    deliver("app", document(act(), *halves()))

    again = zone("1SJ", (0, 0, 200, 200), local_id="1POG-9SJ")

    assert "overlap" not in codes(deliver("app", document(again), partial=True))


def test_an_office_cannot_deliver_the_act_of_another_gmina(deliver: Deliver) -> None:
    load_demo_offices()
    stranger = Office.objects.get(unit_id="060901_3")

    delivery = deliver("app", document(act(), *halves()), office=stranger)

    assert (delivery.state, set(codes(delivery))) == ("rejected", {"outside-office", "nothing-usable"})


def test_the_starostwo_delivers_the_acts_of_its_gminas(deliver: Deliver) -> None:
    load_demo_offices()

    assert codes(deliver("app", document(act(), *halves()), office=Office.objects.get(slug="starostwo"))) == []


def test_the_envelope_names_the_system_of_outlines_that_name_none(deliver: Deliver) -> None:
    envelope = b'<gml:boundedBy><gml:Envelope srsName="urn:ogc:def:crs:EPSG::2179"/></gml:boundedBy><wfs:member>'
    bare = document(act(), *halves()).replace(b' srsName="http://www.opengis.net/def/crs/EPSG/0/2179"', b"")

    assert codes(deliver("app", bare)) == ["crs-assumed"]
    assert codes(deliver("app", bare.replace(b"<wfs:member>", envelope, 1))) == []


def test_zones_that_end_with_the_delivery_lie_under_no_other(deliver: Deliver) -> None:
    deliver("app", document(act(), *halves()))
    later = "2026-01-01T00:00:00Z"

    numbered_anew = zone("5SJ", (0, 0, 200, 200), since=later), zone("6SU", (200, 0, 200, 200), since=later)
    delivery = deliver("app", document(act(), *numbered_anew), accept=True)

    assert delivery.counts["vanished"] == {"planning_zones": 2}
    assert set(codes(delivery)) <= {"suspicious-vanishing"}


def test_a_zone_that_ends_with_the_delivery_leaves_its_gap(deliver: Deliver) -> None:
    zones = [zone(f"{n}SJ", (n * 100 - 100, 0, 100, 200)) for n in (1, 2, 3, 4)]
    deliver("app", document(act(), *zones))

    delivery = deliver("app", document(act(), *zones[:3]))

    assert (delivery.counts["vanished"], codes(delivery)) == ({"planning_zones": 1}, ["gap"])


def test_what_is_wrong_with_an_outline_is_said_in_words(deliver: Deliver) -> None:
    broken = zone("2SU", SPIKE), zone("3SO", box((0, 0, 9, 9)).replace("0 5", "x 5", 1))

    found = {one.code: one.message for one in deliver("app", document(act(), HALVES[0], *broken)).findings.all()}

    assert found["self-intersection"].endswith("Linia granicy dotyka samej siebie.")
    assert found["bad-geometry"] == "Geometrii obiektu nie da się odczytać. Współrzędna nie jest liczbą."
