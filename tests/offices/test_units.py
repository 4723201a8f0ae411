"""Deliveries of units: what they change in the table, when they wait, and how they are rolled back."""

from datetime import date

import pytest

from sip.intake.actions import Refused
from sip.intake.contract import Result
from sip.intake.models import Delivery, Layer, State
from sip.intake.units import rollback
from sip.offices.models import Office, Unit
from tests.offices.terc import ROWS, name_list, terc
from tests.people import DeliverUnits

EVERY_LEVEL = {"voivodeships": 3, "powiats": 3, "gminas": 5, "registration_units": 5}
NONE = dict.fromkeys(EVERY_LEVEL, 0)


def table() -> list[tuple[object, ...]]:
    return list(Unit.objects.values_list("code", "name", "parent", "valid_on", "valid_to").order_by("code"))


def codes_of_findings(result: Result) -> list[str]:
    return [found.code for found in result.findings]


def latest() -> Delivery:
    return Delivery.objects.latest("id")


def published() -> Delivery:
    return Delivery.objects.filter(state=State.PUBLISHED).latest("concluded_at")


def test_first_delivery_stores_every_unit(deliver_units: DeliverUnits) -> None:
    result = deliver_units(terc())
    assert result.state is State.PUBLISHED
    assert result.counts == {
        "read": EVERY_LEVEL,
        "new": EVERY_LEVEL,
        "changed": NONE,
        "unchanged": NONE,
        "vanished": NONE,
        "quarantined": NONE,
    }
    assert Unit.objects.count() == len(ROWS)


@pytest.mark.parametrize(
    ("code", "parent"),
    [("06", None), ("0609", "06"), ("060901_3", "0609"), ("060901_4", "060901_3"), ("146502_8", "146501_1")],
)
@pytest.mark.usefixtures("country")
def test_unit_stands_under_its_parent(code: str, parent: str | None) -> None:
    assert Unit.objects.get(code=code).parent_id == parent


@pytest.mark.usefixtures("country")
def test_publication_gives_the_units_layer_a_version() -> None:
    assert Layer.objects.get(name="units").version == 1


@pytest.mark.usefixtures("country")
def test_delivery_keeps_the_state_date_of_its_file() -> None:
    assert latest().data_date == date(2020, 1, 1)


@pytest.mark.usefixtures("country")
def test_same_content_again_changes_nothing(deliver_units: DeliverUnits) -> None:
    before = table()
    result = deliver_units(terc())
    assert (result.counts["unchanged"], table()) == (EVERY_LEVEL, before)
    assert Layer.objects.get(name="units").version == 1


@pytest.mark.usefixtures("country")
def test_name_list_agrees_with_terc(deliver_units: DeliverUnits) -> None:
    result = deliver_units(name_list({"060901_3": "Bełżyce", "060902_2": "Borzechów"}))
    assert result.counts["read"]["gminas"] == 2
    assert result.counts["unchanged"] == NONE | {"gminas": 2, "registration_units": 2}


@pytest.mark.usefixtures("country")
def test_renamed_powiat_is_changed(deliver_units: DeliverUnits) -> None:
    result = deliver_units(name_list({"0609": "powiat bełżycki"}))
    assert result.counts["changed"] == NONE | {"powiats": 1}
    assert Unit.objects.get(code="0609").name == "bełżycki"


@pytest.mark.usefixtures("country")
def test_village_that_became_a_town_replaces_its_rural_gmina(deliver_units: DeliverUnits) -> None:
    result = deliver_units(name_list({"060904_3": "Garbów"}))
    assert result.counts["new"] == NONE | {"gminas": 1, "registration_units": 2}
    assert result.counts["vanished"] == NONE | {"gminas": 1}
    assert not Unit.objects.current().filter(code="060904_2").exists()


@pytest.mark.usefixtures("country")
def test_unit_left_out_of_terc_is_closed_and_kept(deliver_units: DeliverUnits) -> None:
    result = deliver_units(terc("060904_2").replace("2020-01-01", "2021-01-01"))
    assert result.counts["vanished"] == NONE | {"gminas": 1}
    assert Unit.objects.get(code="060904_2").valid_to == date(2021, 1, 1)


@pytest.mark.usefixtures("country")
def test_unit_that_comes_back_is_open_again(deliver_units: DeliverUnits) -> None:
    deliver_units(terc("060904_2"))
    assert deliver_units(terc()).counts["changed"] == NONE | {"gminas": 1}
    assert Unit.objects.get(code="060904_2").valid_to is None


@pytest.mark.usefixtures("country")
def test_name_list_ends_nothing_it_does_not_name(deliver_units: DeliverUnits) -> None:
    assert deliver_units(name_list({"060902_2": "Borzechów"})).counts["vanished"] == NONE


@pytest.mark.usefixtures("country")
def test_partial_delivery_ends_nothing_it_does_not_name(deliver_units: DeliverUnits) -> None:
    assert deliver_units(terc("060904_2"), partial=True).counts["vanished"] == NONE


@pytest.mark.usefixtures("country")
def test_quarantined_unit_stays_as_it_was(deliver_units: DeliverUnits) -> None:
    result = deliver_units(terc("060904_2", and_rows=("06;09;04;2;Garb?w;gmina wiejska;2020-01-01",)))
    assert result.counts["quarantined"] == NONE | {"gminas": 1}
    assert result.counts["vanished"] == NONE
    assert Unit.objects.get(code="060904_2").name == "Garbów"


