"""The quality report: counts, findings with filters, CSV for spreadsheets, GeoJSON for maps, progress."""

import csv
import io
import json
import re
from typing import Any

import pytest
from django.contrib.gis.geos import Point
from django.test import Client
from django.urls import reverse

from sip.geo.crs import PL_1992, PL_2000
from sip.intake.models import Delivery, Finding, Severity, State
from sip.intake.tasks import process_delivery
from sip.offices.models import Office, User
from tests.conftest import Deliver
from tests.intake.conftest import PRECINCT, gml, strips
from tests.parcels.importing.village import CORNER, document, parcel

pytestmark = pytest.mark.django_db

# The first wants more area than it has; the second's land uses add up to more than the whole.
DEFECTS = [
    parcel("7", (200, 0, 20, 100), identifier=f"{PRECINCT}.7", area=0.9),
    parcel("8", (220, 0, 20, 100), identifier=f"{PRECINCT}.8", uses=(("R", 0.1), ("Ls", 0.3))),
]


@pytest.fixture
def report(client: Client, keeper: User, starostwo: Office, deliver: Deliver) -> Delivery:
    """A published delivery with two defects, its keeper signed in."""
    client.force_login(keeper)
    return deliver("egib", document(*strips(3), *DEFECTS), office=starostwo)


def page(client: Client, delivery: Delivery, query: str = "") -> str:
    return client.get(reverse("delivery", args=[delivery.pk]) + query).content.decode()


def table(client: Client, delivery: Delivery, query: str = "") -> list[dict[str, str]]:
    answer = client.get(reverse("delivery-findings-csv", args=[delivery.pk]) + query)
    text = b"".join(answer).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def features(client: Client, delivery: Delivery, query: str = "") -> list[dict[str, Any]]:
    answer = client.get(reverse("delivery-findings-geojson", args=[delivery.pk]) + query)
    assert answer["Content-Type"] == "application/geo+json"
    found: list[dict[str, Any]] = json.loads(answer.content)["features"]
    return found


def codes(rows: list[dict[str, str]]) -> set[str]:
    return {row["kod"] for row in rows}


def noted(delivery: Delivery, **details: Any) -> Finding:
    return Finding.objects.create(
        delivery=delivery, **{"severity": Severity.INFO, "code": "x", "message": "-", **details}
    )


def test_the_counts_stand_in_a_table(client: Client, report: Delivery) -> None:
    row = re.search(r'<th scope="row">działki\s*</th>(.*?)</tr>', page(client, report), re.DOTALL)

    assert row is not None
    assert re.findall(r">(\d+)<", row[1]) == ["5", "5", *["0"] * 7]


def test_each_kind_of_finding_is_counted(client: Client, report: Delivery) -> None:
    text = page(client, report)

    assert "?code=area-differs&amp;severity=" in text
    assert "?code=land-use-sum&amp;severity=" in text


def test_a_chosen_code_leaves_out_the_others(client: Client, report: Delivery) -> None:
    text = page(client, report, "?code=area-differs")

    assert f"{PRECINCT}.7" in text
    assert f"{PRECINCT}.8" not in text


def test_the_downloads_follow_the_choice(client: Client, report: Delivery) -> None:
    assert codes(table(client, report, "?code=area-differs")) == {"area-differs"}
    assert {f["properties"]["code"] for f in features(client, report, "?code=area-differs")} == {"area-differs"}


def test_a_severity_is_chosen(client: Client, report: Delivery) -> None:
    noted(report, severity=Severity.ERROR, code="only-error")

    assert codes(table(client, report, "?severity=error")) == {"only-error"}


@pytest.mark.parametrize("query", ["?severity=nonsense", "?page=nonsense", "?page=-1", "?page=99999999999999999999"])
def test_a_senseless_choice_shows_everything(client: Client, report: Delivery, query: str) -> None:
    text = page(client, report, query)

    assert f"{PRECINCT}.7" in text
    assert "Pokazano tylko wybrane" not in text


@pytest.mark.parametrize("query", ["?code=%00", "?code=" + "x" * 5000, "?code='%22<>"])
def test_an_unknown_code_finds_nothing_and_breaks_nothing(client: Client, report: Delivery, query: str) -> None:
    assert client.get(reverse("delivery", args=[report.pk]) + query).status_code == 200


