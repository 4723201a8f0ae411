"""The map on paper: a form that says what to print, and the sheet as PDF at a true scale."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from parcels.identifiers import ParcelId
from sip.extracts.parcel import ParcelRecord, parcel
from sip.extracts.pdf import TooBusy, pdf
from sip.extracts.qr import qr_svg
from sip.extracts.scene import NO_VERSION, Frame, parcels_in
from sip.extracts.sheet import SMALLEST_WITH_BUILDINGS, sheet_svg
from sip.geo.crs import PL_1992, POLAND, scale_and_convergence
from sip.map_address import map_address
from sip.public import rows

# Width and height of the map on the sheet, millimetres; the map's print panel (portal/tools/print.html) shows the same.
SHEETS = {
    ("a4", "pion"): (180, 237),
    ("a4", "poziom"): (267, 150),
    ("a3", "pion"): (267, 360),
    ("a3", "poziom"): (390, 237),
}
SCALES = (250, 500, 1000, 2000, 5000, 10_000, 25_000)
# A sheet of this many takes three seconds; more would be a grey of lines anyway.
MOST_PARCELS = 5000
LONGEST_TITLE = 100
PLACE = re.compile(r"(\d{5,7}(?:\.\d{1,9})?)\s*[,; ]\s*(\d{5,7}(?:\.\d{1,9})?)")
DEFAULTS = {"skala": "1000", "papier": "a4", "uklad": "pion"}
WHERE = """
SELECT precinct.name, precinct.identifier, unit.name
FROM precinct_public AS precinct
LEFT JOIN unit_public AS unit ON unit.code = split_part(precinct.identifier, '.', 1)
WHERE ST_Intersects(precinct.geom, ST_SetSRID(ST_MakePoint(%(x)s, %(y)s), %(srid)s))
ORDER BY precinct.identifier LIMIT 1
"""
SOURCE = """
SELECT (SELECT max(data_date) FROM delivery_public WHERE kind IN ('egib', 'parcels')),
    (SELECT string_agg(name, ', ' ORDER BY name) FROM unit_public WHERE level = 'powiat')
"""


class PrintForm(forms.Form):
    """What `/wydruk/` and `/wydruk/mapa.pdf` take; the cleaned `centre` is easting and northing in PL-1992."""

    c = forms.CharField(
        label=gettext_lazy("Środek mapy"),
        help_text=gettext_lazy("Współrzędne PL-1992 w metrach: wschodnia, północna, na przykład 751908,355036."),
        required=False,
        max_length=60,
    )
    d = forms.CharField(
        label=gettext_lazy("Wyróżniona działka"),
        help_text=gettext_lazy(
            "Identyfikator, na przykład 060902_5.0001.154/15. Bez współrzędnych stanie pośrodku mapy."
        ),
        required=False,
        max_length=80,
    )
    skala = forms.IntegerField(
        label=gettext_lazy("Skala"),
        min_value=SCALES[0],
        max_value=SCALES[-1],
        widget=forms.Select(choices=[(scale, f"1:{scale}") for scale in SCALES]),
    )
    papier = forms.ChoiceField(label=gettext_lazy("Papier"), choices=[("a4", "A4"), ("a3", "A3")])
    uklad = forms.ChoiceField(
        label=gettext_lazy("Układ"),
        choices=[("pion", gettext_lazy("pionowy")), ("poziom", gettext_lazy("poziomy"))],
    )
    tytul = forms.CharField(label=gettext_lazy("Tytuł na wydruku"), required=False, max_length=LONGEST_TITLE)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # A link may ask for a scale between the usual ones: the form keeps it.
        asked = str(self.data.get("skala", ""))
        usual = [(str(scale), f"1:{scale}") for scale in SCALES]
        if asked.isascii() and asked.isdigit() and len(asked) < 6 and asked not in dict(usual):
            self.fields["skala"].widget.choices = [*usual, (asked, f"1:{asked}")]

    def clean_d(self) -> ParcelRecord | None:
        text = self.cleaned_data["d"]
        if not text:
            return None
        if ParcelId.parse(text) is None:
            raise forms.ValidationError(_("To nie jest pełny identyfikator działki."))
        record = parcel(text)
        if record is None:
            raise forms.ValidationError(_("W rejestrze nie ma takiej działki."))
        return record

    def clean_c(self) -> tuple[float, float] | None:
        text = self.cleaned_data["c"]
        if not text:
            return None
        found = PLACE.fullmatch(text)
        if not found:
            raise forms.ValidationError(_("Podaj dwie liczby: współrzędną wschodnią, potem północną."))
        x, y = float(found[1]), float(found[2])
        if not (POLAND[0] <= x <= POLAND[2] and POLAND[1] <= y <= POLAND[3]):
            raise forms.ValidationError(_("To miejsce leży poza Polską; pierwsza jest współrzędna wschodnia."))
        return x, y

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        record: ParcelRecord | None = cleaned.get("d")
        cleaned["centre"] = cleaned.get("c") or (record.centre if record else None)
        if cleaned["centre"] is None and not self.errors:
            raise forms.ValidationError(_("Podaj miejsce: współrzędne albo identyfikator działki."))
        return cleaned


@dataclass(frozen=True, slots=True)
class Sheet:
    """A print that can be made: `frame.unit` is metres of the ground's map plane to a millimetre of paper."""

    frame: Frame
    scale: int
    paper: str
    layout: str
    title: str
    chosen: ParcelRecord | None