@pytest.mark.usefixtures("country")
def test_unreadable_code_means_that_nothing_has_surely_vanished(deliver_units: DeliverUnits) -> None:
    result = deliver_units(terc("060904_2", and_rows=("06;O9;04;2;Garbów;gmina wiejska;2020-01-01",)))
    assert codes_of_findings(result) == ["malformed-code", "incomplete"]
    assert result.counts["vanished"] == NONE


def test_unit_of_terc_without_its_parent_is_quarantined_with_all_below(deliver_units: DeliverUnits) -> None:
    result = deliver_units(terc("0609"))
    assert set(codes_of_findings(result)) == {"unknown-parent"}
    assert result.counts["quarantined"] == NONE | {"gminas": 3, "registration_units": 2}


def test_name_lists_find_their_parents_in_any_order(deliver_units: DeliverUnits) -> None:
    gminas = deliver_units(name_list({"060902_2": "Borzechów", "060904_2": "Garbów"}))
    assert codes_of_findings(gminas) == ["missing-parent"]
    deliver_units(name_list({"0609": "powiat lubelski"}))
    assert Unit.objects.get(code="060904_2").parent_id == "0609"


@pytest.mark.usefixtures("country")
def test_delivery_that_would_end_half_of_the_country_waits(deliver_units: DeliverUnits) -> None:
    before = table()
    result = deliver_units(terc(*[code for code in ROWS if not code.startswith("06")]))
    assert (result.state, codes_of_findings(result)) == (State.WAITING, ["suspicious-vanishing"])
    assert table() == before


@pytest.mark.usefixtures("country")
def test_accepted_delivery_ends_half_of_the_country(deliver_units: DeliverUnits) -> None:
    result = deliver_units(terc(*[code for code in ROWS if not code.startswith("06")]), accept=True)
    assert result.state is State.PUBLISHED
    assert Unit.objects.current().count() == 7


@pytest.mark.usefixtures("country")
def test_older_state_than_the_published_one_waits(deliver_units: DeliverUnits) -> None:
    result = deliver_units(terc().replace("2020-01-01", "2019-01-01"))
    assert (result.state, codes_of_findings(result)) == (State.WAITING, ["older-state"])


def test_vanishing_unit_of_an_office_is_pointed_out(deliver_units: DeliverUnits, belzyce: Office) -> None:
    result = deliver_units(terc("060901_3", "060901_4", "060901_5"))
    assert codes_of_findings(result) == ["office-without-unit"]
    assert belzyce.name in next(iter(result.findings)).message


def test_dry_run_counts_and_changes_nothing(deliver_units: DeliverUnits) -> None:
    result = deliver_units(terc(), dry_run=True)
    assert (result.state, result.counts["new"]) == (State.CHECKED, EVERY_LEVEL)
    assert not Unit.objects.exists()


@pytest.mark.parametrize("content", ["", "a;b\n1;2\n", b"\x00\x01", "{"])
def test_unreadable_file_is_rejected_with_one_finding(deliver_units: DeliverUnits, content: str | bytes) -> None:
    result = deliver_units(content)
    assert (result.state, len(list(result.findings))) == (State.REJECTED, 1)


def test_file_without_one_good_unit_is_rejected(deliver_units: DeliverUnits) -> None:
    result = deliver_units("WOJ;POW;GMI;RODZ;NAZWA\n")
    assert (result.state, codes_of_findings(result)) == (State.REJECTED, ["no-units"])


@pytest.mark.usefixtures("country")
@pytest.mark.parametrize(
    "content",
    [
        terc("060904_2", and_rows=("06;09;05;2;Głusk;gmina wiejska;2020-01-01",)),
        name_list({"060904_3": "Garbów", "0609": "powiat bełżycki"}),
    ],
)
def test_rollback_restores_the_state_before(deliver_units: DeliverUnits, content: str) -> None:
    before = table()
    deliver_units(content)
    assert table() != before
    assert rollback(published()) == ("units",)
    assert table() == before


def test_rollback_of_parents_leaves_their_children_as_they_were(deliver_units: DeliverUnits) -> None:
    deliver_units(name_list({"060902_2": "Borzechów"}))
    before = table()
    deliver_units(name_list({"0609": "powiat lubelski", "06": "lubelskie"}))
    rollback(published())
    assert table() == before


@pytest.mark.usefixtures("country")
def test_rollback_is_refused_while_a_later_delivery_builds_on_it(deliver_units: DeliverUnits) -> None:
    first = published()
    deliver_units(name_list({"0609": "powiat bełżycki"}))
    with pytest.raises(Refused, match="późniejsze"):
        rollback(first)


@pytest.mark.usefixtures("country")
def test_later_delivery_that_changed_nothing_does_not_hinder_rollback(deliver_units: DeliverUnits) -> None:
    first = published()
    deliver_units(terc())
    rollback(first)
    assert not Unit.objects.exists()


def test_rollback_is_refused_while_an_office_stands_on_a_unit_it_brought(belzyce: Office) -> None:
    before = table()
    with pytest.raises(Refused, match=belzyce.name):
        rollback(published())
    assert table() == before
