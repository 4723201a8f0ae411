"""What an extract says of a parcel: three lists that never merge, shares, precedence, slivers, the day, the digest."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import shapely
from django.utils import translation

from plans.codes import ActKind, PlanTheme, Status
from plans.models import PlanningZone, Theme
from sip.extracts.compose import MOST_PARCELS, AreaRefused, NoSuchParcel, TooMany, of_area, of_parcels
from sip.extracts.record import Concern, Extract, Row, Subject
from tests.extracts import land

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)


@pytest.fixture(autouse=True)
def only_own_themes(db: None) -> None:
    Theme.objects.all().delete()


def subject(day: date = TODAY, identifier: str = land.FIELD) -> Subject:
    (found,) = of_parcels([identifier], day).subjects
    return found


def concern(found: Subject, code: str = PlanTheme.LOCAL) -> Concern:
    (wanted,) = [concern for concern in found.concerned if concern.theme.code == code]
    return wanted


def shares(found: Concern) -> list[tuple[str, Decimal | None, Decimal | None]]:
    return [(row.designation, row.percent, row.area_m2) for row in found.rows]


def codes(found: Subject) -> tuple[list[str], list[str], list[str]]:
    return (
        [concern.theme.code for concern in found.concerned],
        [theme.code for theme in found.not_concerned],
        [theme.code for theme in found.no_data],
    )


# The three lists


def test_where_nothing_is_loaded_nothing_is_known() -> None:
    land.field()

    assert codes(subject()) == ([], [], ["local-plans", "general-plan"])


def test_a_theme_declared_complete_does_not_concern_the_parcel() -> None:
    land.field()
    land.covered(PlanTheme.LOCAL)

    assert codes(subject()) == ([], ["local-plans"], ["general-plan"])


@pytest.mark.parametrize("unit", ["06", "0609", "060902"])
def test_a_declaration_for_a_larger_unit_counts_for_the_gmina(unit: str) -> None:
    land.field()
    land.covered(PlanTheme.LOCAL, unit)

    assert "local-plans" in codes(subject())[1]


def test_a_declaration_for_another_gmina_says_nothing_here() -> None:
    land.field()
    land.covered(PlanTheme.LOCAL, "060903")

    assert "local-plans" in codes(subject())[2]


def test_a_general_plan_that_binds_elsewhere_in_the_gmina_makes_its_theme_known() -> None:
    land.field()
    land.zone(land.act("pog", ActKind.GENERAL), "1SJ", land.box(500, 0, 10, 10))

    assert codes(subject()) == ([], ["general-plan"], ["local-plans"])


def test_a_restriction_concerns_the_parcel_in_its_theme() -> None:
    land.field()
    land.restriction(land.theme("flood"), land.box(0, 0, 50, 40))

    assert shares(concern(subject(), "flood")) == [("", Decimal(50), Decimal(2000))]


def test_a_restriction_elsewhere_in_a_covered_gmina_does_not_concern_it() -> None:
    land.field()
    land.restriction(land.theme("flood"), land.box(500, 0, 50, 40))
    land.covered("flood")

    assert "flood" in codes(subject())[1]


def test_a_restriction_of_the_neighbour_that_shares_a_boundary_does_not_concern_the_parcel() -> None:
    land.field()
    land.restriction(land.theme("flood"), land.box(100, 0, 50, 40))
    land.restriction("flood", land.placed(shapely.LineString([(100, 20), (150, 20)])))
    land.covered("flood")

    assert "flood" in codes(subject())[1]


def test_a_theme_of_restrictions_without_coverage_has_no_data() -> None:
    land.field()
    land.theme("flood")

    assert "flood" in codes(subject())[2]


# Shares


def test_shares_are_of_the_registered_area() -> None:
    land.field(hectares=0.5)
    plan = land.act()
    land.zone(plan, "1MN", land.box(0, 0, 25, 40))
    land.zone(plan, "2U", land.box(25, 0, 75, 40))

    assert shares(concern(subject())) == [("2U", Decimal(75), Decimal(3750)), ("1MN", Decimal(25), Decimal(1250))]


def test_without_a_registered_area_there_are_percents_alone() -> None:
    land.field(hectares=None)
    land.zone(land.act(), "1MN", land.box(0, 0, 25, 40))

    found = concern(subject())
    assert (found.rows[0].percent, found.rows[0].area_m2, found.rest_m2) == (Decimal(25), None, None)


def test_what_no_zone_lies_on_is_the_rest() -> None:
    land.field()
    land.zone(land.act(), "1MN", land.box(0, 0, 25, 40))

    found = concern(subject())
    assert (found.union_percent, found.rest_percent, found.rest_m2) == (Decimal(25), Decimal(75), Decimal(3000))


def test_a_zone_that_only_touches_is_not_mentioned() -> None:
    land.field()
    plan = land.act()
    land.zone(plan, "1MN", land.box(0, 0, 100, 40))
    land.zone(plan, "2U", land.box(100, 0, 100, 40))

    assert [row.designation for row in concern(subject()).rows] == ["1MN"]


def test_a_sliver_is_listed_as_such_and_counts_in_the_sum() -> None:
    land.field()
    plan = land.act()
    land.zone(plan, "1MN", land.box(0, 0, 99.95, 40))
    land.zone(plan, "2U", land.box(99.95, 0, 100, 40))

    found = concern(subject())
    assert [row.designation for row in found.rows] == ["1MN"]
    assert [(row.designation, row.is_sliver) for row in found.slivers] == [("2U", True)]
    assert (found.sum_percent, found.rest_percent) == (Decimal(100), Decimal(0))


def test_zones_of_one_act_that_overlap_are_told_each_by_itself() -> None:
    land.field()
    plan = land.act()
    land.zone(plan, "1MN", land.box(0, 0, 100, 40))
    land.zone(plan, "2U", land.box(0, 0, 50, 40))

    found = concern(subject())
    assert found.is_overlapping
    assert (found.sum_percent, found.union_percent) == (Decimal(150), Decimal(100))


def test_a_later_plan_goes_before_the_earlier_one_on_the_same_ground() -> None:
    land.field()
    land.zone(land.act("old", since=date(2005, 1, 1)), "1R", land.box(0, 0, 100, 40), in_force_from=date(2005, 1, 1))
    land.zone(land.act("new", since=date(2020, 1, 1)), "1MN", land.box(0, 0, 30, 40), in_force_from=date(2020, 1, 1))

    found = concern(subject())
    assert shares(found) == [("1R", Decimal(70), Decimal(2800)), ("1MN", Decimal(30), Decimal(1200))]
    assert found.rows[0].replaced_percent == Decimal(30)
    assert (found.is_overlapping, found.sum_percent) == (False, Decimal(100))


def test_lines_have_their_length_and_points_neither_length_nor_area() -> None:
    land.field()
    code = land.theme("monuments")
    land.restriction(code, land.placed(shapely.LineString([(-10, 20), (60, 20)])), designation="linia")
    land.restriction(code, land.placed(shapely.Point(10, 10)), designation="punkt")

    found = {row.designation: row for row in concern(subject(), code).rows}
    assert (found["linia"].length_m, found["linia"].percent) == (Decimal("60.00"), None)
    assert (found["punkt"].length_m, found["punkt"].percent) == (None, None)


def test_restrictions_below_the_threshold_of_their_theme_are_slivers() -> None:
    land.field()
    code = land.theme("flood", threshold_m2=100)
    land.restriction(code, land.box(0, 0, 2, 40))

    found = concern(subject(), code)
    assert (found.rows, len(found.slivers)) == ((), 1)


# What goes first, what binds


def test_a_local_plan_precedes_the_general_plan_where_it_lies() -> None:
    land.field()
    land.zone(land.act("pog", ActKind.GENERAL), "1SJ", land.box(0, 0, 100, 40))
    land.zone(land.act("mpzp"), "1MN", land.box(0, 0, 40, 40))

    found = subject()
    assert codes(found)[0] == ["local-plans", "general-plan"]
    assert concern(found, PlanTheme.GENERAL).preceded_percent == Decimal(40)


@pytest.mark.parametrize("status", [Status.ELABORATION, Status.ADOPTION])
def test_an_act_in_preparation_stands_apart(status: Status) -> None:
    land.field()
    land.zone(land.act(status=status, since=None), "1MN", land.FIELD_SHAPE, status=status)

    found = subject()
    assert codes(found)[0] == []
    (mention,) = found.in_preparation
    assert (mention.act.status, mention.rows[0].percent) == (status.value, Decimal(100))


def test_an_act_that_will_be_in_force_is_not_yet() -> None:
    land.field()
    since = TODAY + timedelta(days=1)
    land.zone(land.act(since=since), "1MN", land.FIELD_SHAPE, in_force_from=since)

    assert (codes(subject())[0], len(subject().in_preparation)) == ([], 1)
    assert codes(subject(since))[0] == ["local-plans"]


def test_an_act_binds_until_the_day_it_ends() -> None:
    land.field()
    end = date(2020, 5, 1)
    plan = land.act(until=end, status=Status.OBSOLETE)
    land.zone(plan, "1MN", land.FIELD_SHAPE, in_force_to=end, status=Status.OBSOLETE)

    assert codes(subject(end - timedelta(days=1)))[0] == ["local-plans"]
    assert (codes(subject(end))[0], len(subject(end).historical)) == ([], 1)


def test_a_studium_is_historical_whatever_its_status() -> None:
    land.field()
    land.zone(land.act("studium", ActKind.STUDY), "M1", land.FIELD_SHAPE)

    found = subject()
    assert codes(found)[0] == []
    assert [mention.act.kind for mention in found.historical] == [ActKind.STUDY]


def test_an_act_without_known_zones_is_told_by_its_outline() -> None:
    land.field()
    land.act(shape=land.box(0, 0, 50, 40))

    (row,) = concern(subject()).rows
    assert (row.kind, row.percent) == ("act", Decimal(50))


def test_a_zone_may_end_before_its_act() -> None:
    land.field()
    plan = land.act()
    land.zone(plan, "1MN", land.box(0, 0, 50, 40))
    land.zone(plan, "2U", land.box(50, 0, 50, 40), in_force_to=date(2020, 1, 1))

    assert [row.designation for row in concern(subject()).rows] == ["1MN"]


def test_zones_delivered_while_their_act_was_in_preparation_bind_with_it() -> None:
    land.field()
    land.zone(land.act(), "1MN", land.FIELD_SHAPE, status=Status.ELABORATION, in_force_from=None)

    assert codes(subject())[0] == ["local-plans"]


def test_a_zone_that_is_obsolete_does_not_bind() -> None:
    land.field()
    land.zone(land.act(), "1MN", land.FIELD_SHAPE, status=Status.OBSOLETE)

    assert codes(subject())[0] == []


def test_areas_of_regulations_lie_over_the_zones_and_are_not_part_of_the_sum() -> None:
    land.field()
    plan = land.act("pog", ActKind.GENERAL)
    land.zone(plan, "1SJ", land.FIELD_SHAPE)
    land.infill(plan, land.box(0, 0, 50, 40))

    found = concern(subject(), PlanTheme.GENERAL)
    assert ([row.percent for row in found.regulations], found.sum_percent) == ([Decimal(50)], Decimal(100))


# Texts


def only_row(found: Subject) -> Row:
    (row,) = concern(found).rows
    return row


def test_provisions_come_by_designation_then_by_symbol() -> None:
    land.field()
    plan = land.act()
    land.zone(plan, "1MN", land.FIELD_SHAPE)
    land.provision(plan, "MN", "<p>o MN</p>", "§ 7")
    land.provision(plan, "1MN", "<p>o 1MN</p>", "§ 8")
    land.provision(plan, "2U", "<p>o innym</p>")

    assert [text.html for text in only_row(subject()).provisions] == ["<p>o 1MN</p>", "<p>o MN</p>"]


def test_provisions_of_a_symbol_are_found_where_the_zone_has_only_its_number() -> None:
    land.field()
    plan = land.act()
    land.zone(plan, "12MN/U", land.FIELD_SHAPE, symbol="12MN/U")
    land.provision(plan, "MN/U", "<p>o MN/U</p>")

    assert [text.html for text in only_row(subject()).provisions] == ["<p>o MN/U</p>"]


def test_general_provisions_belong_to_the_act() -> None:
    land.field()
    plan = land.act()
    land.zone(plan, "1MN", land.FIELD_SHAPE)
    land.provision(plan, "", "<p>ogólne</p>")

    assert [text.html for text in concern(subject()).acts[0].general_provisions] == ["<p>ogólne</p>"]


def test_provisions_are_those_of_the_day() -> None:
    land.field()
    plan = land.act()
    land.zone(plan, "1MN", land.FIELD_SHAPE)
    changed = datetime(2023, 6, 10, tzinfo=UTC)
    land.provision(plan, "MN", "<p>do 9 m</p>", valid_to=changed)
    land.provision(plan, "MN", "<p>do 12 m</p>", valid_from=changed)

    def told(day: date) -> list[str]:
        return [text.html for text in only_row(subject(day)).provisions]

    assert told(date(2020, 1, 1)) == ["<p>do 9 m</p>"]
    assert told(TODAY) == ["<p>do 12 m</p>"]


def test_texts_are_polish_whatever_the_language_of_the_reader() -> None:
    land.field()
    land.zone(land.act("pog", ActKind.GENERAL), "1SJ", land.FIELD_SHAPE, symbol="SJ", name="")

    with translation.override("en"):
        assert concern(subject(), PlanTheme.GENERAL).rows[0].name.startswith("strefa wielofunkcyjna")


# The day, the versions, the digest


def test_the_version_of_the_day_counts() -> None:
    land.field()
    plan = land.act()
    changed = datetime(2020, 1, 1, tzinfo=UTC)
    same = {"namespace": "PL.TEST", "local_id": "same"}
    land.zone(plan, "1R", land.FIELD_SHAPE, valid_to=changed, end_reason="superseded", **same)
    land.zone(plan, "1MN", land.FIELD_SHAPE, valid_from=changed, **same)

    assert [row.designation for row in concern(subject(date(2019, 5, 5))).rows] == ["1R"]
    assert [row.designation for row in concern(subject()).rows] == ["1MN"]


def test_a_plan_older_than_its_register_counts_from_its_own_day() -> None:
    land.field(valid_from=datetime(2000, 1, 1, tzinfo=UTC))
    late = datetime(2026, 1, 1, tzinfo=UTC)
    since = date(2003, 4, 1)
    land.zone(land.act(since=since, valid_from=late), "1MN", land.FIELD_SHAPE, valid_from=late, in_force_from=since)

    assert codes(subject(date(2010, 1, 1)))[0] == ["local-plans"]
    assert codes(subject(date(2003, 3, 31)))[0] == []


def made() -> Extract:
    land.field()
    land.zone(land.act(), "1MN", land.box(0, 0, 33.3, 40))
    land.restriction(land.theme("flood"), land.box(0, 0, 7.77, 40))
    return of_parcels([land.FIELD], TODAY)


def test_on_the_same_versions_the_extract_is_the_same_to_the_byte() -> None:
    first = made()

    assert of_parcels([land.FIELD], TODAY).to_json() == first.to_json()


def test_the_digest_changes_with_the_data() -> None:
    first = made()
    PlanningZone.objects.update(designation="2MN")
    land.theme("other")

    assert of_parcels([land.FIELD], TODAY).digest() != first.digest()


def test_the_digest_is_of_the_json_without_it() -> None:
    found = made()

    assert found.to_json() == b'{"digest":"%s",%s' % (found.digest().encode(), found.content()[1:])


# Several parcels, drawn areas, refusals


def test_several_parcels_stand_in_the_order_asked_for_each_once() -> None:
    land.field()
    land.field(land.box(100, 0, 50, 40), identifier="060902_5.0001.2")

    found = of_parcels(["060902_5.0001.2", land.FIELD, "060902_5.0001.2"], TODAY)
    assert [one.parcel.number for one in found.subjects if one.parcel] == ["2", "1"]


def test_an_unknown_parcel_is_named() -> None:
    with pytest.raises(NoSuchParcel, match="404"):
        of_parcels(["060902_5.0001.404"], TODAY)


def test_a_parcel_that_was_not_yet_in_force_is_unknown() -> None:
    land.field()

    with pytest.raises(NoSuchParcel):
        of_parcels([land.FIELD], date(2010, 1, 1))


def test_more_parcels_than_anyone_needs_are_refused() -> None:
    with pytest.raises(TooMany):
        of_parcels([f"060902_5.0001.{number}" for number in range(MOST_PARCELS + 1)], TODAY)


@pytest.mark.parametrize(
    "outline",
    [
        shapely.Point(0, 0),
        shapely.Polygon(),
        shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)]),
        shapely.box(0, 0, 0.5, 0.5),
        shapely.box(0, 0, 2000, 2000),
        shapely.Point(0, 0).buffer(100, quad_segs=1000),
        shapely.box(0, 0, 100, 100),
    ],
    ids=["point", "empty", "loop", "tiny", "huge", "many-vertices", "outside"],
)
def test_an_area_no_extract_is_made_of_is_refused_in_words(outline: shapely.geometry.base.BaseGeometry) -> None:
    with pytest.raises(AreaRefused, match=r"\."):
        of_area(land.placed(outline), TODAY)
