"""The map and the parcel's card on paper: true to scale, tagged, fetching nothing; bad wishes answered in words."""

import math
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from sip.extracts import parcel as extract
from sip.extracts import pdf as paper_press
from sip.extracts.pdf import pdf
from sip.extracts.scene import Frame, Label, apart, scene
from sip.extracts.sheet import SCALES, scale_for
from sip.geo.crs import scale_and_convergence
from sip.portal import printing
from tests.conftest import Deliver
from tests.parcels.importing.village import document, parcel
from tests.portal.conftest import Page, page_path, parcel_id
from tests.portal.paper import extent_of, pages, picture, unpacked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village")]

CHOSEN_LINE = (0xB3, 0x00, 0x3C)
CHOSEN_LINE_MM = 0.8
PAGE_MARGIN_MM = 15.0
# Margin, heading and map of the upright A4.
MAP_TOP_MM = 10.0 + 11.0
MAP_BOTTOM_MM = MAP_TOP_MM + 237
TOLERANCE_MM = 0.2
SHEET = "/wydruk/mapa.pdf"


def record(number: str) -> extract.ParcelRecord:
    found = extract.parcel(parcel_id(number))
    assert found
    return found


def printed(client: Client, **wishes: Any) -> bytes:
    answer = client.get(SHEET, wishes)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    return answer.content


@pytest.mark.parametrize("scale", [750, 1000, 2500])
def test_what_is_measured_on_paper_is_true_to_scale(client: Client, tmp_path: Path, scale: int) -> None:
    west, south, east, north = record("1").extent
    page = picture(printed(client, d=parcel_id("1"), skala=scale), tmp_path)
    left, top, right, bottom = extent_of(page, CHOSEN_LINE, above=MAP_BOTTOM_MM)

    assert right - left - CHOSEN_LINE_MM == pytest.approx((east - west) / scale * 1000, abs=TOLERANCE_MM)
    assert bottom - top - CHOSEN_LINE_MM == pytest.approx((north - south) / scale * 1000, abs=TOLERANCE_MM)


def test_the_asked_place_is_the_middle_of_the_map(client: Client, tmp_path: Path) -> None:
    west, south, _east, _north = record("1").extent
    place = f"{west:.3f},{south:.3f}"
    page = picture(printed(client, c=place, d=parcel_id("1"), skala=1000), tmp_path)
    left, _top, _right, bottom = extent_of(page, CHOSEN_LINE, above=MAP_BOTTOM_MM)

    assert left + CHOSEN_LINE_MM / 2 == pytest.approx(PAGE_MARGIN_MM + 180 / 2, abs=TOLERANCE_MM)
    assert bottom - CHOSEN_LINE_MM / 2 == pytest.approx(MAP_TOP_MM + 237 / 2, abs=TOLERANCE_MM)


@pytest.mark.parametrize(
    ("wishes", "millimetres"),
    [
        ({}, (210, 297)),
        ({"uklad": "poziom"}, (297, 210)),
        ({"papier": "a3"}, (297, 420)),
        ({"papier": "a3", "uklad": "poziom"}, (420, 297)),
    ],
)
def test_the_sheet_is_one_page_of_the_asked_paper(
    client: Client, tmp_path: Path, wishes: dict[str, str], millimetres: tuple[int, int]
) -> None:
    document = printed(client, d=parcel_id("1"), tytul="Ż" * 100, **wishes)
    width, height = picture(document, tmp_path).size

    assert pages(document) == 1
    assert (round(width / 300 * 25.4), round(height / 300 * 25.4)) == millimetres


@pytest.mark.parametrize("path", [f"{SHEET}?d={parcel_id('1')}", f"{page_path('1')}karta.pdf"])
def test_documents_are_tagged_named_and_in_a_font_of_their_own(client: Client, path: str) -> None:
    content = unpacked(client.get(path).content)

    assert b"/StructTreeRoot" in content
    assert b"/Lang" in content
    assert b"pdfuaid" in content
    assert b"/DisplayDocTitle true" in content
    assert b"DejaVu" in content
    assert b"FontFile" in content


