"""The acts of a gmina with their documents: what was resolved when, by whom, where it was published."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from plans.codes import BASIC_PROFILES, ActKind, Status
from plans.demo import general, local
from plans.demo.config import Config, Local
from plans.demo.coverage import Coverage
from plans.demo.land import Gmina, Precinct
from plans.demo.local import LocalPlan
from plans.demo.records import Act, Document, Regulation, Zone
from plans.demo.shapes import rng_for

MONTHS = (
    "stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca", "sierpnia", "września", "października",
    "listopada", "grudnia",
)  # fmt: skip
# Intensity, built share, height, green share; None where the zone is not for building.
INDICATORS: dict[str, tuple[float | None, float | None, float | None, float | None]] = {
    "SW": (1.8, 50, 16, 20), "SJ": (0.8, 35, 10, 40), "SZ": (0.6, 35, 11, 35), "SU": (1.2, 50, 12, 20),
    "SH": (1.0, 60, 14, 10), "SP": (1.5, 60, 18, 15), "SR": (0.4, 30, 12, 40), "SN": (0.2, 10, 8, 70),
    "SI": (None, 60, 12, 15),
}  # fmt: skip
ADDITIONAL = {
    "SW": ("MN",), "SJ": ("UHD", "UG"), "SZ": ("MN", "U"), "SU": ("MW",), "SP": ("U", "PEF"), "SR": ("RZM",),
    "SN": ("UG",), "SO": ("RZM", "US"), "SK": ("U",), "SI": ("PEF",),
}  # fmt: skip
SITES = {"estate": (120_000.0, 1.5, (200.0, 1200.0), 25.0), "works": (90_000.0, 1.6, (300.0, 1800.0), 60.0)}
# What a plan ogólny makes of land that plans miejscowe have laid out.
COMMITTED = {"estate": "SJ", "works": "SP"}
LEAST_CHANGED = 6  # zones of a plan that can be changed in part
VILLAGE_REACH, TOWN_REACH = 330.0, 380.0
THURSDAY = 4  # when councils meet
SCHOOL = (1500, 3000)  # metres allowed in a town, elsewhere


@dataclass(frozen=True, eq=False)
class Planned:
    """A plan miejscowy: the act as it stands and its zones (none in preparation).

    `before` is what it was until another plan changed part of it, with all its zones.
    """

    config: Local
    act: Act
    zones: LocalPlan | None
    before: "Planned | None" = None


def general_plan(config: Config, gmina: Gmina, seed: int, status: Status, plans: Sequence[Planned]) -> Act:
    """Plan ogólny in force or being adopted; where PLANS have laid out fields it follows them."""
    committed = [(COMMITTED[plan.config.layout], plan.act.shape) for plan in plans if plan.config.layout in COMMITTED]
    drawn = general.draw(config, gmina, seed, committed)
    dates, later = config.general, timedelta(days=config.general.step * gmina.number)
    binds = status is Status.LEGAL_FORCE
    since = dates.in_force + later if binds else None
    act = Act(
        _data_set(config, gmina, "POG"),
        "1POG",
        f"Plan ogólny gminy {gmina.name}",
        ActKind.GENERAL,
        "local",
        status,
        _morning(since or config.exported - timedelta(days=70)),
        drawn.zones.outline,
        since,
        drawing=f"https://example.org/plany/{gmina.code}/plan-ogolny.tif",
        zones=tuple(_zones(drawn.zones, rng_for(seed, 44, gmina.number))),
        regulations=tuple(_areas(drawn.regulations, gmina)),
    )
    begun = _resolution(
        config, gmina, dates.begun + later, f"przystąpienia do sporządzenia planu ogólnego gminy {gmina.name}"
    )
    act = act.documented("dokumentPrzystepujacy", begun, "przystapienie")
    if binds:
        title = f"uchwalenia planu ogólnego gminy {gmina.name}"
        adopted = _resolution(config, gmina, dates.adopted + later, title, in_force=since)
        act = act.documented("dokumentUchwalajacy", adopted, "uchwala")
    return act


def study(config: Config, gmina: Gmina, until: date | None) -> Act:
    """The former studium, obsolete since the plan ogólny, or since the law's last day for it."""
    adopted = _session(2001 + gmina.number % 9)
    act = Act(
        _data_set(config, gmina, "SUIKZP"),
        "1SUIKZP",
        f"Studium uwarunkowań i kierunków zagospodarowania przestrzennego gminy {gmina.name}",
        ActKind.STUDY,
        "local",
        Status.OBSOLETE,
        _morning(date(2020, 11, 2)),
        gmina.outline,
        adopted,
        until or config.general.studies_until,
    )
    title = f"uchwalenia studium uwarunkowań i kierunków zagospodarowania przestrzennego gminy {gmina.name}"
    return act.documented("dokumentUchwalajacy", _resolution(config, gmina, adopted, title), "uchwala")


