"""Extracts for machines: JSON by its published schema, refusals by name, those issued by their digest."""

import hashlib
from datetime import UTC, date, datetime
from typing import Any

import jsonschema
import orjson
import pytest
import shapely
from django.db import IntegrityError, connection
from django.test import Client
from django.utils import timezone

from plans.codes import ActKind, PlanTheme, Status
from plans.models import Theme
from sip.extracts import issued
from sip.extracts.compose import of_parcels
from sip.extracts.models import IssuedExtract
from sip.intake.models import Layer
from sip.services import layers
from tests.conftest import Deliver
from tests.emptying import unguarded
from tests.extracts import land
from tests.parcels.importing import village
from tests.services.asking import get

pytestmark = pytest.mark.django_db

EXTRACT = f"/api/v1/parcels/{land.FIELD}/extract/"
EXTRACTS = "/api/v1/extracts/"


@pytest.fixture(autouse=True)
def ground(db: None) -> None:
    """A parcel under a plan ogólny, a local plan, a plan in preparation, a studium and two themes."""
    Theme.objects.all().delete()
    land.field()
    general = land.act("pog", ActKind.GENERAL)
    land.zone(general, "1SJ", land.FIELD_SHAPE, symbol="SJ", max_height=9, basic_profiles=["MN", "U"])
    land.infill(general, land.box(0, 0, 50, 40))
    local = land.act("mpzp")
    land.zone(local, "1MN", land.box(0, 0, 60, 40))
    land.zone(local, "2U", land.box(60, 0, 39.99, 40))
    land.provision(local, "1MN", "<p>Ustala się…</p>", "§ 7")
    land.zone(land.act("new", status=Status.ELABORATION, since=None), "1P", land.FIELD_SHAPE)
    land.zone(land.act("studium", ActKind.STUDY), "M", land.FIELD_SHAPE)
    land.restriction(land.theme("flood"), land.box(0, 0, 10, 40))
    land.theme("noise")
    land.covered("noise")
    land.theme("monuments")


def post(client: Client, body: Any) -> Any:
    content = body if isinstance(body, bytes) else orjson.dumps(body)
    return client.post(EXTRACTS, content, content_type="application/json")


def outline(west: float, south: float, width: float, height: float) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": [list(land.box(west, south, width, height).exterior.coords)]}


def schema(client: Client) -> Any:
    return get(client, f"{EXTRACTS}schema.json").json()


def test_the_answer_fits_the_published_schema(client: Client) -> None:
    jsonschema.validate(get(client, EXTRACT).json(), schema(client), cls=jsonschema.Draft202012Validator)


def test_the_schema_is_valid_itself(client: Client) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(client))


def test_the_digest_can_be_checked_by_anyone(client: Client) -> None:
    content = get(client, EXTRACT).content
    digest = content[len(b'{"digest":"') :][:64].decode()

    assert hashlib.sha256(b"{" + content[len(b'{"digest":"",') + 64 :]).hexdigest() == digest


def test_asked_twice_the_answer_is_the_same_to_the_byte(client: Client) -> None:
    assert get(client, EXTRACT).content == get(client, EXTRACT).content


def test_asked_again_after_a_publication_it_is_made_anew(client: Client) -> None:
    before = client.get(EXTRACT).json()["versions"]
    Layer.objects.update_or_create(name="planning_zones", defaults={"version": 99})
    layers.forget()

    assert client.get(EXTRACT).json()["versions"] == {**before, "planning_zones": 99}


def test_without_a_date_it_is_of_today(client: Client) -> None:
    assert get(client, EXTRACT).json()["day"] == timezone.localdate().isoformat()


def test_of_a_day_it_says_what_bound_then(client: Client) -> None:
    land.field(land.FIELD_SHAPE, identifier="060902_5.0001.9", valid_from=datetime(2000, 1, 1, tzinfo=UTC))
    answer = get(client, "/api/v1/parcels/060902_5.0001.9/extract/?date=2010-01-01").json()

    assert answer["subjects"][0]["concerned"] == [
        concern for concern in answer["subjects"][0]["concerned"] if concern["theme"]["code"] == "flood"
    ]