def test_nothing_is_fetched_for_a_document() -> None:
    html = "<html lang=pl><title>x</title><img alt=x src=file:///etc/hostname><link rel=stylesheet href=http://elsewhere.example/a.css>"

    assert pages(pdf(html)) == 1
    with pytest.raises(PermissionError):
        paper_press._NothingFetched().fetch("file:///etc/hostname")


def test_the_form_is_filled_in_from_the_address(client: Client) -> None:
    query = {"d": parcel_id("1"), "skala": "300", "papier": "a3", "tytul": "Pole & łąka"}
    found = Page(client.get("/wydruk/", query).content)
    values = {field["name"]: field.get("value") for field in found.all("input") if field.get("type") == "text"}
    chosen = {option["value"] for option in found.all("option") if "selected" in option}

    assert values == {"c": None, "d": parcel_id("1"), "tytul": "Pole & łąka"}
    assert chosen == {"300", "a3", "pion"}


def test_an_empty_form_complains_of_nothing(client: Client) -> None:
    assert b"errorlist" not in client.get("/wydruk/").content


@pytest.mark.parametrize(
    ("wishes", "said"),
    [
        ({}, "Podaj miejsce"),
        ({"c": "tu"}, "Podaj dwie liczby"),
        ({"c": "nan,nan"}, "Podaj dwie liczby"),
        ({"c": "1e5,1e5"}, "Podaj dwie liczby"),
        ({"c": "355036,1751908"}, "poza Polską"),
        ({"d": "1/2"}, "pełny identyfikator"),
        ({"d": parcel_id("999")}, "nie ma takiej działki"),
        ({"d": parcel_id("4")}, "nie ma takiej działki"),
        ({"d": parcel_id("1"), "skala": "249"}, "250"),
        ({"d": parcel_id("1"), "skala": "25001"}, "25000"),
        ({"d": parcel_id("1"), "skala": "1:1000"}, "liczbę"),
        ({"d": parcel_id("1"), "papier": "a0"}, "a0"),
        ({"d": parcel_id("1"), "uklad": "skos"}, "skos"),
        ({"d": parcel_id("1"), "tytul": "x" * 101}, "100"),
        ({"d": parcel_id("1"), "tytul": "a\0b"}, "Znaki null"),
        ({"d": parcel_id("1") + "\0"}, "Znaki null"),
        ({"skala": "9" * 5000, "d": parcel_id("1")}, "Skala"),
    ],
)
def test_what_cannot_be_printed_is_answered_by_the_form(client: Client, wishes: dict[str, str], said: str) -> None:
    answer = client.get(SHEET, wishes)

    assert answer.status_code == 400
    assert said in Page(answer.content).text


def test_too_many_parcels_for_the_scale_are_said_to_be(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "MOST_PARCELS", 2)
    answer = client.get(SHEET, {"d": parcel_id("1")})

    assert answer.status_code == 400
    assert "ponad 2 działek" in Page(answer.content).text


def test_when_the_press_is_taken_one_is_asked_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper_press, "PATIENCE_SECONDS", 0.0)
    with paper_press._press:
        answers = [client.get(SHEET, {"d": parcel_id("1")}), client.get(f"{page_path('1')}karta.pdf")]

    assert [(answer.status_code, answer["Retry-After"]) for answer in answers] == [(503, "10")] * 2


def test_a_title_is_text_and_no_markup(client: Client) -> None:
    assert pages(printed(client, d=parcel_id("1"), tytul="</title><script>&\"'{{ x }}")) == 1


def test_a_place_without_a_register_prints_an_empty_sheet(client: Client) -> None:
    assert pages(printed(client, c="200000,200000", skala=25000)) == 1


@pytest.mark.parametrize(
    ("side", "scale"), [(1, 250), (50, 1000), (100, 2000), (1000, 25_000), (6300, 200_000), (500_000, 500_000)]
)
def test_the_cards_scale_is_round_and_fits_the_parcel(side: float, scale: int) -> None:
    assert scale_for((0, 0, side, side)) == scale


