"""Other restrictions on the demo's land: water, nature, monuments, noise, decisions on building conditions."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from plans.demo.land import Gmina, Precinct, Shapes
from plans.demo.shapes import belt, rectangle, rng_for

# The codes of the themes that files are delivered for; of the other usual themes nothing is known.
FLOOD, NATURE, MONUMENTS, INTAKES, NOISE, DECISIONS, REVITALISATION = (
    "flood", "nature", "monuments", "water-intakes", "noise", "building-conditions", "revitalisation",
)  # fmt: skip
THEMES = (FLOOD, NATURE, MONUMENTS, INTAKES, NOISE, DECISIONS, REVITALISATION)
FLOODED = ((38.0, "raz na 10 lat (10%)"), (85.0, "raz na 100 lat (1%)"))
LANDSCAPE = 260.0  # metres about the river and the woods beside it
TREES = ("lipa drobnolistna", "dąb szypułkowy", "klon zwyczajny")
WELL, CATCHMENT = 15.0, 330.0
NOISE_BELT = 45.0
DECISION_SHARE = 0.02  # of the plots without houses


@dataclass(frozen=True)
class Restriction:
    """One row of a theme's file."""

    gmina: str
    theme: str
    designation: str
    name: str
    description: str
    document: str
    since: date
    shape: BaseGeometry


def draw(gmina: Gmina, seed: int) -> list[Restriction]:
    """Everything of one gmina, the same for the same arguments."""
    rng = rng_for(seed, 61, gmina.number)
    drawers = (_flood, _nature, _monuments, _intakes, _noise, _decisions, _revitalisation)
    return [found for draw_theme in drawers for found in draw_theme(gmina, rng)]


def _parts(shape: BaseGeometry, within: BaseGeometry) -> list[shapely.Polygon]:
    inside = shapely.get_parts(shapely.intersection(shape, within, grid_size=0.01)).tolist()
    return [part for part in inside if isinstance(part, shapely.Polygon) and part.area > 400]


def _flood(gmina: Gmina, rng: np.random.Generator) -> Iterator[Restriction]:
    river = gmina.of("river")
    for reach, often in FLOODED:
        shape = shapely.union_all([belt(river[i::7], reach * float(rng.uniform(0.75, 1.2))) for i in range(7)])
        for number, part in enumerate(_parts(shape, gmina.outline), 1):
            yield Restriction(
                gmina.code, FLOOD, f"Q {gmina.code}/{often.partition('(')[2][:-1]}/{number}",
                f"Obszar szczególnego zagrożenia powodzią, woda {often}",
                "Zakaz gromadzenia ścieków i materiałów mogących zanieczyścić wody; nowa zabudowa wymaga "
                "pozwolenia wodnoprawnego.",
                "Mapa zagrożenia powodziowego, Państwowe Gospodarstwo Wodne (przykład)", date(2020, 10, 22), part,
            )  # fmt: skip


def _nature(gmina: Gmina, rng: np.random.Generator) -> Iterator[Restriction]:
    river, woods = gmina.of("river"), gmina.of("forest")
    core = belt(river, LANDSCAPE) if len(river) else belt(woods[:40], LANDSCAPE)
    wild = shapely.union_all([core, *woods[shapely.intersects(woods, core)]]) if len(woods) else core
    parts = _parts(wild.buffer(60, quad_segs=3).buffer(-60, quad_segs=3).simplify(12), gmina.outline)
    for part in sorted(parts, key=lambda one: -one.area)[:1]:
        yield Restriction(
            gmina.code, NATURE, f"OCHK-{gmina.code}", "Obszar Chronionego Krajobrazu Dolina Lessowa",
            "Zakaz lokalizowania obiektów budowlanych w pasie 100 m od brzegów rzek i zbiorników wodnych.",
            "Uchwała Nr XX/290/2020 Sejmiku Województwa Lubelskiego (przykład)", date(2020, 6, 15), part,
        )  # fmt: skip
    trees = gmina.houses[rng.choice(len(gmina.houses), min(len(TREES), len(gmina.houses)), replace=False)] + 14.0
    for number, (place, tree) in enumerate(zip(trees, TREES, strict=False), 1):
        yield Restriction(
            gmina.code, NATURE, f"PP-{gmina.code}-{number}", f"Pomnik przyrody: {tree}",
            "Zakaz niszczenia, uszkadzania i przekształcania obiektu w promieniu 15 m od pnia.",
            f"Uchwała Nr XVII/{number + 108}/2012 (przykład)", date(2012, 5, 4), shapely.Point(place),
        )  # fmt: skip


