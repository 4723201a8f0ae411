"""Parcels as filed stay as they were; shapes in versions; after a delivery a task names the successors."""

from collections.abc import Callable

import pytest
from django.contrib.gis.geos import GEOSGeometry, Polygon
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoCaptureOnCommitCallbacks

from cases import actions
from cases.actors import of_user
from cases.desk import thennow
from cases.errors import Incomplete, NotNow, Stale
from cases.land import snapshots, tasks
from cases.land.actions import checked, geometry_amend
from cases.land.models import ParcelSnapshot, Source
from cases.models import Case, CaseTask
from cases.workflow import Act
from sip.audit.models import Event
from sip.geo.crs import PL_1992
from sip.intake import actions as intake
from sip.intake.models import Delivery
from sip.offices.models import Office, User
from tests.cases.conftest import IN_BELZYCE, PARCEL
from tests.cases.making import Made, do, file, service_of
from tests.conftest import Deliver
from tests.parcels.importing.village import LATER, document, parcel, precinct

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("village", "services")]
LATEST = "2025-05-06T12:00:00"
LAST = "2025-07-08T12:00:00"
BOW = "POLYGON ((700000 380000, 700010 380010, 700010 380000, 700000 380010, 700000 380000))"


@pytest.fixture
def made(belzyce: Office) -> Made:
    return file(service_of(belzyce, "wypis-wyrys"), parcels=(PARCEL, f" {IN_BELZYCE}.2/1 ", "dz. 7 Bełżyce", PARCEL))


def square(west: float, south: float, side: float) -> GEOSGeometry:
    corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
    return Polygon([(west + x, south + y) for x, y in corners], srid=PL_1992.srid)


def test_parcels_are_kept_as_filed_each_once_and_unknown_ones_as_typed(made: Made) -> None:
    kept = list(made.case.parcels.order_by("position"))

    assert [(one.typed, one.identifier, one.is_known) for one in kept] == [
        (PARCEL, PARCEL, True),
        (f"{IN_BELZYCE}.2/1", f"{IN_BELZYCE}.2/1", True),
        ("dz. 7 Bełżyce", "", False),
    ]
    assert kept[0].geom is not None
    assert float(kept[0].computed_area_m2 or 0) == pytest.approx(kept[0].geom.area, rel=0.01)
    assert len(kept[0].extract_digest) == 64
    assert kept[0].delivery is not None
    assert kept[2].geom is None
    assert all(snapshots.is_whole(one) for one in kept)


def test_a_changed_snapshot_would_be_found_and_is_refused(made: Made) -> None:
    one = ParcelSnapshot.objects.get(identifier=PARCEL)
    one.geom = square(0, 0, 1)
    assert not snapshots.is_whole(one)

    with pytest.raises(IntegrityError), transaction.atomic():
        one.save()
    with pytest.raises(IntegrityError), transaction.atomic():
        ParcelSnapshot.objects.all()._raw_delete("default")


def test_the_same_parcel_has_the_same_digest_each_time() -> None:
    one, other = snapshots.take([PARCEL]), snapshots.take([f"  {PARCEL}"])

    assert snapshots.digest(one[0].content) == snapshots.digest(other[0].content)


@pytest.mark.parametrize("typed", ["", " ", "\0", "\0\0"])
def test_what_is_nothing_is_no_parcel(typed: str) -> None:
    assert snapshots.take([typed]) == []


def test_a_long_or_hostile_text_is_kept_short() -> None:
    (one,) = snapshots.take(["<script>" + "x" * 500])

    assert (len(one.typed), one.is_known) == (120, False)


def test_the_first_shape_is_that_of_the_parcels_together(made: Made) -> None:
    shape = made.case.geometries.get()

    assert (shape.number, shape.source, shape.reason) == (1, Source.PARCELS, "")
    assert shape.geom.area == pytest.approx(
        sum(one.geom.area for one in made.case.parcels.all() if one.geom is not None)
    )


def test_a_correction_is_a_new_version_with_its_reason(made: Made, clerk: User) -> None:
    assert made.case.shape is not None
    west, south, _east, _north = made.case.shape.extent
    shape = square(west, south, 10)

    amended = geometry_amend(
        actor=of_user(clerk),
        case=made.case,
        version=made.case.version,
        shape=shape,
        source=Source.AMENDED,
        reason="Granica według mapy.",
    )

    case = Case.objects.get(pk=made.case.pk)
    assert case.shape is not None
    assert (amended.number, case.shape.area, case.version) == (2, 100, made.case.version + 1)
    assert case.geometries.get(number=1).source == Source.PARCELS


