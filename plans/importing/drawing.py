"""Import of the georeferenced picture of a plan drawing: a TIFF -> tiles in the store, and rows that name them.

The picture belongs to the drawing of the act that the register has: the only one, or the one whose link ends in the
file's name. Where there is none, the delivery makes one, named after the file.
"""

import re
import shutil
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import shapely
from django.db import transaction

from plans.drawings import store
from plans.drawings.gdal import Step
from plans.drawings.picture import Picture, inspect
from plans.drawings.pyramid import EDITION, build, zooms
from plans.importing import engine
from plans.importing.check import check_office
from plans.importing.known_act import known_act
from plans.importing.read.records import DrawingFacts, Kind, RasterFacts
from plans.importing.registers import DRAWINGS, RASTERS
from plans.models import Drawing, DrawingRaster, PlanningAct
from sip.geo.gmlstream import Unreadable
from sip.intake.contract import Job, Progress, Result
from sip.intake.models import Delivery
from sip.registers import publish as registers
from sip.registers.record import Problem, Record

REGISTERS: Final = (DRAWINGS, RASTERS)
WORLD_FILES: Final = (".tfw", ".tifw", ".tiffw", ".wld")
_WORK: Final = ".work-"
_ABANDONED_SECONDS: Final = 86_400
_LABEL: Final = "Przygotowanie rysunku"


def run(job: Job) -> Result:
    """Take one picture in. A picture of the same name replaces the one before; others of the act stay."""
    _clear_up()
    try:
        act, (picture, world) = known_act(job.delivery), _files(job.files)
        check_office(job.delivery, act)
    except Unreadable as error:
        return engine.refused(error.code, error.detail)
    with TemporaryDirectory(dir=store.folder(), prefix=_WORK) as folder:
        source = _Source(job, act, picture, world, Path(folder))
        what = engine.Import(REGISTERS, open=lambda _: source, check=lambda *_: None)
        try:
            return engine.run(replace(job, files=(picture,), partial=True), what)
        finally:
            store.discard(_unused(source.keys))


def rollback(delivery: Delivery) -> list[str]:
    """Undo a published delivery in the caller's transaction. Raises `actions.Refused` if others built on it."""
    keys = set(DrawingRaster.objects.filter(published_by=delivery).values_list("key", flat=True))
    changed = registers.rollback(REGISTERS, delivery)
    transaction.on_commit(lambda: store.discard(_unused(keys)))
    return sorted(set(changed))


def _unused(keys: set[str]) -> set[str]:
    """Those that no row names, not even a retired one, which a rollback may bring back."""
    return keys - set(DrawingRaster.objects.filter(key__in=keys).values_list("key", flat=True))


def _clear_up() -> None:
    """What killed runs left behind."""
    for left in store.folder().glob(f"{_WORK}*"):
        if time.time() - left.stat().st_mtime > _ABANDONED_SECONDS:
            shutil.rmtree(left, ignore_errors=True)


def _files(files: Sequence[Path]) -> tuple[Path, Path | None]:
    """The picture, and the world file delivered with it or lying beside it."""
    worlds = [file for file in files if file.suffix.lower() in WORLD_FILES]
    pictures = [file for file in files if file not in worlds]
    if len(pictures) != 1 or len(worlds) > 1:
        raise Unreadable("one-drawing", ", ".join(file.name for file in files[:5]))
    picture = pictures[0]
    beside = [picture.with_suffix(ending) for ending in (*WORLD_FILES, *map(str.upper, WORLD_FILES))]
    return picture, next((file for file in (*worlds, *beside) if file.is_file()), None)


class _Source:
    """The rows of one picture; iterating makes its tiles, which takes most of the time."""

    def __init__(self, job: Job, act: PlanningAct, file: Path, world: Path | None, folder: Path) -> None:
        self.notes: list[Problem] = []
        self.keys: set[str] = set()
        self._job = job
        self._act = act
        self._file = file
        self._world = world
        self._folder = folder

    def progress(self) -> tuple[int, int]:
        return 0, 0

    def __iter__(self) -> Iterator[Record]:
        picture = inspect(self._file, self._world, self._folder, self._act.unit_code)
        self.notes += picture.notes
        self._prove_place(picture.footprint)
        limits, key = zooms(picture), self._key(picture)
        self.keys.add(key)
        if not store.path_of(key).exists():
            build(picture, limits, _percent(self._job.progress)).replace(store.path_of(key))
        identity = self._known_drawing()
        if identity is None:
            identity = self._own_id()
            yield self._new_drawing(picture)
        facts = RasterFacts(self._act.identifier, self._file.name, key, limits.first, limits.last)
        yield _record(Kind.RASTERS, identity, facts, picture.footprint)

    def _prove_place(self, footprint: shapely.Polygon) -> None:
        if self._act.geom is None:
            return
        outline = shapely.from_wkb(bytes(self._act.geom.wkb))
        if not shapely.intersection(outline, footprint).area:
            raise Unreadable("drawing-elsewhere", self._act.identifier)

    def _key(self, picture: Picture) -> str:
        """Of everything the tiles are made of."""
        sums = [item["sha256"] for item in self._job.delivery.files if item["name"] == self._file.name]
        placed = self._world.read_bytes().hex() if self._world else ""
        return blake2b(repr((EDITION, sums, placed, picture.srid)).encode(), digest_size=16).hexdigest()

    def _known_drawing(self) -> tuple[str, str] | None:
        """Identity of the register's drawing that this is the picture of: the same file's, the one that names the
        file, or the only one, unless it has another picture."""
        pictures = DrawingRaster.objects.current().filter(act=self._act.identifier)
        if before := pictures.filter(file=self._file.name).first():
            return before.namespace, before.local_id
        drawings = list(Drawing.objects.current().filter(act=self._act.identifier))
        named = [drawing for drawing in drawings if _last_part(drawing.link) == self._file.name]
        taken = set(pictures.values_list("namespace", "local_id"))
        free = [drawing for drawing in drawings if (drawing.namespace, drawing.local_id) not in taken]
        chosen = named if len(named) == 1 else drawings if len(drawings) == len(free) == 1 else []
        return next(((drawing.namespace, drawing.local_id) for drawing in chosen), None)

    def _own_id(self) -> tuple[str, str]:
        """Namespace and local id of a drawing that the register knows by its file alone."""
        digest = blake2b(self._file.stem.casefold().encode(), digest_size=3).hexdigest()
        return self._act.namespace, f"{self._act.local_id}-R{digest}"

    def _new_drawing(self, picture: Picture) -> Record:
        facts = DrawingFacts(self._act.identifier, _title(self._file.stem), crs=f"EPSG:{picture.srid}")
        return _record(Kind.DRAWINGS, self._own_id(), facts, None)


def _title(stem: str) -> str:
    return " ".join(re.sub(r"[_\s]+", " ", stem).split())[:1000] or "Rysunek"


def _last_part(link: str) -> str:
    return re.split(r"[/\\]", link.split("?")[0].split("#")[0])[-1]


def _percent(progress: Progress) -> Step:
    return lambda done: progress(_LABEL, done, 100)


def _record(kind: Kind, identity: tuple[str, str], facts: object, geometry: shapely.Geometry | None) -> Record:
    return Record(
        kind=kind,
        namespace=identity[0],
        local_id=identity[1],
        version_id="",
        object_from=None,
        valid_from=None,
        valid_to=None,
        object_to=None,
        identifier="/".join(filter(None, identity)),
        geometry=geometry,
        facts=facts,
        line=1,
    )
