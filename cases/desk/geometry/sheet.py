"""The editor's sheet: the shape under work with its list of coordinates, and each thing that may be done with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.core.files.uploadedfile import UploadedFile
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from shapely.geometry.base import BaseGeometry

from cases.desk.geometry import checks, exact, files, work
from cases.desk.geometry.sent import Sent
from cases.errors import Incomplete
from cases.land import systems
from cases.land.lists import fits, write
from cases.land.models import CaseGeometry, Source
from cases.land.typed import Misread, typed
from cases.models import Case
from sip.geo.crs import PL_1992

MOST_PARCELS: Final = 50


@dataclass(slots=True)
class Sheet:
    """`text` lists the shape in `system`. `problems` kept something from being done, `said` tells what was assumed;
    `bad_line` is the line of the list that is no point.
    """

    case: Case
    shape: BaseGeometry | None = None
    text: str = ""
    system: str = str(PL_1992.srid)
    source: str = Source.AMENDED.value
    reason: str = ""
    said: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    bad_line: int = 0
    look: checks.Look | None = None
    candidates: tuple[files.Candidate, ...] = ()
    candidate_shapes: list[BaseGeometry] = field(default_factory=list)
    file_system: str = ""
    file_order: str = ""
    file_note: str = ""
    pieces: list[shapely.Polygon] = field(default_factory=list)

    @property
    def can_be_saved(self) -> bool:
        return self.look is not None and self.look.can_be_saved and not self.problems

    def examine(self) -> None:
        """Makes points that stand on known ones those very points, then looks at the shape."""
        if self.shape is None:
            return
        known = [shapely_of(self.case.shape)] if self.case.shape is not None else []
        self.shape, on_register = exact.adopt(self.shape, known)
        self.look = checks.look(self.shape, filed(self.case), on_register)

    def list_again(self) -> None:
        """The list of the shape as it is now, in a system that reaches so far."""
        if self.shape is None:
            self.text = ""
            return
        if not fits(self.shape, systems.WRITTEN[self.system]):
            self.said.append(
                _("Kształt leży poza tą strefą, więc jego punkty podano w układzie %s.") % systems.name_of(PL_1992)
            )
            self.system = str(PL_1992.srid)
        self.text = write(self.shape, systems.WRITTEN[self.system])


def shapely_of(shape: GEOSGeometry) -> BaseGeometry:
    found: BaseGeometry = shapely.from_wkb(bytes(shape.wkb))
    return found


def geos_of(shape: BaseGeometry) -> GEOSGeometry:
    return GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=PL_1992.srid)


def filed(case: Case) -> list[BaseGeometry]:
    """The case's parcels as they were filed."""
    return [shapely_of(parcel.geom) for parcel in case.parcels.all() if parcel.geom is not None]


def opened(case: Case, restored: CaseGeometry | None = None) -> Sheet:
    """The case's shape as it is now, or an earlier version to be brought back."""
    sheet = Sheet(case)
    shape = restored.geom if restored else case.shape
    if shape is not None:
        sheet.shape = shapely_of(shape)
    else:
        sheet.source = Source.DRAWN.value
    if restored:
        words = {"number": restored.number, "day": date_format(restored.at, "j.m.Y")}
        sheet.reason = _("Przywrócenie wersji %(number)s z %(day)s.") % words
    sheet.list_again()
    sheet.examine()
    return sheet


def worked(case: Case, sent: Sent, upload: UploadedFile | None) -> Sheet:  # type: ignore[type-arg]
    """The sheet after what was asked of it; where that failed, the sheet as it was, with words why."""
    sheet = Sheet(case, text=sent.list, system=sent.system, source=sent.source, reason=sent.reason)
    _keep_file(sheet, sent)
    try:
        _take_shape(sheet, sent)
        if act := ACTS.get(sent.do):
            act(sheet, sent, upload)
    except Incomplete as error:
        sheet.problems += [words for problem in error.problems.values() for words in problem]
    sheet.examine()
    return sheet


def _take_shape(sheet: Sheet, sent: Sent) -> None:
    """The shape as it was drawn, or else as it is listed."""
    if sent.shape is not None:
        sheet.shape = sent.shape
        sheet.list_again()
    elif sent.list.strip():
        sheet.shape = _listed(sheet, sent.list, sent.typed_system, sent.order, follow=sent.shown == sent.system)
        if sent.shown != sent.system and sent.shown:
            sheet.list_again()


