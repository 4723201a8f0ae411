"""Makes the file of a product: read at one moment, written aside, summed, and only then put in its place, whole."""

import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import file_digest
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

import orjson
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

from sip.services.downloads import reading
from sip.services.downloads.job import Job
from sip.services.downloads.models import Product, State, folder
from sip.services.downloads.wanted import Wanted
from sip.services.downloads.where import Fence
from sip.services.errors import ServiceError

log = logging.getLogger(__name__)

# The first half of an advisory lock's number; the second is the product's.
LOCKS: Final = 7_315
PROGRESS_SECONDS: Final = 0.5
# What must stay free on the disk.
SPARE_BYTES: Final = 512 * 1024**2
PACKED_AT_LEVEL: Final = 5
ABOUT: Final = "opis.json"


class Stopped(Exception):
    """The work was called off; nothing of it is kept."""


class TooLarge(Exception):
    """The file would be larger than files may be, or than the disk has room for."""


Heard = Callable[[str, int, int], None]


def make(product: Product) -> None:
    """Make the file unless another process is at it or it was called off; how it ended stands in the product."""
    with _locked(product) as is_ours:
        if not is_ours or not _begun(product):
            return
        try:
            about, path = made(Wanted.of(product.asked), _Noted(product))
            _kept(product, about, path)
        except Stopped:
            log.info("download called off", extra={"product": product.pk})
        except TooLarge:
            _failed(product, "too-large")
        except ServiceError:
            _failed(product, "gone")
        except Exception:
            log.exception("download failed", extra={"product": product.pk})
            _failed(product, "fault")


def made(wanted: Wanted, heard: Heard, *, within: Path | None = None) -> tuple[dict[str, Any], Path]:
    """What the file says of itself, and the file, in a folder of its own that the caller moves it out of.

    HEARD gets (layer, rows done, all rows) and may raise what stops the work; then nothing is left behind.
    """
    drafts = within or folder() / "drafts"
    drafts.mkdir(parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(dir=drafts))
    try:
        with reading.one_moment():
            job = _job(wanted, place, heard)
            paths = import_string(wanted.format.writer)(job)
        return job.about, _in_one(wanted, place, paths, job.about)
    except BaseException:
        shutil.rmtree(place, ignore_errors=True)
        raise


def _job(wanted: Wanted, place: Path, heard: Heard) -> Job:
    fence = Fence(wanted.place)
    conditions = {source.name: fence.condition(source) for source in wanted.sources}
    about = _about(wanted, conditions)
    total = sum(layer["count"] for layer in about["layers"])
    limited = _Limited(place)

    def told(layer: str, done: int) -> None:
        heard(layer, done, total)
        limited()

    return Job(wanted, place, conditions, about, told)


def _about(wanted: Wanted, conditions: dict[str, Any]) -> dict[str, Any]:
    layers = [
        {
            "name": source.name,
            "title": str(source.title),
            "count": reading.count(source.counted(conditions[source.name][0]), conditions[source.name][1]),
            "data_date": reading.data_date(source.kinds),
        }
        for source in wanted.sources
    ]
    return {
        "register_version": reading.version(),
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "data_date": max((layer["data_date"] for layer in layers if layer["data_date"]), default=None),
        "crs": wanted.crs,
        "place": {"where": wanted.place.where.value, "values": list(wanted.place.values)},
        "publisher": settings.ACCESSIBILITY["body"],
        "rights": settings.DATA_RIGHTS,
        "layers": layers,
    }


def _in_one(wanted: Wanted, place: Path, paths: list[Path], about: dict[str, Any]) -> Path:
    """The only file, or all of them in a ZIP with a description."""
    if len(paths) == 1 and not wanted.format.packed:
        return paths[0]
    packed = place / "dane.zip"
    with ZipFile(packed, "w", ZIP_DEFLATED, compresslevel=PACKED_AT_LEVEL) as archive:
        archive.writestr(ABOUT, orjson.dumps(about, option=orjson.OPT_INDENT_2))
        for path in paths:
            archive.write(path, path.name)
            path.unlink()
    return packed


@contextmanager
def _locked(product: Product) -> Iterator[bool]:
    """Hold the lock that says the product is being made; the database lets go of it when the process dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCKS, product.pk])
        is_ours = bool(cursor.fetchone()[0])
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCKS, product.pk])


def is_being_made(product: Product) -> bool:
    """Whether some process holds the product's lock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
            " WHERE locktype = 'advisory' AND classid = %s AND objid = %s AND datname = current_database())",
            [LOCKS, product.pk],
        )
        return bool(cursor.fetchone()[0])


def _begun(product: Product) -> bool:
    """Whether the product still waits to be made, or was left by a process that died."""
    return bool(
        Product.objects.filter(pk=product.pk, state__in=(State.WAITING, State.RUNNING)).update(
            state=State.RUNNING, attempts=product.attempts + 1, done=0, total=0, layer="", error=""
        )
    )


def _kept(product: Product, about: dict[str, Any], path: Path) -> None:
    """Nothing but a whole file ever has the name that is served."""
    product.ending = path.suffix.removeprefix(".")
    with path.open("rb") as file:
        product.sha256 = file_digest(file, "sha256").hexdigest()
        os.fsync(file.fileno())
    product.size, product.about, product.made_at = path.stat().st_size, about, timezone.now()
    product.path.parent.mkdir(parents=True, exist_ok=True)
    path.replace(product.path)
    shutil.rmtree(path.parent, ignore_errors=True)
    # Progress is noted now and then, so that a small file is ready before anything of it was.
    product.done = product.total = sum(layer["count"] for layer in about["layers"])
    product.layer = about["layers"][-1]["name"]
    fields = ("ending", "sha256", "size", "about", "made_at", "done", "total", "layer")
    known = {name: getattr(product, name) for name in fields}
    if not Product.objects.filter(pk=product.pk, state=State.RUNNING).update(state=State.READY, **known):
        product.path.unlink(missing_ok=True)
    product.orders.update(client="")


def _failed(product: Product, error: str) -> None:
    Product.objects.filter(pk=product.pk, state=State.RUNNING).update(state=State.FAILED, error=error)
    product.orders.update(client="")


class _Noted:
    """Keeps in the product's row how far the work is, and stops it when nobody wants it any more."""

    def __init__(self, product: Product) -> None:
        self.product = product
        self.written_at = float("-inf")

    def __call__(self, layer: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self.written_at < PROGRESS_SECONDS:
            return
        self.written_at = now
        running = Product.objects.filter(pk=self.product.pk, state=State.RUNNING)
        if not running.update(layer=layer, done=done, total=total):
            raise Stopped


class _Limited:
    """Raises TooLarge when the files in a folder outgrow the limit or the disk."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.looked_at = time.monotonic()

    def __call__(self) -> None:
        now = time.monotonic()
        if now - self.looked_at < PROGRESS_SECONDS:
            return
        self.looked_at = now
        size = sum(path.stat().st_size for path in self.place.iterdir())
        if size > settings.DOWNLOAD_LIMIT_MB * 1024**2 or shutil.disk_usage(self.place).free < SPARE_BYTES:
            raise TooLarge
