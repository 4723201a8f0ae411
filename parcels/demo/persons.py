"""Invented owners for testing that importers drop them; recognisable, and impossible as real people.

Surnames carry the mark "Zmyslonyxx" and a running number, PESEL numbers a thirteenth-month date and a wrong
check digit, land-register numbers a court that does not exist.
"""

from collections.abc import Iterator

import numpy as np

from parcels.demo.config import Config
from parcels.demo.feature import feature, version_id
from parcels.demo.records import Life, Parcel, Precinct, new_id

WEIGHTS = (1, 3, 7, 9, 1, 3, 7, 9, 1, 3)
GROUP = "7"  # natural persons


class Persons:
    """The owners of one precinct: a register unit to a few parcels, a married couple to each unit."""

    def __init__(self, config: Config, precinct: Precinct, number: int, rng: np.random.Generator) -> None:
        """`number` is the precinct's place among all, which keeps the marks apart."""
        self._config = config
        self._rng = rng
        self._precinct = precinct
        self._start = number * 10_000
        self._unit_of: dict[str, int] = {}
        self._units: list[Life] = []
        self.marks: list[str] = []
        for parcel in (*precinct.parcels, *precinct.closed):
            if parcel.life.local_id not in self._unit_of:
                if not self._units or rng.random() < 0.45:
                    self._units.append(self._life())
                self._unit_of[parcel.life.local_id] = len(self._units) - 1

    def of_parcel(self, parcel: Parcel) -> tuple[str, str]:
        """(elements with the land-register number, link to the register unit)."""
        unit = self._unit_of[parcel.life.local_id]
        register = f"ZM9Y/{self._start + unit:08d}/X"
        self._mark(register)
        return (
            f"<egb:numerKW>{register}</egb:numerKW>",
            f'<egb:JRG2 xlink:href="{self._name(self._units[unit])}"/>',
        )

    def objects(self, precinct: str) -> Iterator[str]:
        """Register units, persons, marriages, shares and addresses."""
        for number, unit in enumerate(self._units):
            identifier = f"{self._precinct.plan.identifier}.G{number + 1}"
            yield self._feature(
                "EGB_JednostkaRejestrowaGruntow",
                unit,
                f"<egb:idJednostkiRejestrowej>{identifier}</egb:idJednostkiRejestrowej>"
                f"<egb:grupaRejestrowa>{GROUP}</egb:grupaRejestrowa>"
                f'<egb:lokalizacjaJRG xlink:href="{precinct}"/>',
            )
            yield from self._couple(unit, self._start + number)

    def _couple(self, unit: Life, number: int) -> Iterator[str]:
        home, couple, share = self._life(), self._life(), self._life()
        town = self._marked(f"Zmyslonowicexx{number:07d}")
        yield self._feature(
            "EGB_AdresPodmiotu",
            home,
            f"<egb:kraj>Polska</egb:kraj><egb:miejscowosc>{town}</egb:miejscowosc>"
            f"<egb:numerPorzadkowy>{number}</egb:numerPorzadkowy>",
        )
        people = [self._life(), self._life()]
        for person, sex in zip(people, (2, 1), strict=True):
            yield self._person(person, home, number, sex)
        yield self._feature(
            "EGB_Malzenstwo",
            couple,
            f'<egb:osobaFizyczna2 xlink:href="{self._name(people[0])}"/>'
            f'<egb:osobaFizyczna3 xlink:href="{self._name(people[1])}"/><egb:status>34</egb:status>',
        )
        yield self._feature(
            "EGB_UdzialWeWlasnosci",
            share,
            "<egb:rodzajPrawa>1</egb:rodzajPrawa>"
            "<egb:licznikUlamkaOkreslajacegoWartoscUdzialu>1</egb:licznikUlamkaOkreslajacegoWartoscUdzialu>"
            "<egb:mianownikUlamkaOkreslajacegoWartoscUdzialu>1</egb:mianownikUlamkaOkreslajacegoWartoscUdzialu>"
            f'<egb:podmiotUdzialuWlasnosci xlink:href="{self._name(couple)}"/>'
            f'<egb:przedmiotUdzialuWlasnosci xlink:href="{self._name(unit)}"/>',
        )

    def _person(self, person: Life, home: Life, number: int, sex: int) -> str:
        surname = self._marked(f"Zmyslonyxx{number:07d}")
        first = self._marked(f"Zmyslimir{sex}xx{number:07d}")
        pesel = self._marked(impossible_pesel(number * 2 + sex))
        return self._feature(
            "EGB_OsobaFizyczna",
            person,
            f"<egb:pierwszeImie>{first}</egb:pierwszeImie>"
            f"<egb:pierwszyCzlonNazwiska>{surname}</egb:pierwszyCzlonNazwiska>"
            f"<egb:pesel>{pesel}</egb:pesel><egb:plec>{sex}</egb:plec><egb:status>1</egb:status>"
            f'<egb:adresZameldowania xlink:href="{self._name(home)}"/>',
        )

    def _name(self, life: Life) -> str:
        return version_id(self._config.namespace, life)

    def _feature(self, cls: str, life: Life, body: str) -> str:
        return feature(self._config.namespace, cls, life, body)

    def _life(self) -> Life:
        return Life(new_id(self._rng), self._config.loaded, self._config.loaded)

    def _marked(self, text: str) -> str:
        self._mark(text)
        return text

    def _mark(self, text: str) -> None:
        if text not in self.marks[-6:]:
            self.marks.append(text)


def impossible_pesel(number: int) -> str:
    """Eleven digits with the month 13, which no century's offset gives, and a check digit that is one off."""
    digits = f"{number // 100_000 % 100:02d}13{number % 1_000_000:06d}"
    check = (10 - sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 10) % 10
    return f"{digits}{(check + 1) % 10}"