def _session(year: int) -> date:
    """The council's last before the summer, a Thursday."""
    return max(date(year, 6, day) for day in range(22, 29) if date(year, 6, day).isoweekday() == THURSDAY)


def local_plans(config: Config, gmina: Gmina, seed: int) -> list[Planned]:
    """In the order of the configuration; the numbers of the acts follow it."""
    named = {plan.gmina for plan in config.locals}
    number = gmina.number if gmina.number in named else -1
    chosen = [plan for plan in config.locals if plan.gmina == number]
    layouts = _Layouts(gmina, seed)
    found: dict[str, Planned] = {}
    for nth, plan in enumerate(chosen, 1):
        made = _local_plan(config, gmina, plan, nth, layouts, found)
        if made is not None:
            found[plan.key] = made
    return [_repealed(plan, found) for plan in found.values()]


class _Layouts:
    """Draws the plans of one gmina; those of one site share its place."""

    def __init__(self, gmina: Gmina, seed: int) -> None:
        self.gmina, self.seed = gmina, seed
        self._room = local.sites(gmina, seed)
        self._sites: dict[int, shapely.Polygon | None] = {}
        self.precinct: Precinct = max(gmina.precincts, key=lambda place: (place.town, len(place.houses)))

    def draw(self, plan: Local) -> LocalPlan | None:
        """None where there is no room for it."""
        if plan.layout == "centre":
            return local.centre(self.precinct, TOWN_REACH if self.precinct.town else VILLAGE_REACH)
        site = self._site(plan)
        draw = {"estate": local.estate, "first-estate": local.first_estate, "works": local.works}[plan.layout]
        return None if site is None else draw(self.gmina, site, self.seed)

    def _site(self, plan: Local) -> shapely.Polygon | None:
        if plan.site not in self._sites:
            area, ratio, away, clear = SITES["works" if plan.layout == "works" else "estate"]
            self._sites[plan.site] = self._room.find(area, ratio, away, clear, open_share=0.88)
        return self._sites[plan.site]


def _local_plan(
    config: Config, gmina: Gmina, plan: Local, nth: int, layouts: _Layouts, found: dict[str, Planned]
) -> Planned | None:
    """The plan; where it changes another, that one is given up to it in part. None where there is no room for it."""
    if plan.changes:
        return _change(config, gmina, plan, nth, layouts, found)
    zones = layouts.draw(plan)
    if zones is None and plan.adopted:
        return None
    area = zones.area if zones else layouts.precinct.outline
    act = _local_act(config, gmina, plan, nth, area, layouts.precinct.name)
    return Planned(plan, act, zones if plan.adopted else None)


def _change(
    config: Config, gmina: Gmina, plan: Local, nth: int, layouts: _Layouts, found: dict[str, Planned]
) -> Planned | None:
    whole = found.get(plan.changes)
    if whole is None or whole.zones is None or plan.in_force is None or len(whole.zones.shapes) < LEAST_CHANGED:
        return None
    rest, new = local.change(whole.zones, layouts.precinct.core, layouts.seed)
    act = _local_act(config, gmina, plan, nth, new.area, layouts.precinct.name)
    resolution = next(document for role, document in act.documents if role == "dokumentUchwalajacy")
    smaller = replace(whole.act, started=_morning(plan.in_force), shape=rest.area, change=1)
    found[plan.changes] = Planned(
        whole.config, smaller.documented("dokumentZmieniajacy", _again(resolution), "zmienia"), rest, before=whole
    )
    return Planned(plan, act, new)


def _repealed(plan: Planned, found: dict[str, Planned]) -> Planned:
    """A plan that another one replaces ends on the day the other begins to bind."""
    heirs = [other for other in found.values() if other.config.repeals == plan.config.key]
    if not heirs:
        return plan
    resolution = next(document for role, document in heirs[0].act.documents if role == "dokumentUchwalajacy")
    ended = replace(plan.act, status=Status.OBSOLETE, until=heirs[0].config.in_force)
    return replace(plan, act=ended.documented("dokumentUchylajacy", _again(resolution), "uchyla"))