@pytest.mark.parametrize(
    ("shape", "reason"),
    [
        (square(0, 0, 10), "Poza Polską."),
        (
            GEOSGeometry(BOW, 2180),
            "x",
        ),
        (GEOSGeometry("POINT EMPTY", 2180), "x"),
        (GEOSGeometry("POINT (22 51)", 4326), "x"),
        (square(700000, 380000, 10), ""),
        (square(700000, 380000, 10), "x" * 501),
    ],
)
def test_a_shape_that_cannot_be_or_says_no_reason_is_refused(
    made: Made, clerk: User, shape: GEOSGeometry, reason: str
) -> None:
    with pytest.raises(Incomplete):
        geometry_amend(
            actor=of_user(clerk),
            case=made.case,
            version=made.case.version,
            shape=shape,
            source=Source.DRAWN,
            reason=reason,
        )


def test_strangers_and_latecomers_amend_nothing(made: Made, clerk: User, stranger: User) -> None:
    shape, version = square(700000, 380000, 10), made.case.version

    for actor in (of_user(stranger), made.applicant):
        with pytest.raises(PermissionDenied):
            geometry_amend(actor=actor, case=made.case, version=version, shape=shape, source=Source.DRAWN, reason="x")
    with pytest.raises(Stale):
        geometry_amend(actor=of_user(clerk), case=made.case, version=0, shape=shape, source=Source.DRAWN, reason="x")
    do(made.applicant, made.case, Act.WITHDRAW)
    with pytest.raises(NotNow):
        geometry_amend(
            actor=of_user(clerk), case=made.case, version=version + 1, shape=shape, source=Source.DRAWN, reason="x"
        )


@pytest.fixture
def split(deliver: Deliver) -> Callable[[], int]:
    """A delivery in which parcel 1 was divided and 2/2 is gone without a trace."""

    def run() -> int:
        return deliver(
            "egib",
            document(
                precinct((0, 0, 200, 120), identifier=IN_BELZYCE),
                parcel("1", (0, 0, 40, 120), identifier=PARCEL, name="a", until=LATEST, ended=True),
                parcel("1/1", (0, 0, 40, 60), identifier=f"{IN_BELZYCE}.1/1", name="f", since=LATEST),
                parcel("1/2", (0, 60, 40, 60), identifier=f"{IN_BELZYCE}.1/2", name="g", since=LATEST),
                parcel("2/1", (40, 0, 40, 60), identifier=f"{IN_BELZYCE}.2/1", name="c", since=LATER),
            ),
            accept=True,
        ).pk

    return run


def test_after_a_split_a_task_names_the_successors_and_the_snapshot_stays(made: Made, split: Callable[[], int]) -> None:
    before = list(made.case.parcels.values_list("sha256", flat=True))
    delivery = split()

    assert tasks.follow_parcels.func(delivery) == 1
    assert tasks.follow_parcels.func(delivery) == 0

    task = CaseTask.objects.get()
    assert (task.case, task.parcel, task.done_at) == (made.case, PARCEL, None)
    assert [one["parcel"] for one in task.data["successors"]] == [f"{IN_BELZYCE}.1/1", f"{IN_BELZYCE}.1/2"]
    assert list(made.case.parcels.values_list("sha256", flat=True)) == before
    assert all(snapshots.is_whole(one) for one in made.case.parcels.all())
    assert Event.objects.filter(action="case.parcel-changed", object_id=str(made.case.pk)).count() == 1


def test_a_parcel_that_is_simply_gone_has_no_successors(belzyce: Office, split: Callable[[], int]) -> None:
    made = file(service_of(belzyce, "wypis-wyrys"), parcels=(f"{IN_BELZYCE}.2/2",))

    tasks.follow_parcels.func(split())

    assert made.case.tasks.get().data == {"successors": []}