@require_safe
def print_page(request: HttpRequest) -> HttpResponse:
    """The form, filled in from the address; mistakes are named only where something was asked for."""
    asked = request.GET.dict()
    form = PrintForm({**DEFAULTS, **asked}) if asked.keys() & {"c", "d"} else PrintForm(initial={**DEFAULTS, **asked})
    return _form_page(request, form, 200)


@require_safe
def print_pdf(request: HttpRequest) -> HttpResponse:
    """The sheet; what cannot be printed is answered by the form with the reason."""
    form = PrintForm({**DEFAULTS, **request.GET.dict()})
    sheet = _sheet(form)
    if sheet is None:
        return _form_page(request, form, 400)
    try:
        document = pdf(_document(request, sheet))
    except TooBusy:
        form.add_error(None, _("Teraz powstaje wiele wydruków. Spróbuj ponownie za chwilę."))
        return _form_page(request, form, 503)
    name = f"mapa-{sheet.frame.west:.0f}-{sheet.frame.south:.0f}-1-{sheet.scale}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-cache"}
    return HttpResponse(document, content_type="application/pdf", headers=headers)


def _form_page(request: HttpRequest, form: PrintForm, status: int) -> HttpResponse:
    response = render(request, "portal/print.html", {"form": form}, status=status)
    if status == 503:
        response.headers["Retry-After"] = "10"
    return response


def _sheet(form: PrintForm) -> Sheet | None:
    """What the form asks for; None where it cannot be, the form saying why."""
    if not form.is_valid():
        return None
    asked = form.cleaned_data
    width, height = SHEETS[asked["papier"], asked["uklad"]]
    frame = Frame.around(asked["centre"], width, height, asked["skala"] / 1000)
    if parcels_in(frame, MOST_PARCELS) > MOST_PARCELS:
        form.add_error("skala", _too_many())
        return None
    return Sheet(frame, asked["skala"], asked["papier"], asked["uklad"], asked["tytul"], asked["d"])


def _too_many() -> str:
    return _(
        "W tej skali na kartce byłoby ponad %(most)s działek i mapa byłaby nieczytelna."
        " Wybierz większą skalę (mniejszą liczbę po dwukropku) albo mniejszy papier."
    ) % {"most": MOST_PARCELS}


def _document(request: HttpRequest, sheet: Sheet) -> str:
    """The sheet's HTML, whole in itself."""
    frame = sheet.frame
    x, y = (frame.west + frame.east) / 2, (frame.south + frame.north) / 2
    data_date, powiat = _source()
    place = _place(x, y)
    title = sheet.title or _("Mapa ewidencyjna")
    factor, convergence = scale_and_convergence(x, y)
    context = {
        "title": title,
        "place": place,
        "sheet": sheet,
        "drawing": sheet_svg(
            frame, f"{title}, {place}", chosen=sheet.chosen.version_pk if sheet.chosen else NO_VERSION
        ),
        "with_buildings": sheet.scale <= SMALLEST_WITH_BUILDINGS,
        "page_size": f"{sheet.paper.upper()} {'portrait' if sheet.layout == 'pion' else 'landscape'}",
        "centre": f"{x:.1f}, {y:.1f}",
        # Centimetres of the map plane that a kilometre of the ground is longer or shorter by.
        "distortion": f"{(factor - 1) * 100_000:+.0f}".replace("-", "−"),
        "convergence": abs(convergence),
        "data_date": data_date,
        "powiat": powiat,
        "qr": qr_svg(
            request.build_absolute_uri(
                map_address(
                    extent=(frame.west, frame.south, frame.east, frame.north),
                    parcel=sheet.chosen.identifier if sheet.chosen else "",
                )
            )
        ),
    }
    return render_to_string("portal/pdf/map.html", context, request)


def _place(x: float, y: float) -> str:
    found = rows(WHERE, {"x": x, "y": y, "srid": PL_1992.srid})
    if not found:
        return ""
    name, identifier, unit = found[0]
    precinct = _("obręb %(name)s") % {"name": name or identifier}
    return f"{unit}, {precinct}" if unit else precinct


def _source() -> tuple[date | None, str]:
    data_date, powiat = rows(SOURCE)[0]
    return data_date, powiat or ""
