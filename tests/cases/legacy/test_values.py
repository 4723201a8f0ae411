"""Dates, outcomes, signs and parcels as people typed them: what can be read is read, nothing ever raises."""

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cases.legacy import parcels, signs, values
from cases.legacy.signs import Numbering
from cases.workflow import Outcome, State

OWN = Numbering(1, "{unit}.{class}.{number}.{year}", {("IPG", "6730", ""), ("OŚ.RG", "6131", ""), ("GK", "6621", "3")})
TYPED = st.text(alphabet=st.sampled_from("0123456789/\\.,;- _()\nobręb działkaAR_nr. IPGul"), max_size=60)


@pytest.mark.parametrize(
    "typed",
    [
        "2024-03-05",
        "2024.03.05",
        "2024/3/5",
        "05.03.2024",
        "5.3.24",
        "5-3-2024",
        "5 / 3 / 2024",
        "05.03.2024 r.",
        "5 marca 2024 r.",
        "5 III 2024",
        "20240305",
        "45356",
        "45356.0",
        "45356,75",
        "2024-03-05T10:00:00Z",
        "2024-03-05 00:00:00",
        "05.03.2024 10:15",
    ],
)
def test_a_day_is_read_however_it_is_written(typed: str) -> None:
    assert values.day(typed) == date(2024, 3, 5)


@pytest.mark.parametrize("typed", ["", "03/25/2024", "31.02.2024", "2024", "0000-00-00", "1.1.1", "brak", "99999", "٣"])
def test_what_is_no_day_is_none(typed: str) -> None:
    assert values.day(typed) is None


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2049, 12, 31)))
def test_every_day_is_read_alike_in_all_orders(day: date) -> None:
    written = [f"{day:%Y-%m-%d}", f"{day:%d.%m.%Y}", f"{day.day}.{day.month}.{day:%y}", f"{day:%Y%m%d}"]

    assert {values.day(text) for text in written} == {day}


@pytest.mark.parametrize(
    ("typed", "is_closed", "state", "outcome"),
    [
        ("", False, State.ACCEPTED, None),
        ("", True, State.CLOSED, Outcome.DONE),
        ("w toku", False, State.ACCEPTED, None),
        ("W TOKU", True, State.CLOSED, Outcome.DONE),
        ("decyzja pozytywna", True, State.CLOSED, Outcome.GRANTED),
        ("odmowa ustalenia warunków", True, State.CLOSED, Outcome.REFUSED),
        ("umorzono", True, State.CLOSED, Outcome.DISCONTINUED),
        ("pozostawiono bez rozpoznania", False, State.CLOSED, Outcome.UNEXAMINED),
        ("wniosek wycofany", True, State.WITHDRAWN, None),
        ("niezakończona", False, State.ACCEPTED, None),
        ("zawieszone", False, State.SUSPENDED, None),
        ("przekazano do SKO", True, State.HANDED_OVER, None),
        ("nie wniesiono sprzeciwu", True, State.CLOSED, Outcome.NO_OBJECTION),
    ],
)
def test_state_and_outcome_are_told_by_words(
    typed: str, is_closed: bool, state: State, outcome: Outcome | None
) -> None:
    found = values.ending(typed, is_closed=is_closed)

    assert (found.state, found.outcome, found.is_known) == (state, outcome, True)


def test_words_that_say_no_state_are_told() -> None:
    assert not values.ending("zob. teczka 5", is_closed=False).is_known


@pytest.mark.parametrize(
    "typed",
    [
        "IPG.6730.12.2023",
        "ipg 6730 12 2023",
        "IPG-6730/12/2023",
        "IPG.6730.12.2023.AK",
        "Znak: IPG.6730.12.2023",
        "IPG.6730.12.23",
        "IPG.6730.12",
        "IPG.6730.0012.2023",
        " IPG . 6730 . 12 . 2023 . ",
        "IPG.6730.2023.12",
    ],
)
def test_a_sign_is_the_same_however_it_is_written(typed: str) -> None:
    found = signs.read(typed, OWN, 2023)

    assert found
    assert (found.text, found.number, found.year, found.is_own) == ("IPG.6730.12.2023", 12, 2023, True)


def test_a_unit_of_several_parts_and_a_group_are_read() -> None:
    of_two, grouped = signs.read("oś-rg.6131.7.2023", OWN, 2023), signs.read("GK.6621.3.12.2023", OWN, 2023)

    assert of_two
    assert (of_two.unit, of_two.number) == ("OŚ.RG", 7)
    assert grouped
    assert (grouped.group, grouped.number, grouped.is_own) == ("3", 12, True)