def test_a_client_that_has_it_is_told_so(client: Client) -> None:
    etag = get(client, EXTRACT).headers["ETag"]

    assert get(client, EXTRACT, **{"If-None-Match": etag}).status_code == 304


@pytest.mark.parametrize(
    "query", ["date=tomorrow", "date=2024-02-30", "date=9999-12-31", "day=2024-01-01", "date=2024-01-01&date=x"]
)
def test_what_is_not_understood_is_refused_by_name(client: Client, query: str) -> None:
    answer = get(client, f"{EXTRACT}?{query}")

    assert (answer.status_code, answer.json()["detail"][:4].strip(":")) in [(400, "date"), (400, "Unkn")]


def test_an_unknown_parcel_is_not_found(client: Client) -> None:
    assert get(client, "/api/v1/parcels/060902_5.0001.404/extract/").status_code == 404


def test_a_former_parcel_is_gone(client: Client) -> None:
    ended = datetime(2020, 1, 1, tzinfo=UTC)
    land.field(land.FIELD_SHAPE, identifier="060902_5.0001.8", valid_to=ended, end_reason="declared")

    assert get(client, "/api/v1/parcels/060902_5.0001.8/extract/").status_code == 410


def test_several_parcels_make_one_extract(client: Client) -> None:
    land.field(land.box(100, 0, 50, 40), identifier="060902_5.0001.2")
    answer = get(client, f"{EXTRACTS}?parcels={land.FIELD},060902_5.0001.2").json()

    assert [subject["parcel"]["number"] for subject in answer["subjects"]] == ["1", "2"]


@pytest.mark.parametrize("parcels", ["", ",", "nonsense", "060902_5.0001.1' OR 1=1", f"{land.FIELD},x"])
def test_parcels_that_are_none_are_refused(client: Client, parcels: str) -> None:
    assert get(client, f"{EXTRACTS}?parcels={parcels}").status_code == 400


def test_too_many_parcels_are_refused(client: Client) -> None:
    many = ",".join(f"060902_5.0001.{number}" for number in range(1, 30))

    assert "at most" in get(client, f"{EXTRACTS}?parcels={many}").json()["detail"]


# Drawn areas


def test_a_drawn_area_gets_an_extract_of_its_own(client: Client, deliver: Deliver) -> None:
    deliver("egib", village.document(village.precinct((0, 0, 400, 200)), village.parcel("7", (0, 0, 40, 120))))
    drawn = get(client, f"/api/v1/parcels/{village.PRECINCT}.7/?crs=2180").json()["geometry"]
    land.zone(land.act("other"), "5U", shapely.from_geojson(orjson.dumps(drawn)))
    (found,) = post(client, {"area": drawn, "crs": "2180"}).json()["subjects"]

    assert (found["parcel"], found["gminas"], round(found["measured_m2"], -1)) == (None, ["060902"], 4800)
    assert [row["designation"] for row in found["concerned"][0]["rows"]] == ["5U"]


def test_a_drawn_area_is_refused_outside_the_gminas(client: Client) -> None:
    answer = post(client, {"area": outline(0, 0, 10, 10), "crs": "2180"})

    assert (answer.status_code, "poza gminami" in answer.json()["detail"]) == (400, True)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b"[" * 5000,
        {"area": None},
        {"area": {"type": "Polygon"}},
        {"area": {"type": "Polygon", "coordinates": [[["a", 1]]]}},
        {"area": {"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}},
        {"area": {"type": "Point", "coordinates": [22, 51]}},
        {"area": {"type": "Polygon", "coordinates": [[[0, 0], [1e300, 0], [0, 1e300], [0, 0]]]}},
        {"area": {"type": "GeometryCollection", "geometries": []}},
        {"area": {"type": "Polygon", "coordinates": [[[22, 51], [22, 51.1], [22.1, 51], [22, 51]]]}, "date": 5},
        {"area": {"type": "Polygon", "coordinates": [[[22, 51], [22, 51.1], [22.1, 51], [22, 51]]]}, "crs": "9999"},
        b'{"area": "' + b"x" * 300_000 + b'"}',
    ],
    ids=range(15),
)
def test_bodies_that_are_no_area_are_refused(client: Client, body: Any) -> None:
    answer = post(client, body)

    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")


