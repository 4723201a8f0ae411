"""The form by which people order files; what it means is a Wanted."""

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sip.portal.area import OutlineFile, OutlineText, outline_of
from sip.portal.basket import BETWEEN
from sip.public import rows, statement
from sip.registers.versions import MOST_IDENTIFIER
from sip.services.downloads import asking
from sip.services.downloads.formats import FORMATS, SYSTEMS, named_system
from sip.services.downloads.sources import SOURCES
from sip.services.downloads.wanted import MOST_PARCELS, Place, Wanted, Where
from sip.services.errors import BadRequest
from sip.services.layers import of_version

PLACES: Final = statement(__file__, "places.sql")
Choices = list[tuple[str, Any]]
WHERE: Final = (
    ("powiat", gettext_lazy("Cały powiat")),
    ("gmina", gettext_lazy("Gmina")),
    ("obreb", gettext_lazy("Obręb")),
    ("dzialki", gettext_lazy("Wybrane działki")),
    ("obszar", gettext_lazy("Własny obszar")),
)


class OrderForm(forms.Form):
    """`miejsce` says which of the fields that follow it counts."""

    warstwy = forms.MultipleChoiceField(label=gettext_lazy("Co"), widget=forms.CheckboxSelectMultiple)
    miejsce = forms.ChoiceField(label=gettext_lazy("Gdzie"), choices=WHERE, widget=forms.RadioSelect)
    gmina = forms.ChoiceField(label=gettext_lazy("Która gmina"), required=False)
    obreb = forms.ChoiceField(label=gettext_lazy("Który obręb"), required=False)
    dzialki = forms.CharField(
        label=gettext_lazy("Identyfikatory działek"),
        help_text=gettext_lazy("Po jednym w wierszu, na przykład 060902_5.0001.154/15. Najwyżej 1000."),
        required=False,
        max_length=MOST_PARCELS * (MOST_IDENTIFIER + 2),
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false", "autocomplete": "off"}),
    )
    granica = OutlineText(rows=4)
    plik = OutlineFile()
    format = forms.ChoiceField(label=gettext_lazy("W jakim formacie"), widget=forms.RadioSelect)
    uklad = forms.ChoiceField(
        label=gettext_lazy("Układ współrzędnych"),
        help_text=gettext_lazy("GeoJSON jest zawsze w WGS 84."),
        choices=[(str(srid), named_system(srid)) for srid in SYSTEMS],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = {"warstwy": ["parcels"], "miejsce": "powiat", "format": "gpkg", "uklad": str(SYSTEMS[0])}
        self.initial = {**usual, **self.initial}
        gminas, precincts = of_version("download-places", _places)
        self._choose("warstwy", [(source.name, source.title) for source in SOURCES.values()])
        self._choose("gmina", [("", _("wybierz")), *gminas])
        self._choose("obreb", [("", _("wybierz")), *precincts])
        self._choose("format", [(each.name, each.title) for each in FORMATS.values()])

    @property
    def purposes(self) -> Choices:
        return [(each.name, each.purpose) for each in FORMATS.values()]

    def _choose(self, name: str, choices: Choices) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        where = cleaned.get("miejsce")
        if where in ("gmina", "obreb") and not self.errors.get(where) and not cleaned.get(where):
            self.add_error(where, _("Wskaż, co ma się znaleźć w pliku."))
        served = FORMATS.get(cleaned.get("format", ""))
        if served and served.layers and not set(cleaned.get("warstwy", ())) <= set(served.layers):
            titles = ", ".join(str(SOURCES[name].title) for name in served.layers)
            self.add_error("format", _("W tym formacie są tylko: %(layers)s.") % {"layers": titles})
        try:
            cleaned["place"] = self._place(cleaned)
        except ValidationError as mistake:
            self.add_error("granica" if where == "obszar" else "dzialki", mistake)
        return cleaned

    def _place(self, cleaned: dict[str, Any]) -> Place:
        match cleaned.get("miejsce"):
            case "gmina":
                return Place(Where.UNIT, (cleaned.get("gmina") or "",))
            case "obreb":
                return Place(Where.PRECINCT, (cleaned.get("obreb") or "",))
            case "dzialki":
                return _parcels(cleaned.get("dzialki") or "")
            case "obszar":
                return _area(cleaned.get("granica") or cleaned.get("plik") or "")
        return Place()

    def wanted(self) -> Wanted:
        """Of a valid form. A format that is made in one system only is made in that."""
        cleaned = self.cleaned_data
        served = FORMATS[cleaned["format"]]
        crs = int(cleaned["uklad"])
        return Wanted(
            tuple(cleaned["warstwy"]),
            cleaned["place"],
            served.name,
            crs if crs in served.systems else served.usual_system,
        )


def _parcels(text: str) -> Place:
    named = tuple(dict.fromkeys(word for word in BETWEEN.split(text) if word))
    if not named:
        raise ValidationError(_("Wskaż, co ma się znaleźć w pliku."))
    if len(named) > MOST_PARCELS:
        raise ValidationError(_("To więcej niż %(most)d działek.") % {"most": MOST_PARCELS})
    if any(len(word) > MOST_IDENTIFIER or not word.isprintable() for word in named):
        raise ValidationError(_("Wśród wpisanych wyrazów są takie, które nie są identyfikatorami działek."))
    return Place(Where.PARCELS, named)


def _area(text: str) -> Place:
    if not text:
        raise ValidationError(_("Podaj granicę obszaru albo plik z nią."))
    try:
        return asking.area(outline_of(text))
    except BadRequest:
        raise ValidationError(_("Granica przecina sama siebie albo ma więcej niż 10 000 punktów.")) from None


def names_of_places() -> dict[str, str]:
    """Of gminas and precincts, by their codes."""
    gminas, precincts = of_version("download-places", _places)
    return {**dict(gminas), **{code: name for _gmina, choices in precincts for code, name in choices}}


def _places() -> tuple[Choices, Choices]:
    """Gminas by their names, and precincts by the gmina they are in."""
    gminas: dict[str, str] = {}
    precincts: dict[str, Choices] = {}
    for code, name, gmina, gmina_name in rows(PLACES):
        gminas[gmina] = gmina_name or gmina
        precincts.setdefault(gmina, []).append((code, f"{name} ({code})" if name else code))
    grouped: Choices = [(gminas[gmina], choices) for gmina, choices in precincts.items()]
    return list(gminas.items()), grouped