def test_many_findings_come_in_pages_that_keep_the_choice(client: Client, report: Delivery) -> None:
    Finding.objects.bulk_create(
        Finding(delivery=report, severity=Severity.INFO, code="many", message=f"nr {n}.") for n in range(150)
    )

    assert "page=2" in page(client, report, "?code=many")
    assert "nr 149." in page(client, report, "?code=many&page=2")


def test_the_csv_says_what_and_where(client: Client, report: Delivery) -> None:
    row = next(row for row in table(client, report) if row["kod"] == "area-differs")
    corner = Point(CORNER[1], CORNER[0], srid=PL_2000[-1].srid).transform(PL_1992.srid, clone=True)

    assert row["identyfikator"] == f"{PRECINCT}.7"
    assert corner.distance(Point(float(row["x_2180"]), float(row["y_2180"]), srid=PL_1992.srid)) < 300


def test_the_csv_is_a_file_that_spreadsheets_take_for_utf_8(client: Client, report: Delivery) -> None:
    answer = client.get(reverse("delivery-findings-csv", args=[report.pk]))

    assert answer["Content-Disposition"] == f'attachment; filename="dostawa-{report.pk}.csv"'
    assert b"".join(answer).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
@pytest.mark.parametrize("field", ["identifier", "message"])
def test_what_a_spreadsheet_would_run_is_marked_as_text(
    client: Client, report: Delivery, start: str, field: str
) -> None:
    noted(report, code="formula", **{field: f"{start}HYPERLINK(1)"})

    (row,) = table(client, report, "?code=formula")

    column = {"identifier": "identyfikator", "message": "opis"}[field]
    assert row[column] == f"'{start}HYPERLINK(1)"


def test_what_a_file_says_is_not_run_by_the_browser(client: Client, report: Delivery) -> None:
    noted(report, identifier="<script>alert(1)</script>", message="<img src=x onerror=alert(1)>")

    text = page(client, report)

    assert "<script>alert" not in text
    assert "<img src=x" not in text


def test_places_come_in_degrees_for_everyone(client: Client, report: Delivery) -> None:
    longitude, latitude = features(client, report)[0]["geometry"]["coordinates"]

    assert (14 < longitude < 25, 49 < latitude < 55) == (True, True)


def test_places_come_in_metres_for_the_map_beside_them(client: Client, report: Delivery) -> None:
    found = features(client, report, f"?crs={PL_1992.srid}")
    stored = report.findings.filter(place__isnull=False).order_by("pk")

    assert [f["geometry"]["coordinates"] for f in found] == [
        [round(finding.place.x, 2), round(finding.place.y, 2)] for finding in stored if finding.place
    ]


def test_findings_without_a_place_are_on_no_map(client: Client, report: Delivery) -> None:
    noted(report, code="nowhere")

    assert "nowhere" not in {feature["properties"]["code"] for feature in features(client, report)}
    assert "nowhere" in codes(table(client, report))


def test_progress_of_a_finished_delivery(client: Client, report: Delivery) -> None:
    answer = client.get(reverse("delivery-progress", args=[report.pk]))

    assert answer.json() == {"state": "published", "percent": 0}
    assert "no-store" in answer["Cache-Control"]


def test_progress_of_a_running_delivery(client: Client, report: Delivery) -> None:
    running = {"label": "Czytam plik", "done": 1, "total": 3}
    Delivery.objects.filter(pk=report.pk).update(state=State.RUNNING, progress=running)

    answer = client.get(reverse("delivery-progress", args=[report.pk]))

    assert answer.json() == {"state": "running", "percent": 33, **running}
    assert "Praca trwa" in page(client, report)


def test_the_job_keeps_its_progress_where_the_page_looks(starostwo: Office, deliver: Deliver) -> None:
    waiting = deliver("egib", gml(2), dry_run=True, office=starostwo)

    process_delivery.call(waiting.pk)

    waiting.refresh_from_db()
    assert (waiting.state, waiting.progress) == (State.PUBLISHED, {})
