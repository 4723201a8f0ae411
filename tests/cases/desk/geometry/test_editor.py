"""The editor without a script: lists typed and saved, points of the register kept exactly, edits side by side."""

import pytest
import shapely
from django.test import Client

from cases.land import systems
from cases.land.lists import write
from cases.land.models import Source
from cases.models import Case
from sip.geo.crs import zone_2000
from sip.offices.models import Office, Role, User
from tests.cases.conftest import IN_BELZYCE, PARCEL
from tests.cases.desk.geometry.sending import address, ask, drawn, form, ground_of, listed, send, shape_of
from tests.people import GiveRole

pytestmark = pytest.mark.django_db
NEXT = f"{IN_BELZYCE}.2/1"


def test_a_typed_list_becomes_the_next_version_and_names_the_registers_points(desk: Client, case: Case) -> None:
    """Typed in another system, to the millimetre: what is stored are the register's own coordinates."""
    parcel = ground_of(NEXT)

    for crs in (*systems.WRITTEN.values(),):
        if crs.eastings and crs != zone_2000(22.4):
            continue
        answer = send(desk, case, list=write(parcel, crs), system=str(crs.srid), shown=str(crs.srid))
        assert answer.status_code == 302
        saved = shape_of(case)
        assert set(map(tuple, shapely.get_coordinates(saved))) == set(map(tuple, shapely.get_coordinates(parcel)))

    newest = case.geometries.order_by("-number")[0]
    assert (newest.number, newest.source, newest.reason) == (4, Source.AMENDED, "Poprawka.")


def test_a_drawn_shape_is_stored_with_every_digit(desk: Client, case: Case) -> None:
    x, y, *_ = ground_of(PARCEL).bounds
    shape = shapely.Polygon([(x + 1 / 3, y + 1 / 7), (x + 20.1 / 3, y + 1 / 7), (x + 20.1 / 3, y + 71 / 7)])

    assert send(desk, case, shape=drawn(shape), source="drawn").status_code == 302

    assert shape_of(case).equals_exact(shape, 0)
    assert case.geometries.order_by("-number")[0].source == Source.DRAWN


def test_the_list_is_shown_in_the_system_asked_for(desk: Client, case: Case) -> None:
    zone = zone_2000(22.4)

    answer = send(desk, case, do="check", system=str(zone.srid))

    assert listed(answer.content.decode()).splitlines() == write(shape_of(case), zone).splitlines()


def test_what_is_wrong_with_a_list_is_told_and_kept(desk: Client, case: Case) -> None:
    answer = send(desk, case, list="1 365000 745000\nala")

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Wiersz 2: brak dwóch liczb" in page
    assert listed(page) == "1 365000 745000\nala"
    assert case.geometries.count() == 1


def test_a_boundary_that_crosses_itself_is_not_saved_and_its_place_is_shown(desk: Client, case: Case) -> None:
    x, y, *_ = ground_of(PARCEL).bounds
    bow = shapely.Polygon([(x, y), (x + 10, y + 10), (x + 10, y), (x, y + 10)])

    told = ask(desk, case, shape=drawn(bow), do="check")["look"]
    answer = send(desk, case, shape=drawn(bow))

    assert told["problems"][0]["level"] == "error"
    assert "przecina sama siebie" in told["problems"][0]["words"]
    assert told["problems"][0]["place"] == pytest.approx([x + 5, y + 5])
    assert answer.status_code == 422
    assert case.geometries.count() == 1


@pytest.mark.parametrize(
    ("shift", "size", "words"),
    [
        ((0, 0), 0.5, "mniej niż 1"),
        ((5, 5), 0.005, "mniej niż centymetr"),
        ((30_000, 0), 10, "poza powiatem"),
        ((30_000, 0), 10, "żadnej działki"),
        ((60, 15), 5, "na żadnej z działek sprawy"),
        ((30, 10), 20, "Poza działkami sprawy leży"),
        ((-10, 60), 40, "Poza powiatem leży"),
    ],
)
def test_odd_shapes_are_warned_of_and_can_be_saved(
    desk: Client, case: Case, shift: tuple[float, float], size: float, words: str
) -> None:
    x, y, *_ = ground_of(PARCEL).bounds
    west, south = x + shift[0], y + shift[1]
    shape = shapely.box(west, south, west + size, south + size)

    look = ask(desk, case, shape=drawn(shape), do="check")["look"]

    assert any(words in problem["words"] for problem in look["problems"]), look["problems"]
    assert look["can_be_saved"]