def _monuments(gmina: Gmina, rng: np.random.Generator) -> Iterator[Restriction]:
    number = 100 + 20 * gmina.number
    for church in gmina.of("church").tolist():
        number += 1
        yield _monument(
            gmina, f"A/{number}", "Kościół parafialny", "Wpis do rejestru zabytków", church.representative_point()
        )
    for precinct in [precinct for precinct in gmina.precincts if precinct.town]:
        old = shapely.union_all(precinct.of("tenement", "square", "church")).buffer(14).buffer(-6).simplify(2)
        for part in _parts(old, gmina.outline)[:2]:
            number += 1
            yield _monument(
                gmina, f"A/{number}", f"Układ urbanistyczny: {precinct.name}", "Wpis do rejestru zabytków", part
            )
    for house in gmina.houses[rng.choice(len(gmina.houses), min(5, len(gmina.houses)), replace=False)]:
        number += 1
        yield _monument(gmina, f"GEZ {number}", "Dom drewniany", "Gminna ewidencja zabytków", shapely.Point(house))


def _monument(gmina: Gmina, designation: str, name: str, kind: str, shape: BaseGeometry) -> Restriction:
    told = f"{kind}. Roboty budowlane przy zabytku wymagają uzgodnienia z konserwatorem zabytków."
    return Restriction(
        gmina.code, MONUMENTS, designation, name, told, f"{kind}, {designation} (przykład)", date(1998, 3, 12), shape
    )


def _intakes(gmina: Gmina, rng: np.random.Generator) -> Iterator[Restriction]:
    fields = gmina.of("field")
    away = gmina.away(fields)
    near = np.flatnonzero((away > 350) & (away < 900) & (shapely.area(fields) > 3000))
    if not len(near):
        return
    well = np.array(fields[near[int(rng.integers(len(near)))]].representative_point().coords[0])
    angle, document = (
        float(rng.uniform(0, 3.1)),
        "Rozporządzenie Wojewody Lubelskiego z dnia 14 maja 2021 r. (przykład)",
    )
    direct = rectangle(well, 2.4 * WELL, 2 * WELL, angle)
    circle = affinity.scale(shapely.Point(well).buffer(1.0, quad_segs=10), CATCHMENT, CATCHMENT * 0.6)
    wide = affinity.rotate(circle, angle, use_radians=True).difference(direct)
    for letter, shape, name, told in (
        ("A", direct, "bezpośredniej", "Zakaz użytkowania gruntów do celów niezwiązanych z eksploatacją ujęcia."),
        (
            "B",
            wide,
            "pośredniej",
            "Zakaz rolniczego wykorzystania ścieków, lokalizacji cmentarzy i składowisk odpadów.",
        ),
    ):
        for part in _parts(shape, gmina.outline):
            yield Restriction(
                gmina.code, INTAKES, f"UW {gmina.code}/{letter}", f"Strefa ochrony {name} ujęcia wody", told, document,
                date(2021, 6, 1), part,
            )  # fmt: skip


def _noise(gmina: Gmina, rng: np.random.Generator) -> Iterator[Restriction]:
    loud: Precinct = max(gmina.precincts, key=lambda place: (place.town, len(place.houses)))
    shape = belt(loud.of("road", "rail"), NOISE_BELT)
    for number, part in enumerate(_parts(shape, loud.outline), 1):
        yield Restriction(
            gmina.code, NOISE, f"H {gmina.code}/{number}", "Zasięg ponadnormatywnego hałasu drogowego (LDWN > 64 dB)",
            "Nowe budynki z pomieszczeniami chronionymi wymagają izolacji akustycznej o podwyższonych parametrach.",
            "Strategiczna mapa hałasu 2022 (przykład)", date(2022, 6, 30), part,
        )  # fmt: skip


def _decisions(gmina: Gmina, rng: np.random.Generator) -> Iterator[Restriction]:
    empty: Shapes = gmina.of("vacant")
    fields = gmina.of("field")
    empty = np.concatenate([empty, fields[(gmina.away(fields) < 500) & (shapely.area(fields) < 6000)]])
    chosen = np.sort(rng.permutation(len(empty))[: max(2, round(DECISION_SHARE * len(empty)))])
    for number, i in enumerate(chosen.tolist(), 1):
        day = date(2021, 2, 1) + timedelta(days=int(rng.integers(0, 1700)))
        yield Restriction(
            gmina.code, DECISIONS, f"WZ {gmina.code}/{number}/{day.year}", "Decyzja o warunkach zabudowy: budynek "
            "mieszkalny jednorodzinny",
            "Maksymalna wysokość zabudowy 9 m, dach dwuspadowy, wskaźnik powierzchni zabudowy do 25%.",
            f"Decyzja Nr 6730.{number}.{day.year} z dnia {day:%d.%m.%Y} (przykład)", day, empty[i],
        )  # fmt: skip


def _revitalisation(gmina: Gmina, rng: np.random.Generator) -> Iterator[Restriction]:
    for precinct in [precinct for precinct in gmina.precincts if precinct.town]:
        shape = belt(precinct.of("tenement", "flats", "square", "church", "school"), 30.0)
        for part in _parts(shape, precinct.outline)[:1]:
            yield Restriction(
                gmina.code, REVITALISATION, f"OR {gmina.code}", f"Obszar rewitalizacji: {precinct.name}",
                "Gminie przysługuje prawo pierwokupu nieruchomości położonych na obszarze rewitalizacji.",
                "Uchwała Nr XXXI/204/2021 (przykład)", date(2021, 9, 30), part,
            )  # fmt: skip