def _again(resolution: Document) -> Document:
    """A resolution as another act's document, without what it says of the first."""
    return replace(resolution, relations=())


def _local_act(config: Config, gmina: Gmina, plan: Local, nth: int, area: BaseGeometry, place: str) -> Act:
    what = plan.title.format(place=place)
    title = f"Miejscowy plan zagospodarowania przestrzennego {what}"
    named = f"miejscowego planu zagospodarowania przestrzennego {what}"
    if plan.changes:
        title, named = f"Zmiana {named}", f"zmiany {named}"
    act = Act(
        _data_set(config, gmina, "MPZP"),
        f"{nth}MPZP",
        title,
        ActKind.LOCAL,
        "infraLocal",
        Status.LEGAL_FORCE if plan.adopted else Status.ELABORATION,
        _morning(max(plan.in_force or plan.begun, date(2009, 1, 2))),
        area,
        plan.in_force,
    )
    begun = _resolution(config, gmina, plan.begun, f"przystąpienia do sporządzenia {named}")
    act = act.documented("dokumentPrzystepujacy", begun, "przystapienie")
    if plan.adopted:
        adopted = _resolution(config, gmina, plan.adopted, f"uchwalenia {named}", in_force=plan.in_force)
        act = act.documented("dokumentUchwalajacy", adopted, "uchwala")
    return act


def _data_set(config: Config, gmina: Gmina, kind: str) -> str:
    return f"{config.namespace}/{gmina.code}-{kind}"


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(6))


def _resolution(config: Config, gmina: Gmina, day: date, matter: str, *, in_force: date | None = None) -> Document:
    """A resolution of the gmina's council of that day; its number depends on nothing else."""
    rng = rng_for(gmina.number, 45, day.toordinal())
    number = f"{_roman(int(rng.integers(4, 60)))}/{int(rng.integers(20, 480))}/{day.year}"
    council, of_council = config.councils.get(gmina.code, (f"Rada Gminy {gmina.name}", f"Rady Gminy {gmina.name}"))
    journal = f"Dz. Urz. Woj. Lubelskiego z {in_force.year} r. poz. {int(rng.integers(300, 6900))}" if in_force else ""
    return Document(
        local_id=f"U-{number.replace('/', '-')}",
        title=f"Uchwała Nr {number} {of_council} z dnia {in_words(day)} w sprawie {matter}",
        number=number,
        organ=council,
        dated=day,
        effective=in_force,
        journal=journal,
        link=f"https://example.org/uchwaly/{gmina.code}/{number.replace('/', '-')}.pdf",
    )


def in_words(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year} r."


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    digits = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
    return ("", "X", "XX", "XXX", "XL", "L")[tens] + digits[ones]


def _zones(coverage: Coverage, rng: np.random.Generator) -> Iterator[Zone]:
    """Numbered by symbol from north-west to south-east."""
    middles = shapely.get_coordinates(shapely.centroid(coverage.shapes))
    order = np.lexsort((middles[:, 0], -np.round(middles[:, 1], -3), coverage.symbols))
    seen: dict[str, int] = {}
    for i in order.tolist():
        symbol = str(coverage.symbols[i])
        seen[symbol] = seen.get(symbol, 0) + 1
        yield Zone(
            f"{seen[symbol]}{symbol}",
            symbol,
            coverage.shapes[i],
            tuple(BASIC_PROFILES[symbol].split()),
            ADDITIONAL.get(symbol, ()),
            _indicators(symbol, rng),
        )


def _indicators(symbol: str, rng: np.random.Generator) -> tuple[float | None, float | None, float | None, float | None]:
    """The usual ones, here and there a step more or less."""
    intensity, built, height, green = INDICATORS.get(symbol, (None, None, None, None))
    step = int(rng.integers(-1, 2))
    return (
        None if intensity is None else round(intensity + 0.1 * step, 1),
        None if built is None else built + 5 * step,
        None if height is None else height + step,
        None if green is None else green - 5 * step,
    )


def _areas(found: tuple[tuple[str, shapely.Polygon], ...], gmina: Gmina) -> Iterator[Regulation]:
    towns = shapely.union_all([precinct.outline for precinct in gmina.precincts if precinct.town])
    seen: dict[str, int] = {}
    for kind, shape in found:
        seen[kind] = seen.get(kind, 0) + 1
        in_town = bool(towns.contains(shape.representative_point()))
        yield Regulation(f"{seen[kind]}{kind}", kind, shape, SCHOOL[0] if in_town else SCHOOL[1])