@pytest.mark.parametrize("given", [{"reason": ""}, {"reason": "x" * 501}, {"list": ""}, {"version": 0}, {"shape": "{"}])
def test_what_lacks_something_saves_nothing(desk: Client, case: Case, given: dict[str, object]) -> None:
    answer = send(desk, case, **{"list": "", **given} if "shape" in given else given)

    assert answer.status_code in (412, 422)
    assert case.geometries.count() == 1


def test_two_clerks_saving_are_shown_each_others_shape_and_nothing_is_lost(
    desk: Client, case: Case, belzyce: Office, give_role: GiveRole
) -> None:
    other = give_role(belzyce, Role.CASE_HEAD)
    second = Client()
    second.force_login(other)
    mine = form(case, list=write(ground_of(NEXT)), reason="Moja.")
    theirs = form(case, list=write(ground_of(PARCEL).buffer(-5, join_style="mitre")), reason="Tamta.")
    assert second.post(address(case), theirs).status_code == 302

    answer = desk.post(address(case), mine)
    page = answer.content.decode()

    assert answer.status_code == 412
    assert "Tamta." in page
    assert "Przybyło" in page
    assert listed(page) == mine["list"]
    assert case.geometries.count() == 2
    case.refresh_from_db()
    assert f'name="version" value="{case.version}"' in page
    assert desk.post(address(case), {**mine, "version": case.version, "base": 2}).status_code == 302
    assert [one.reason for one in case.geometries.order_by("number")][1:] == ["Tamta.", "Moja."]


def test_a_case_changed_otherwise_is_told_apart_from_another_shape(desk: Client, case: Case) -> None:
    opened = form(case)
    Case.objects.filter(pk=case.pk).update(version=case.version + 1)

    answer = desk.post(address(case), opened)

    assert answer.status_code == 412
    assert "Nikt inny go nie zmienił" in answer.content.decode()


def test_an_earlier_version_is_compared_and_brought_back(desk: Client, case: Case) -> None:
    first = shape_of(case)
    send(desk, case, list=write(ground_of(NEXT)))

    compared = desk.get(address(case), {"porownaj": "1"}).content.decode()
    restored = desk.get(address(case), {"wersja": "1"}).content.decode()
    send(desk, case, list=listed(restored), reason="Przywrócenie wersji 1.")

    assert "Wersja 1 i wersja 2" in compared
    assert "Przywrócenie wersji 1 z" in restored
    assert shape_of(case).equals(first)
    assert case.geometries.count() == 3
    assert desk.get(address(case), {"wersja": "9"}).status_code == 404


def test_parts_are_added_taken_off_and_cut(desk: Client, case: Case) -> None:
    own, other = ground_of(PARCEL), ground_of(NEXT)
    middle = own.centroid
    hole = shapely.box(middle.x, middle.y, middle.x + 5, middle.y + 5)

    both = ask(desk, case, do="add", parcels=NEXT)
    holed = ask(desk, case, do="subtract", other_shape=drawn(hole))
    by_list = ask(desk, case, do="subtract", other=write(hole))
    line = shapely.LineString([(middle.x - 50, middle.y), (middle.x + 50, middle.y)])
    cut = ask(desk, case, do="cut", other_shape=drawn(line))
    kept = ask(desk, case, do="keep", piece=[piece["json"] for piece in cut["pieces"]], keep=["0"])

    assert shapely.geometry.shape(both["shape"]).area == pytest.approx(own.area + other.area)
    assert shapely.geometry.shape(holed["shape"]).area == pytest.approx(own.area - 25)
    assert "otwór" in holed["list"]
    assert by_list["list"] == holed["list"]
    assert len(cut["pieces"]) == 2
    assert shapely.geometry.shape(kept["shape"]).area == pytest.approx(own.area / 2, rel=0.1)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"do": "add"}, "Podaj działki albo listę"),
        ({"do": "add", "parcels": "060901_5.0001.999"}, "Rejestr nie zna"),
        ({"do": "add", "parcels": " ".join(map(str, range(51)))}, "najwyżej 50"),
        ({"do": "subtract", "parcels": PARCEL}, "Nic by nie zostało"),
        ({"do": "cut", "parcels": NEXT}, "Dzieli się linią"),
        ({"do": "keep"}, "Zaznacz co najmniej"),
        ({"do": "keep", "piece": ["{}", "x"], "keep": ["0", "-1", "z"]}, "Zaznacz co najmniej"),
        ({"do": "take"}, "Wybierz układ"),
        ({"do": "upload"}, "Wybierz plik"),
        ({"do": "cut", "other": "linia\n365000 745000\n365000 745040"}, "Linia nie dzieli"),
    ],
)
def test_work_that_cannot_be_done_is_explained(desk: Client, case: Case, given: dict[str, object], words: str) -> None:
    answer = ask(desk, case, **given)

    assert any(words in problem for problem in answer["problems"]), answer["problems"]
    assert answer["list"] == write(shape_of(case))