@pytest.mark.parametrize("typed", ["RRG.III.7331-12/2009", "UA/123/98", "12/2023", "stara sprawa"])
def test_a_sign_of_another_pattern_stays_as_it_was_typed(typed: str) -> None:
    found = signs.read(typed, OWN, 2023)

    assert found
    assert (found.text, found.is_own) == (typed, False)
    assert "sign-other" in found.notes


@given(st.one_of(st.text(max_size=200), TYPED))
@example("\0")
@example("IPG.6730.٣.2023")
def test_reading_a_sign_never_raises_and_reading_it_again_changes_nothing(typed: str) -> None:
    found = signs.read(typed, OWN, 2023)
    again = found and signs.read(found.text, OWN, 2023)

    assert found is None or (again is not None and (again.text, again.key) == (found.text, found.key))


@pytest.mark.parametrize("typed", ["cz. dz. 71/1, AM-3", "AM 3: 71/1", "71/1 (a.m. 3)", "71/1 ark. mapy nr 3"])
def test_sheets_are_no_numbers_of_parcels(typed: str) -> None:
    assert [(one.number, one.sheet) for one in parcels.named(typed)] == [("71/1", "3")]


@pytest.mark.parametrize(
    "typed",
    ["71/1 KW LU1I/00012345/6", "71/1, księga wieczysta nr LU1I/00012345/6", "71/1 Kw 12345", "KW nr 12345, dz. 71/1"],
)
def test_land_and_mortgage_registers_are_no_numbers_of_parcels(typed: str) -> None:
    assert [(one.number, one.place) for one in parcels.named(typed)] == [("71/1", "")]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("12/3", [("12/3", "", "")]),
        ("dz. nr 12/3, 12/4 obr. Kolonia", [("12/3", "", "kolonia"), ("12/4", "", "kolonia")]),
        ("obręb 5, działki: 1, 2/3 i 4", [("1", "", "5"), ("2/3", "", "5"), ("4", "", "5")]),
        ("obr. Nowa Wola dz. 1/2; obr. Kolonia 5", [("1/2", "", "nowa wola"), ("5", "", "kolonia")]),
        ("12/3 obr. Kolonia\n13 obr. Nowa", [("12/3", "", "kolonia"), ("13", "", "nowa")]),
        ("Krzewina 134", [("134", "", "krzewina")]),
        ("ark. 5 dz. 12, obr. 0021", [("12", "5", "0021")]),
        ("dz. 12 / 3 przy ul. Polnej 5a, pow. 0,35 ha", [("12/3", "", "")]),
        ("część dz. nr 5, obręb Podole gm. Bełżyce", [("5", "", "podole")]),
    ],
)
def test_parcels_are_read_with_their_precinct_and_sheet(typed: str, wanted: list[tuple[str, str, str]]) -> None:
    assert [(one.number, one.sheet, one.place) for one in parcels.named(typed)] == wanted


def test_whole_identifiers_are_read_and_a_number_after_one_lies_in_its_precinct() -> None:
    found = parcels.named("060901_5.0001.AR_5.12/3; 306401 1 0021 161 i 8")

    assert [(one.precinct, one.sheet, one.number) for one in found] == [
        ("060901_5.0001", "5", "12/3"),
        ("306401_1.0021", "", "161"),
        ("306401_1.0021", "", "8"),
    ]


@pytest.mark.parametrize("typed", ["12/3-12/7", "12a", "brak", "0", "5/0", "droga gminna"])
def test_what_is_no_number_of_a_parcel_stays_as_it_was_typed(typed: str) -> None:
    (found,) = parcels.named(typed)

    assert (found.typed, found.is_read) == (typed, False)


@given(st.one_of(st.text(max_size=200), TYPED))
@example("ﬃ" * 100)
@example("1" * 5000)
def test_reading_parcels_never_raises_and_drops_no_text_whole(typed: str) -> None:
    found = parcels.named(typed)

    assert bool(found) is any(sign.isprintable() and not sign.isspace() for sign in typed)
    assert all(0 < len(one.typed) <= 120 for one in found)


@given(st.lists(st.tuples(st.integers(1, 9999), st.integers(0, 99)), min_size=1, max_size=8, unique=True))
def test_numbers_written_out_are_read_back(numbers: list[tuple[int, int]]) -> None:
    written = [f"{main}/{part}" if part else str(main) for main, part in numbers]

    assert [one.number for one in parcels.named(", ".join(written))] == list(dict.fromkeys(written))