def split_again(deliver: Deliver) -> int:
    """The next delivery: what became of parcel 1 is divided itself."""
    return deliver(
        "egib",
        document(
            precinct((0, 0, 200, 120), identifier=IN_BELZYCE),
            parcel(
                "1/1", (0, 0, 40, 60), identifier=f"{IN_BELZYCE}.1/1", name="f", since=LATEST, until=LAST, ended=True
            ),
            parcel("1/2", (0, 60, 40, 60), identifier=f"{IN_BELZYCE}.1/2", name="g", since=LATEST),
            parcel("1/3", (0, 0, 20, 60), identifier=f"{IN_BELZYCE}.1/3", name="h", since=LAST),
            parcel("1/4", (20, 0, 20, 60), identifier=f"{IN_BELZYCE}.1/4", name="i", since=LAST),
            parcel("2/1", (40, 0, 40, 60), identifier=f"{IN_BELZYCE}.2/1", name="c", since=LATER),
        ),
        accept=True,
    ).pk


def test_what_came_of_a_parcel_is_followed_on(made: Made, split: Callable[[], int], deliver: Deliver) -> None:
    split()
    second = split_again(deliver)

    assert tasks.follow_parcels.func(second) == 1

    task = CaseTask.objects.get()
    assert (task.parcel, task.data["heirs"]) == (PARCEL, [f"{IN_BELZYCE}.1/1"])
    assert [one["parcel"] for one in task.data["successors"]] == [f"{IN_BELZYCE}.1/3", f"{IN_BELZYCE}.1/4"]


def test_then_and_now_names_what_stands_on_the_ground_today(
    made: Made, split: Callable[[], int], deliver: Deliver
) -> None:
    split()
    split_again(deliver)

    one = thennow.of_case(made.case)[0]

    assert one.now is None
    assert one.successors == one.standing == [f"{IN_BELZYCE}.{number}" for number in ("1/2", "1/3", "1/4")]


def test_a_large_parcel_is_unchanged_too(belzyce: Office, deliver: Deliver) -> None:
    """Its area on the ground is metres off the one in the plane of the map."""
    large = parcel("9", (0, 200, 400, 400), identifier=f"{IN_BELZYCE}.9", name="z", since=LATEST)
    deliver("egib", document(precinct((0, 0, 400, 600), identifier=IN_BELZYCE), large), accept=True)
    made = file(service_of(belzyce, "wypis-wyrys"), parcels=(f"{IN_BELZYCE}.9",))

    assert [one.is_same for one in thennow.of_case(made.case)] == [True]


def test_a_boundary_that_moved_is_no_parcel_unchanged(made: Made, deliver: Deliver) -> None:
    assert [one.is_same for one in thennow.of_case(made.case)] == [True, True, False]
    deliver(
        "egib",
        document(
            precinct((0, 0, 200, 120), identifier=IN_BELZYCE),
            parcel("1", (0, 2, 40, 120), identifier=PARCEL, name="a", since=LATEST),
            parcel("2/1", (40, 0, 40, 60), identifier=f"{IN_BELZYCE}.2/1", name="c", since=LATER),
        ),
        accept=True,
    )

    moved, same, _unknown = thennow.of_case(made.case)

    assert (moved.boundary_changed, moved.area_changed, moved.is_same) == (True, False, False)
    assert (same.boundary_changed, same.is_same) == (False, True)


def test_ended_cases_wait_for_nothing(made: Made, split: Callable[[], int]) -> None:
    do(made.applicant, made.case, Act.WITHDRAW)

    assert tasks.follow_parcels.func(split()) == 0


def test_a_delivery_has_the_worker_look(
    made: Made, split: Callable[[], int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        split()

    assert DBTaskResult.objects.filter(task_path="cases.land.tasks.follow_parcels").count() == 1


def test_a_delivery_that_was_rolled_back_makes_no_task(made: Made, split: Callable[[], int]) -> None:
    number = split()
    intake.rollback(Delivery.objects.get(pk=number))

    assert tasks.follow_parcels.func(number) == 0


def test_a_task_is_done_once_by_a_clerk_of_the_office(
    made: Made, split: Callable[[], int], clerk: User, stranger: User
) -> None:
    tasks.follow_parcels.func(split())
    task = CaseTask.objects.get()
    with pytest.raises(PermissionDenied):
        actions.task_done(user=stranger, task=task)

    actions.task_done(user=clerk, task=task)
    actions.task_done(user=clerk, task=task)

    task.refresh_from_db()
    assert (task.done_by, Event.objects.filter(action="case.task-done").count()) == (clerk, 1)


def test_a_shape_loses_its_heights() -> None:
    shape = checked(GEOSGeometry("POINT Z (750000 380000 5)", srid=PL_1992.srid))

    assert (shape.hasz, shape.wkt, shape.srid) == (False, "POINT (750000 380000)", PL_1992.srid)