def test_boundaries_to_draw_to_come_with_the_registers_own_digits(desk: Client, case: Case) -> None:
    parcel = ground_of(PARCEL)
    x, y, east, north = parcel.bounds
    here = ",".join(map(repr, (x - 1, y - 1, east + 1, north + 1)))

    answer = desk.get(address(case, "case-geometry-targets"), {"bbox": here})
    found = [shapely.geometry.shape(one["geometry"]) for one in answer.json()["features"]]

    points = {tuple(pair) for shape in found for pair in shapely.get_coordinates(shape)}
    assert set(map(tuple, shapely.get_coordinates(parcel))) <= points


@pytest.mark.parametrize(
    "box", ["", "1,2,3", "a,b,c,d", "nan,nan,nan,nan", "1,1,1,1", "0,0,9999,9999", "1e308,1,1e309,2"]
)
def test_boxes_that_are_none_are_refused(desk: Client, case: Case, box: str) -> None:
    assert desk.get(address(case, "case-geometry-targets"), {"bbox": box}).status_code == 400


def test_others_who_have_it_open_are_named(desk: Client, case: Case, belzyce: Office, give_role: GiveRole) -> None:
    other = give_role(belzyce, Role.CASE_HEAD)
    second = Client()
    second.force_login(other)
    second.get(address(case))

    seen = desk.post(address(case, "case-geometry-watch")).json()

    assert seen["others"] == [str(other)]
    assert (seen["number"], seen["version"]) == (1, case.version)


def test_strangers_see_and_change_nothing(client: Client, case: Case, outsider: User) -> None:
    client.force_login(outsider)
    sent = form(case)

    assert client.get(address(case)).status_code in (403, 404)
    assert client.post(address(case), sent).status_code in (403, 404)
    for name in ("case-geometry-work", "case-geometry-watch"):
        assert client.post(address(case, name), sent).status_code in (403, 404)
    assert client.get(address(case, "case-geometry-targets"), {"bbox": "1,1,2,2"}).status_code in (403, 404)
    assert case.geometries.count() == 1


def test_nobody_is_sent_to_sign_in(client: Client, case: Case) -> None:
    for name in ("case-geometry", "case-geometry-targets"):
        assert client.get(address(case, name)).status_code == 302


def test_hostile_values_never_break_the_page(desk: Client, case: Case) -> None:
    deep = "[" * 5000
    for given in (
        {"shape": deep},
        {"shape": '{"type":"Polygon","coordinates":[[[1e999,1],[2,2],[3,3],[1,1]]]}'},
        {"shape": '{"type":"Polygon","coordinates":[[[0,0],[1e9,0],[1e9,1e9],[0,0]]]}'},
        {"shape": '{"type":"Polygon","coordinates":[[[0,0],[9e6,0],[9e6,9e6],[0,0]]]}', "do": "check"},
        {"list": "1e9 1e9\n2e9 1e9\n2e9 2e9", "do": "check"},
        {"shape": '{"type":"Polygon","coordinates":[[[1,1],[2,2],[3,"x"]]]}'},
        {"shape": '{"type":"Polygon","coordinates":[]}'},
        {"shape": '{"type":"GeometryCollection","geometries":[]}'},
        {"list": "\0" * 10},
        {"system": "1", "shown": "x", "order": "q", "typed_system": "9"},
        {"version": "9" * 40, "base": "-1"},
        {
            "do": "take",
            "file_system": "2180",
            "candidate": ["POLYGON((", "POINT EMPTY"],
            "candidate_label": ["a", "b"],
            "take": ["0", "1"],
        },
        {"do": "take", "file_system": "2180", "candidate": ["POINT (nan inf)"], "candidate_label": ["\0"]},
    ):
        assert desk.post(address(case), form(case, **{"do": "check", **given})).status_code in (200, 422)
        assert desk.post(address(case, "case-geometry-work"), form(case, **{"do": "check", **given})).status_code == 200
