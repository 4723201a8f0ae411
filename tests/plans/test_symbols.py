"""How zones look: the 13 of a plan ogólny in their own colours, symbols of local plans by their use."""

import pytest

from plans.codes import ZONES, PlanTheme, RegulationKind
from plans.symbols import LOOKS, REGULATION_LOOKS, look_of


def test_each_of_the_zones_has_a_look_of_its_own() -> None:
    looks = [LOOKS[symbol] for symbol in ZONES]

    assert len({look.colour for look in looks}) == len({look.pattern for look in looks}) == 13


def test_no_two_groups_share_a_pattern() -> None:
    patterns = [look.pattern for look in (*LOOKS.values(), *REGULATION_LOOKS.values())]

    assert len(set(patterns)) == len(patterns)


def test_each_kind_of_regulation_has_its_hatching() -> None:
    assert set(REGULATION_LOOKS) == set(RegulationKind.values)


@pytest.mark.parametrize(
    ("symbol", "key"),
    [
        ("MN", "SJ"),
        ("1MN", "SJ"),
        ("12.MN/U", "SJ"),
        ("A12MN", "SJ"),
        ("MN1", "SJ"),
        ("MW", "SW"),
        ("MN-U", "SJ"),
        ("MU", "SW"),
        ("RM", "SZ"),
        ("R", "SR"),
        ("U", "SU"),
        ("U1", "SU"),
        ("UC", "SH"),
        ("US", "SN"),
        ("P/U", "SP"),
        ("PG", "SG"),
        ("ZL", "forest"),
        ("ZP", "SN"),
        ("ZC", "SC"),
        ("WS", "water"),
        ("1KD-GP", "SK"),
        ("KDW", "SK"),
        ("IT", "SI"),
        ("?", "other"),
        ("", "other"),
        ("XYZ", "other"),
    ],
)
def test_symbols_of_local_plans_are_drawn_by_their_use(symbol: str, key: str) -> None:
    assert look_of(symbol, PlanTheme.LOCAL).key == key


def test_a_plan_ogolny_has_its_13_symbols_only() -> None:
    assert look_of("SJ", PlanTheme.GENERAL).key == "SJ"
    assert look_of("MN", PlanTheme.GENERAL).key == "other"