def test_other_methods_are_told_what_is_answered(client: Client) -> None:
    answer = client.delete(EXTRACTS)

    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")


# Issued extracts


def test_an_issued_extract_is_found_by_its_digest_as_it_was(client: Client) -> None:
    extract = of_parcels([land.FIELD], date(2026, 11, 22))
    digest = issued.keep(extract)
    land.zone(land.act("later"), "3ZP", land.FIELD_SHAPE)

    assert get(client, f"{EXTRACTS}{digest}/").content == extract.to_json()


def tampered(**changed: Any) -> None:
    """As someone who may switch the table's triggers off."""
    with connection.cursor() as cursor, unguarded(cursor, "extracts_issuedextract"):
        IssuedExtract.objects.update(**changed)


@pytest.mark.parametrize(
    "statement", ["UPDATE extracts_issuedextract SET issued_at = now()", "TRUNCATE extracts_issuedextract"]
)
def test_the_database_refuses_to_change_what_was_issued(statement: str) -> None:
    issued.keep(of_parcels([land.FIELD], date(2026, 11, 22)))
    with pytest.raises(IntegrityError, match="written once"), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_record_that_was_changed_is_not_passed_on(client: Client) -> None:
    digest = issued.keep(of_parcels([land.FIELD], date(2026, 11, 22)))
    changed = IssuedExtract.objects.get().content.replace("SJ", "SW")
    tampered(content=changed)

    assert get(client, f"{EXTRACTS}{digest}/").status_code == 410
    page = client.get(f"/wypis/{digest}/")
    assert (page.status_code, b"uszkodzony" in page.content, b"1SW" in page.content) == (410, True, False)
    assert client.get(f"/wypis/{digest}/wypis.pdf").headers["Location"] == f"/wypis/{digest}/"


def test_a_record_of_an_earlier_version_of_the_system_is_as_it_was(client: Client) -> None:
    """Of before a row had a description, say."""
    content = of_parcels([land.FIELD], date(2026, 11, 22)).content().replace(b'"description":"",', b"")
    digest = hashlib.sha256(content).hexdigest()
    IssuedExtract.objects.create(digest=digest, content=content.decode())

    assert get(client, f"{EXTRACTS}{digest}/").content == b'{"digest":"%s",%s' % (digest.encode(), content[1:])
    assert client.get(f"/wypis/{digest}/").status_code == 200


def test_an_extract_issued_twice_is_kept_once() -> None:
    extract = of_parcels([land.FIELD], date(2026, 11, 22))
    issued.keep(extract)
    first = IssuedExtract.objects.get().issued_at
    issued.keep(extract)

    assert IssuedExtract.objects.get().issued_at == first


def test_an_unknown_digest_is_not_found(client: Client) -> None:
    assert get(client, f"{EXTRACTS}{'0' * 64}/").status_code == 404


def test_old_extracts_are_forgotten() -> None:
    issued.keep(of_parcels([land.FIELD], date(2026, 11, 22)))
    tampered(issued_at=datetime(2020, 1, 1, tzinfo=UTC))

    assert (issued.forget(730), IssuedExtract.objects.count()) == (1, 0)


def test_the_plans_before_which_a_theme_stands_are_told(client: Client) -> None:
    general = [
        concern
        for concern in get(client, EXTRACT).json()["subjects"][0]["concerned"]
        if concern["theme"]["code"] == PlanTheme.GENERAL
    ]

    assert general[0]["preceded_percent"] == 100
