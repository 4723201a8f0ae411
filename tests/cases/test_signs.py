"""Signs as offices write them, and numbers that have neither gaps nor doubles, whatever fails meanwhile."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from cases.catalogue.models import JRWA_CLASS, UNIT_SYMBOL
from cases.signs import DEFAULT_PATTERN, Register, check_pattern, next_number, sign
from sip.offices.models import Office

THREADS, CASES = 20, 1000


@pytest.mark.parametrize(
    ("pattern", "unit", "jrwa_class", "group", "written"),
    [
        (DEFAULT_PATTERN, "IPG", "6733", "", "IPG.6733.21.2026"),
        (DEFAULT_PATTERN, "PP", "67330", "", "PP.67330.21.2026"),
        (DEFAULT_PATTERN, "OŚ.RG", "613", "", "OŚ.RG.613.21.2026"),
        ("{unit}.{class}.{group}.{number}.{year}", "GN", "6831", "4", "GN.6831.4.21.2026"),
        ("{unit}.{class}.{group}.{number}.{year}", "GN", "6831", "", "GN.6831.21.2026"),
        ("{unit}-{class}/{number}/{year}", "GKN.1", "6620", "", "GKN.1-6620/21/2026"),
        ("{class}.{number}.{year}.{unit}", "AB", "6740", "", "6740.21.2026.AB"),
    ],
)
def test_a_sign_is_written_the_offices_way(pattern: str, unit: str, jrwa_class: str, group: str, written: str) -> None:
    assert check_pattern(pattern) == ""
    assert sign(pattern, Register(1, unit, jrwa_class, group, 2026), 21) == written


@pytest.mark.parametrize(
    "pattern",
    [
        "",
        "{unit}.{class}.{year}",
        "{unit}.{class}.{number}.{number}.{year}",
        "{unit}{class}.{number}.{year}",
        "{unit}.{class}.{number}.{year}.",
        "x{unit}.{class}.{number}.{year}",
        "{unit.__class__}.{class}.{number}.{year}",
        "{unit!r}.{class}.{number}.{year}",
        "{unit}.{class}.{number:>9}.{year}",
        "{unit}.{class}.{number}.{year",
        "{unit}<b>{class}.{number}.{year}",
        "{}.{unit}.{class}.{number}.{year}",
    ],
)
def test_a_pattern_that_could_mislead_is_refused(pattern: str) -> None:
    assert check_pattern(pattern)


@pytest.mark.parametrize("symbol", ["IPG", "OŚ", "GKN.1", "ŁĄĆ.ŻŹ.12"])
def test_symbols_of_units_have_polish_letters_and_dots(symbol: str) -> None:
    UNIT_SYMBOL(symbol)


@pytest.mark.parametrize("symbol", ["", ".GN", "GN.", "G..N", "G N", "GN\n", "G/N", "G_N"])
def test_other_signs_are_in_no_symbol(symbol: str) -> None:
    with pytest.raises(ValidationError):
        UNIT_SYMBOL(symbol)


@pytest.mark.parametrize("jrwa_class", ["67", "673301", "67a0", "٦٧٣٠", "6730\n"])
def test_a_class_has_three_to_five_digits(jrwa_class: str) -> None:
    with pytest.raises(ValidationError):
        JRWA_CLASS(jrwa_class)


class Fails(Exception):
    """A filing that goes wrong after it took its number."""


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_and_no_double_when_a_fifth_fails(belzyce: Office) -> None:
    register = Register(belzyce.pk, "PP", "6730", "", 2026)
    together = Barrier(THREADS)

    def one(at: int) -> int | None:
        try:
            with transaction.atomic():
                number = next_number(register)
                if at % 5 == 0:
                    raise Fails
                return number
        except Fails:
            return None

    def many(thread: int) -> list[int | None]:
        together.wait()
        try:
            return [one(at) for at in range(thread, CASES, THREADS)]
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as threads:
        given = [number for numbers in threads.map(many, range(THREADS)) for number in numbers]

    numbers = [number for number in given if number is not None]
    assert len(given) == CASES
    assert sorted(numbers) == list(range(1, CASES * 4 // 5 + 1))
    assert max(Counter(numbers).values()) == 1


@pytest.mark.django_db
def test_numbers_begin_anew_each_year_for_each_class_unit_and_office(belzyce: Office, starostwo: Office) -> None:
    registers = [
        Register(belzyce.pk, "PP", "6730", "", 2026),
        Register(belzyce.pk, "PP", "6730", "", 2027),
        Register(belzyce.pk, "PP", "6733", "", 2026),
        Register(belzyce.pk, "GN", "6730", "", 2026),
        Register(belzyce.pk, "PP", "6730", "1", 2026),
        Register(starostwo.pk, "PP", "6730", "", 2026),
    ]

    assert [next_number(register) for register in registers] == [1] * len(registers)
    assert next_number(registers[0]) == 2
