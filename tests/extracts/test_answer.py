"""What may be built here, said in words: which plan binds, where the ground lies in it, what is not known."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from sip.extracts.answer import answer, cited, limits, standards
from sip.extracts.record import Indicators, Subject
from tests.extracts import records
from tests.extracts.records import GENERAL_THEME, LOCAL_THEME, act, concern, resolution, subject, zone


def said(given: Subject) -> str:
    return " ".join(answer(given).sentences)


def test_a_parcel_in_one_zone_hears_its_plan_zone_day_and_resolution() -> None:
    words = said(records.ONE_ZONE)

    assert "Obowiązuje tu plan miejscowy: „MPZP wsi Wola Zmyślona”" in words
    assert "od 1 kwietnia 2025, uchwała nr XII/34/2025 z dnia 4 marca 2025" in words
    assert "Cały ten grunt leży w terenie 1MN, tereny zabudowy mieszkaniowej jednorodzinnej." in words


def test_zones_are_named_with_their_shares_and_the_table_has_the_rest() -> None:
    words = said(records.MANY_ZONES)

    assert "1MN, tereny zabudowy mieszkaniowej jednorodzinnej (40,0%)" in words
    assert "4ZP" not in words
    assert "Wszystkie są w tabeli" in words


def test_a_local_plan_goes_before_the_plan_ogolny() -> None:
    both = subject(concern(LOCAL_THEME, [zone("1MN", 100)]), concern(GENERAL_THEME, [zone("1SJ", 100)]))

    assert "o zabudowie rozstrzyga plan miejscowy" in said(both)


def test_where_a_local_plan_ends_the_plan_ogolny_alone_binds() -> None:
    words = said(subject(concern(LOCAL_THEME, [zone("1MN", 60)]), concern(GENERAL_THEME, [zone("1SJ", 100)])))

    assert "Plan miejscowy obejmuje 60,0% tego gruntu. Na reszcie obowiązuje tylko plan ogólny." in words
    assert words.endswith("Cały ten grunt leży w strefie 1SJ, tereny zabudowy mieszkaniowej jednorodzinnej.")


def test_under_a_plan_ogolny_alone_one_needs_a_decision() -> None:
    words = said(records.GENERAL_ONLY)

    assert "Obowiązuje tu plan ogólny" in words
    assert "Leży w strefach: 1SJ" in words
    assert "Nie ma tu planu miejscowego." in words
    assert "decyzja o warunkach zabudowy" in words


def test_slivers_do_not_make_a_parcel_lie_in_several_zones() -> None:
    words = said(
        subject(concern(GENERAL_THEME, [zone("1SJ", 99.9)], slivers=(zone("2SO", 0.1),), rest_percent=Decimal(0)))
    )

    assert "Prawie cały ten grunt (99,9%) leży w strefie 1SJ" in words
    assert "2SO" not in words


def test_a_plan_that_reaches_in_by_a_sliver_or_was_replaced_does_not_bind_there() -> None:
    plans = (act(), act(identifier="earlier", title="Dawny plan"), act(identifier="beside", title="Plan obok"))
    rows = [zone("1MN", 100), zone("7R", 0, act="earlier", replaced_percent=Decimal(100))]
    words = said(subject(concern(LOCAL_THEME, rows, acts=plans, slivers=(zone("9U", 0, act="beside"),))))

    assert "Obowiązuje tu plan miejscowy: „MPZP wsi Wola Zmyślona”" in words
    assert "Cały ten grunt leży w terenie 1MN" in words


@pytest.mark.parametrize(
    ("percents", "words"),
    [
        ((), "poza obszarem uzupełnienia zabudowy"),
        ((30.0, 12.5), "W obszarze uzupełnienia zabudowy leży 42,5% tego gruntu."),
        ((100.0,), "Ten grunt leży w obszarze uzupełnienia zabudowy."),
    ],
)
def test_under_a_plan_ogolny_alone_the_area_of_infill_decides(percents: tuple[float, ...], words: str) -> None:
    infill = tuple(zone(f"{n}OUZ", percent, kind="regulation", symbol="OUZ") for n, percent in enumerate(percents))

    assert words in said(subject(concern(GENERAL_THEME, [zone("1SJ", 100)], regulations=infill)))


def test_limits_of_the_only_zone_are_part_of_the_answer() -> None:
    words = said(subject(concern(GENERAL_THEME, [zone("1SJ", 100, indicators=Indicators(max_height=Decimal("9.50")))])))

    assert "wysokość zabudowy do 9,5 m." in words


@pytest.mark.parametrize(
    ("not_concerned", "no_data", "words", "is_known"),
    [
        ((LOCAL_THEME, GENERAL_THEME), (), "Nie ma tu planu miejscowego ani planu ogólnego.", True),
        ((), (LOCAL_THEME, GENERAL_THEME), "Nie wiemy, co tu wolno zbudować", False),
        ((LOCAL_THEME,), (GENERAL_THEME,), "o planie ogólnym system nie ma danych", False),
        ((GENERAL_THEME,), (LOCAL_THEME,), "o planach miejscowych system nie ma pełnych danych", False),
    ],
)
def test_nothing_there_and_nothing_known_are_said_apart(
    not_concerned: tuple[object, ...], no_data: tuple[object, ...], words: str, is_known: bool
) -> None:
    found = answer(subject(not_concerned=not_concerned, no_data=no_data))

    assert words in found.sentences[0]
    assert found.is_known is is_known


def test_without_data_on_local_plans_their_absence_is_not_claimed() -> None:
    words = said(replace(records.GENERAL_ONLY, not_concerned=(), no_data=(LOCAL_THEME,)))

    assert "Nie wiemy, czy jest tu plan miejscowy" in words
    assert "Nie ma tu planu miejscowego" not in words


def test_a_plan_that_reaches_in_by_a_sliver_does_not_bind_here() -> None:
    sliver = concern(GENERAL_THEME, [], slivers=(zone("1SJ", 0.1, is_sliver=True),))

    assert said(subject(sliver)).startswith("Nie ma tu planu miejscowego ani planu ogólnego.")


def test_uses_are_named_once_and_not_without_end() -> None:
    rows = [zone("1SK", 50, basic_profiles=tuple("abcdefgh")), zone("2SK", 50, basic_profiles=("a", "x"))]

    found = answer(subject(concern(GENERAL_THEME, rows)))

    assert (found.uses, found.has_more_uses) == (tuple("abcdef"), True)


def test_indicators_are_words_with_the_figures_as_given() -> None:
    row = zone("1MN", 100, indicators=Indicators(Decimal("0.80"), Decimal(30), Decimal("9.5000"), Decimal(0)))

    assert limits(row) == [
        "wysokość zabudowy do 9,5 m",
        "zabudowa do 30% działki",
        "nadziemna intensywność zabudowy do 0,8",
        "teren biologicznie czynny (zieleń, woda) od 0% działki",
    ]


def test_standards_are_words() -> None:
    given = (("odlegloscDoSzkolyPodstawowej", "3000 m"), ("wylaczenieZabudowyZagrodowej", "true"), ("nowy", "1"))

    assert standards(zone("1OSD", 100, standards=given)) == [
        "do szkoły podstawowej: 3000 m",
        "nie dotyczy zabudowy zagrodowej: tak",
        "nowy: 1",
    ]


def test_a_document_without_number_is_cited_by_its_title() -> None:
    assert cited(resolution(number="", title="Rozporządzenie wojewody")) == "Rozporządzenie wojewody"
    assert cited(resolution(number="nr 5/2026", dated=date(2026, 1, 2))) == "uchwała nr 5/2026 z dnia 2 stycznia 2026"


@pytest.mark.parametrize("given", records.ALL.values(), ids=records.ALL)
def test_every_subject_gets_an_answer_in_either_language(given: Subject) -> None:
    for language in ("pl", "en"):
        with translation.override(language):
            assert all(sentence.strip() for sentence in answer(given).sentences)
