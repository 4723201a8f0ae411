"""The demo's plans on disk, and how they are to be delivered: the files of each step with what they speak of."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from plans.codes import Status
from plans.demo import acts, config, drawing, gml, land, prose, restrictions, tables, texts
from plans.demo.acts import Planned
from plans.demo.config import Config
from plans.demo.land import Gmina
from plans.demo.local import LocalPlan
from plans.demo.records import Act
from plans.demo.restrictions import THEMES, Restriction
from sip.intake.models import Kind


@dataclass(frozen=True)
class Step:
    """One delivery. `covers` are TERYT codes of units that it covers in full; `day` the day its data are true."""

    kind: Kind
    files: tuple[Path, ...]
    act: str = ""
    theme: str = ""
    covers: tuple[str, ...] = ()
    day: date | None = None


@dataclass(frozen=True)
class Roles:
    """Which of `count` gminas has what: the last no plan at all, the one before it a plan ogólny being adopted; of
    one, its restrictions and its local plans are not known in full."""

    count: int

    @property
    def without(self) -> int:
        return self.count - 1

    def status(self, number: int) -> Status:
        return Status.ADOPTION if self.count > 2 and number == self.count - 2 else Status.LEGAL_FORCE

    @property
    def unknown(self) -> int:
        return max(1, self.count - 3)


@dataclass
class Written:
    """`steps` in the order in which they must be delivered; `counts` of acts, zones and restrictions.

    Of all `gminas` the plany ogólne are known in full on `day`; of those `covered`, plans and restrictions too.
    """

    day: date
    gminas: tuple[str, ...]
    covered: tuple[str, ...]
    steps: list[Step] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)


def write_plans(
    source: Path, out: Path, *, seed: int, progress: Callable[[int, int], None] = lambda done, total: None
) -> Written:
    """Write the files into an existing directory; the same land and seed give the same bytes.

    SOURCE is the file of the land (land.py). PROGRESS is told of the gminas done and of all.
    """
    parameters = config.load()
    codes = _codes(source, parameters)
    roles = Roles(len(codes))
    covered = tuple(sorted(code for number, code in enumerate(codes) if number != roles.unknown))
    written = Written(parameters.exported, codes, covered)
    first: list[Path] = []
    later: list[Step] = []
    limits: list[Restriction] = []
    for done, gmina in enumerate(land.read(source, codes)):
        progress(done, len(codes))
        office = _Office(parameters, gmina, roles, seed, out)
        first += office.write()
        later += office.later
        limits += restrictions.draw(gmina, seed) if gmina.code in covered else []
        written.counts = {key: written.counts.get(key, 0) + count for key, count in office.counts.items()}
    later += _restrictions(limits, covered, gmina.srid, out)
    written.steps = [Step(Kind.APP, tuple(first)), *later]
    written.counts["restrictions"] = len(limits)
    return written


def _restrictions(limits: list[Restriction], covered: tuple[str, ...], srid: int, out: Path) -> Iterator[Step]:
    """A file to each theme."""
    for theme in THEMES:
        found = [limit for limit in limits if limit.theme == theme]
        if not found:
            continue
        columns = {
            "oznaczenie": [limit.designation for limit in found],
            "nazwa": [limit.name for limit in found],
            "opis": [limit.description for limit in found],
            "dokument": [limit.document for limit in found],
            "obowiazuje_od": [limit.since.isoformat() for limit in found],
        }
        path = out / f"ograniczenia_{theme}.gpkg"
        tables.write(path, [limit.shape for limit in found], columns, srid=srid, layer=theme)
        yield Step(Kind.RESTRICTIONS, (path,), theme=theme, covers=covered)


def _codes(source: Path, parameters: Config) -> tuple[str, ...]:
    """The gminas that the land has, the middle one first."""
    there = land.codes(source)
    return tuple(code for code in parameters.order if code in there)


class _Office:
    """What one gmina's planning office sends: `later` what follows the acts, `counts` of what it wrote."""

    def __init__(self, parameters: Config, gmina: Gmina, roles: Roles, seed: int, out: Path) -> None:
        self._config, self._gmina, self._roles, self._seed, self._out = parameters, gmina, roles, seed, out
        self.later: list[Step] = []
        self.counts = {"acts": 0, "zones": 0}

    def write(self) -> Iterator[Path]:
        """The files with acts, which go in one delivery before everything else."""
        gmina, number = self._gmina, self._gmina.number
        if number == self._roles.without:
            yield self._acts("suikzp", [acts.study(self._config, gmina, None)])
            return
        plans = acts.local_plans(self._config, gmina, self._seed)
        general = acts.general_plan(self._config, gmina, self._seed, self._roles.status(number), plans)
        yield self._acts("pog", [general])
        yield self._acts("suikzp", [acts.study(self._config, gmina, general.since)])
        yield self._local(plans)

    def _local(self, plans: list[Planned]) -> Path:
        """Plans miejscowe: first as they were before others changed them, then the changes."""
        first = [plan.before or plan for plan in plans if not plan.config.changes]
        for plan in first:
            self._zones(plan, "")
        changed = [plan for plan in plans if plan.before or plan.config.changes]
        if changed:
            path = self._acts("mpzp-zmiany", [plan.act for plan in changed])
            self.later.append(Step(Kind.APP, (path,)))
        for plan in changed:
            self._zones(plan, "-zmiana" if plan.before else "")
        return self._acts("mpzp", [plan.act for plan in first])

    def _zones(self, plan: Planned, mark: str) -> None:
        """Zones of a plan with what follows them: provisions, and the drawing of one that has it."""
        if plan.zones is None:
            return
        act = plan.act
        name = f"{act.local_id}_{self._gmina.code}{mark}"
        since = act.started.date()
        self._step(Kind.ZONES, act, since, self._table(f"tereny_{name}.gpkg", plan.zones))
        self.counts["zones"] += len(plan.zones.shapes)
        ending = ("csv", "html", "docx")[int(act.local_id.removesuffix("MPZP")) % 3]
        path = texts.write(self._out / f"ustalenia_{name}.{ending}", act, prose.sections(act, plan.zones))
        self._step(Kind.PROVISIONS, act, since, path)
        if plan.config.drawing and not plan.before:
            picture = drawing.write(self._out / f"rysunek_{name}.tif", act, plan.zones, self._gmina)
            self._step(Kind.DRAWING, act, since, picture)

    def _step(self, kind: Kind, act: Act, since: date, path: Path) -> None:
        self.later.append(Step(kind, (path,), act=act.identifier, day=since))

    def _table(self, name: str, plan: LocalPlan) -> Path:
        columns = {
            "oznaczenie": plan.designations.tolist(),
            "symbol": plan.symbols.tolist(),
            "przeznaczenie": [prose.PURPOSES[symbol] for symbol in plan.symbols.tolist()],
        }
        return tables.write(self._out / name, plan.shapes.tolist(), columns, srid=self._gmina.srid, layer="tereny")

    def _acts(self, name: str, found: list[Act]) -> Path:
        path = self._out / f"{name}_{self._gmina.code}.gml"
        path.write_text(gml.collection(found, self._gmina.srid), encoding="utf-8")
        self.counts["acts"] += len(found)
        self.counts["zones"] += sum(len(act.zones) for act in found)
        return path