def _listed(sheet: Sheet, text: str, system: str, order: str, *, follow: bool) -> BaseGeometry:
    """The shape that TEXT lists; the sheet's own system becomes the list's where it is to FOLLOW. Raises Incomplete."""
    try:
        found = typed(text, system, order)
    except Misread as error:
        sheet.bad_line = error.line
        raise
    sheet.said.append(_("Współrzędne odczytano jako: %s.") % systems.reading_name(found.reading))
    if found.repeated:
        words = ngettext("Pominięto %d powtórzony punkt.", "Pominięto %d powtórzone punkty.", found.repeated)
        sheet.said.append(words % found.repeated)
    if follow:
        sheet.system = str(found.reading.crs.srid)
    return found.shape


def _keep_file(sheet: Sheet, sent: Sent) -> None:
    """What was read from a file stays at hand until the shape is saved."""
    sheet.candidates, sheet.file_note = sent.candidates, sent.file_note
    sheet.file_system, sheet.file_order = sent.file_system, sent.file_order


def _upload(sheet: Sheet, sent: Sent, upload: UploadedFile | None) -> None:  # type: ignore[type-arg]
    if upload is None:
        raise Incomplete({"file": [_("Wybierz plik z kształtem.")]})
    found = files.found_in(upload)
    sheet.candidates, sheet.file_note = found.candidates, found.note
    sheet.file_system = str(found.reading.crs.srid)
    sheet.file_order = next(key for key, order in systems.ORDERS.items() if order is found.reading.order)
    if len(found.candidates) == 1:
        _put(sheet, files.taken(found.candidates, found.reading), Source.UPLOADED)
    else:
        sheet.candidate_shapes = [files.taken([one], found.reading) for one in found.candidates]


def _take(sheet: Sheet, sent: Sent, upload: UploadedFile | None) -> None:  # type: ignore[type-arg]
    """The features chosen, or the file's only one, in the system chosen for the file."""
    reading = files.reading_of(sent.file_system, sent.file_order, sent.candidates)
    if reading is None:
        raise Incomplete({"file": [_("Wybierz układ współrzędnych pliku.")]})
    chosen = [one for at, one in enumerate(sent.candidates) if at in sent.take or len(sent.candidates) == 1]
    _put(sheet, files.taken(chosen, reading), Source.UPLOADED)
    sheet.file_note = _("Plik odczytano jako: %s.") % systems.reading_name(reading)


def _combine(sheet: Sheet, sent: Sent, upload: UploadedFile | None) -> None:  # type: ignore[type-arg]
    done = work.combined(sheet.shape, _other(sheet, sent), work.Work(sent.do))
    parcels_alone = sent.do == work.Work.REPLACE and sent.parcels and sent.other_shape is None
    _put(sheet, done, Source.PARCELS if parcels_alone else Source(sheet.source))


def _cut(sheet: Sheet, sent: Sent, upload: UploadedFile | None) -> None:  # type: ignore[type-arg]
    sheet.pieces = work.pieces(sheet.shape, _other(sheet, sent))


def _keep(sheet: Sheet, sent: Sent, upload: UploadedFile | None) -> None:  # type: ignore[type-arg]
    _put(sheet, work.together([piece for at, piece in enumerate(sent.pieces) if at in sent.keep]), Source(sheet.source))


def _other(sheet: Sheet, sent: Sent) -> BaseGeometry:
    """What is drawn, named as parcels, or listed beside the shape. Raises Incomplete."""
    if sent.other_shape is not None:
        return sent.other_shape
    if sent.parcels:
        return _parcels(sent.parcels)
    if not sent.other.strip():
        raise Incomplete({"other": [_("Podaj działki albo listę punktów.")]})
    return _listed(sheet, sent.other, sent.typed_system, sent.order, follow=False)


def _parcels(named: Sequence[str]) -> BaseGeometry:
    """The ground of the parcels together, as the register has them now. Raises Incomplete."""
    if len(named) > MOST_PARCELS:
        raise Incomplete({"parcels": [_("Podaj najwyżej %d działek.") % MOST_PARCELS]})
    found = exact.parcels_named(named)
    if unknown := [name for name in named if name not in found]:
        raise Incomplete({"parcels": [_("Rejestr nie zna: %s.") % ", ".join(unknown)]})
    return shapely.union_all(list(found.values()))


def _put(sheet: Sheet, shape: BaseGeometry, source: Source) -> None:
    sheet.shape, sheet.source = shape, source.value
    sheet.list_again()


Act = Callable[[Sheet, Sent, UploadedFile | None], None]  # type: ignore[type-arg]
ACTS: Final[Mapping[str, Act]] = {
    "upload": _upload,
    "take": _take,
    work.Work.ADD.value: _combine,
    work.Work.TAKE_OFF.value: _combine,
    work.Work.REPLACE.value: _combine,
    work.Work.CUT.value: _cut,
    "keep": _keep,
}