@given(width=st.floats(0.1, 250_000), height=st.floats(0.1, 250_000))
def test_every_parcel_of_a_powiat_fits_the_card(width: float, height: float) -> None:
    scale = scale_for((0, 0, width, height))

    assert scale in SCALES
    assert scale == SCALES[-1] or (width / scale * 1000 <= 180 and height / scale * 1000 <= 100)


def star(points: int) -> list[tuple[float, float]]:
    """Northing and easting of a ring of POINTS in PL-2000."""
    angles = (2 * math.pi * n / points for n in range(points))
    return [(5_662_000 + 90 * math.sin(angle), 8_401_000 + 90 * math.cos(angle)) for angle in angles]


def ring(points: list[tuple[float, float]]) -> str:
    closed = " ".join(f"{a:.3f} {b:.3f}" for a, b in [*points, points[0]])
    return f"<gml:LinearRing><gml:posList>{closed}</gml:posList></gml:LinearRing>"


def test_long_data_flow_over_pages(client: Client, deliver: Deliver) -> None:
    uses = [("R", 0.0001 * n) for n in range(100)]
    shape = (
        '<gml:Polygon srsName="urn:ogc:def:crs:EPSG::2179" gml:id="p">'
        f"<gml:exterior>{ring(star(300))}</gml:exterior></gml:Polygon>"
    )
    deliver("egib", document(parcel("70", (0, 0, 1, 1), area=2.5, geometry=shape, uses=uses)))
    answer = client.get(f"{page_path('70')}karta.pdf")

    assert answer.status_code == 200
    assert pages(answer.content) > 5


@pytest.mark.parametrize("place", [(3000, 0, 1, 1), (3000, 0, 6000, 6500)])
def test_the_least_and_the_largest_parcel_have_a_card(
    client: Client, deliver: Deliver, place: tuple[float, float, float, float]
) -> None:
    deliver("egib", document(parcel("71", place)))

    assert client.get(f"{page_path('71')}karta.pdf").status_code == 200


def test_a_former_parcels_card_leads_to_its_page(client: Client) -> None:
    answer = client.get(f"{page_path('4')}karta.pdf")

    assert (answer.status_code, answer["Location"]) == (302, page_path("4"))


def test_an_ended_parcel_can_be_drawn_over_those_of_today() -> None:
    ended = extract.last_version(parcel_id("4"))
    assert ended
    shapes = scene(Frame.around(ended.centre, 100, 100, 1), chosen=ended.version_pk)

    assert [shape.label for shape in shapes if shape.layer == "chosen"] == ["4"]
    assert {"4/1", "4/2"} <= {shape.label for shape in shapes if shape.layer == "parcel"}


@given(
    st.lists(
        st.builds(
            Label,
            st.just("number"),
            st.text("0123456789/", min_size=1, max_size=9),
            st.floats(0, 200),
            st.floats(0, 200),
            st.sampled_from([1.6, 2.1, 2.9]),
        ),
        max_size=60,
    )
)
def test_labels_never_cover_one_another(labels: list[Label]) -> None:
    placed = list(apart(sorted(labels, key=lambda label: -label.size)))

    for index, one in enumerate(placed):
        for other in placed[index + 1 :]:
            beside = abs(one.x - other.x) >= one.half_width + other.half_width
            above = abs(one.y - other.y) >= (one.size + other.size) / 2
            assert beside or above


def test_the_maps_plane_is_nearly_the_ground_in_lublin() -> None:
    """Known: 0.9993 on the central meridian 19 E, growing with the distance from it."""
    on_meridian, straight = scale_and_convergence(500_000, 355_000)
    in_lublin, turned = scale_and_convergence(751_908, 355_036)

    assert on_meridian == pytest.approx(0.9993, abs=1e-6)
    assert straight == pytest.approx(0, abs=1e-6)
    assert in_lublin == pytest.approx(1.00008, abs=2e-5)
    assert turned == pytest.approx(2.79, abs=0.02)
