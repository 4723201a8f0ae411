"""Extracts on paper: tagged, whole, with what each kind of record must say; the office's own with its letterhead."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from django.utils import translation

from plans.codes import PlanTheme
from plans.symbols import LOOKS, REGULATION_LOOKS, UNIT_MM, Look
from sip.extracts.hatching import zones_svg
from sip.extracts.paper import Letterhead, html_of, official_pdf, public_pdf
from sip.extracts.pdf import bound, pdf
from sip.extracts.record import Provision, Subject
from sip.extracts.zones import ZoneShape
from tests.extracts import records
from tests.extracts.records import LOCAL_THEME, concern, extract, subject, zone
from tests.portal.conftest import Page
from tests.portal.paper import PIXELS_PER_MM, pages, picture, unpacked

pytestmark = pytest.mark.django_db

ADDRESS = "https://sip.example/wypis/abc/"
LETTERHEAD = Letterhead(
    office="Wójt Gminy Zmyślona",
    address=("ul. Główna 1", "24-200 Wola Zmyślona"),
    place="Wola Zmyślona",
    sign="IPG.6727.12.2026",
    dated=date(2026, 11, 23),
    fee="Opłata skarbowa 50 zł.",
    signed_by="Jan Przykładowy",
    position="inspektor",
)


def said(*subjects: Subject, letterhead: Letterhead | None = None) -> str:
    return Page(html_of(extract(*subjects), ADDRESS, letterhead).encode()).text


@pytest.mark.parametrize("name", records.ALL)
def test_every_kind_of_record_is_printed_tagged_and_in_its_own_font(name: str) -> None:
    document = public_pdf(extract(records.ALL[name]), ADDRESS)
    content = unpacked(document.content)

    assert document.pages == pages(document.content) > 0
    assert b"/StructTreeRoot" in content
    assert b"pdfuaid" in content
    assert b"FontFile" in content


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>Dom w lesie i z widokiem</p>", "<p>Dom w_lesie i_z_widokiem</p>"),
        ("<p>(w planie) O tym</p>", "<p>(w_planie) O_tym</p>"),
        ("<p>zł i <b>o</b> ul. A, nr 1a tu</p>", "<p>zł i_<b>o</b> ul. A, nr 1a tu</p>"),
        ('<style>a { o u z }</style><i title="w domu">a</i>', '<style>a { o u z }</style><i title="w domu">a</i>'),
    ],
)
def test_words_of_one_letter_end_no_line(html: str, expected: str) -> None:
    assert bound(html).replace("\u00a0", "_") == expected


def test_an_act_in_force_is_not_told_so_in_the_words_of_a_code_list() -> None:
    words = said(records.ONE_ZONE)

    assert "obowiązuje od" in words
    assert "prawnie wiążący lub realizowany" not in words


@pytest.mark.parametrize("subjects", [(records.MANY_ZONES,), (records.MANY_ZONES, records.ONE_ZONE)])
def test_no_level_of_headings_is_skipped(subjects: tuple[Subject, ...]) -> None:
    """ISO 14289-1, 7.4.2."""
    levels = [int(level) for level in re.findall(r"<h([1-6])", html_of(extract(*subjects), ADDRESS))]

    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_public_one_says_that_it_is_information() -> None:
    assert "Informacja, nie dokument urzędowy." in said(records.ONE_ZONE)


def test_it_holds_the_digest_and_where_to_verify_it() -> None:
    words = said(records.ONE_ZONE)

    assert extract(records.ONE_ZONE).digest() in words
    assert ADDRESS in words


def test_shares_have_their_sum_and_slivers_are_marked() -> None:
    words = said(records.MANY_ZONES)

    assert "5R tereny rolne skrawek na granicy, poniżej progu 0,1%" in words
    assert "Na 90,0% tego gruntu pierwszeństwo ma plan miejscowy." in words
    assert "bez przeznaczenia 10,0%" in words


def test_provisions_stand_whole_and_each_once() -> None:
    text = html_of(extract(records.ONE_ZONE, records.ONE_ZONE), ADDRESS)

    assert text.count("domy wolno stojące;") == 1
    assert "<td>0,4</td>" in text
    assert text.count("Ustalenia dla całego planu.") == 1


def test_zones_of_one_symbol_keep_what_is_laid_down_for_each() -> None:
    rows = [
        zone(designation, 25, provisions=(Provision(designation, "§ 8", f"<p>{words}</p>"),))
        for designation, words in (("1MN", "do 9 m"), ("2MN", "do 12 m"), ("3MN", "do 9 m"))
    ]
    other = zone("4MN", 100, provisions=(Provision("4MN", "§ 8", "<p>do 15 m</p>"),))
    words = said(subject(concern(LOCAL_THEME, rows)), subject(concern(LOCAL_THEME, [other])))

    assert "Ustalenia dla terenów 1MN, 3MN § 8 do 9 m" in words
    assert "Ustalenia dla terenu 2MN § 8 do 12 m" in words
    assert "Ustalenia dla terenu 4MN § 8 do 15 m" in words


def test_a_small_scale_leaves_out_parcels_that_would_hide_the_zones() -> None:
    wide = (Decimal(740_000), Decimal(350_000), Decimal(745_000), Decimal(351_000))

    assert "W tej skali pominięto działki sąsiednie i budynki." in said(replace(records.ONE_ZONE, extent=wide))
    assert "Działki sąsiednie i budynki są dzisiejsze." in said(records.ONE_ZONE)


def test_nothing_there_and_nothing_known_stand_apart() -> None:
    words = said(records.NO_DATA)

    assert "Brak danych" in words
    assert "zagrożenie powodzią: Wody Polskie, https://wody.example" in words
    assert "O żadnym temacie nie można tego powiedzieć na pewno." in words
    assert "Brak danych" not in said(records.NO_PLAN)


def test_lines_and_points_have_no_share() -> None:
    words = said(records.RESTRICTED)

    assert "aleja 34,5 m" in words
    assert "kapliczka punkt" in words


def test_acts_being_prepared_and_past_ones_stand_apart() -> None:
    words = said(records.COMING)

    assert words.index("Akty w przygotowaniu") < words.index("Projekt planu wsi Wola")
    assert words.index("Dokumenty historyczne") < words.index("Studium gminy Zmyślona")


def test_overlapping_zones_explain_a_sum_over_a_hundred() -> None:
    assert "udziały mogą przekroczyć 100%" in said(records.OVERLAPPING)


def test_several_parcels_have_a_section_each() -> None:
    document = public_pdf(extract(records.ONE_ZONE, records.NO_PLAN), ADDRESS)

    assert document.pages >= 2
    assert "Działki: 2" in said(records.ONE_ZONE, records.NO_PLAN)


def test_the_offices_own_carries_office_sign_date_fee_and_who_signs() -> None:
    words = said(records.ONE_ZONE, letterhead=LETTERHEAD)

    for part in (
        "Wójt Gminy Zmyślona",
        "Znak sprawy: IPG.6727.12.2026",
        "Wola Zmyślona, 23 listopada 2026",
        "Opłata skarbowa 50 zł.",
        "Dokument liczy stron:",
        "Jan Przykładowy",
        "inspektor",
    ):
        assert part in words
    assert "Informacja, nie dokument urzędowy" not in words


def test_the_offices_own_is_polish_and_counts_its_pages() -> None:
    with translation.override("en"):
        document = official_pdf(extract(records.ONE_ZONE), LETTERHEAD, ADDRESS)

    assert document.pages == pages(document.content)
    assert b"(pl)" in unpacked(document.content)


def test_texts_of_a_record_are_no_markup() -> None:
    wild = records.subject(
        records.concern(records.LOCAL_THEME, [records.zone("1MN", 100, name="</table><script>&\"'{{ x }}\\a")])
    )

    assert "<script>" not in html_of(extract(wild), ADDRESS)
    assert public_pdf(extract(wild), ADDRESS).pages


def test_a_sign_with_quotes_breaks_no_style() -> None:
    sign = "A\"B\\C';}</style>.6727.1.2026"
    letterhead = Letterhead(**{name: getattr(LETTERHEAD, name) for name in LETTERHEAD.__slots__} | {"sign": sign})

    usual, wild = (official_pdf(extract(records.NO_PLAN), head, ADDRESS) for head in (LETTERHEAD, letterhead))
    assert usual.pages == wild.pages
    assert sign not in html_of(extract(records.NO_PLAN), ADDRESS, letterhead)


SIDE = 24.0


def inked(look: Look, folder: Path) -> np.ndarray:
    """The pattern of LOOK alone on white paper, as what a printer without colours would put down."""
    white = Look(look.key, look.name, "#ffffff", look.pattern)
    square = f"M 0 0 h {SIDE} v {SIDE} h {-SIDE} z"
    shape = ZoneShape("zone", "act", PlanTheme.LOCAL, white, "", square, None, None, None)
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIDE}mm" height="{SIDE}mm" viewBox="0 0 {SIDE} {SIDE}">'
    html = (
        f"<html lang=pl><title>x</title><style>@page {{ margin: 0 }} body {{ margin: 0 }}</style>{svg}<title>x</title>"
    )
    page = picture(pdf(f"{html}{zones_svg([shape], UNIT_MM, 'hatch')}</svg>"), folder)
    edge = round(PIXELS_PER_MM)
    inside = np.asarray(page.convert("L"))[edge : round(SIDE * PIXELS_PER_MM) - edge, :]
    return inside[:, edge : round(SIDE * PIXELS_PER_MM) - edge] < 160


def test_zones_can_be_told_apart_without_colours(tmp_path: Path) -> None:
    drawn = {look.key: inked(look, tmp_path) for look in (*LOOKS.values(), *REGULATION_LOOKS.values())}

    for key, ink in drawn.items():
        assert ink.any() == (key != "SK"), key
        for other, its in drawn.items():
            assert key == other or (ink ^ its).mean() > 0.005, (key, other)
