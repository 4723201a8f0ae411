"""Forms: a report of an error, the question for its state, the clerk's."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.reports.models import MOST_WORDS, Kind
from cases.reports.places import Place, of_text, of_view
from cases.reports.workflow import RULES, Change, State
from sip.traps import TrapField

LEAST_WORDS = 10


class WordsField(forms.CharField):
    """Several lines; a line's end counts as one character, as it does in the browser."""

    widget = forms.Textarea

    def __init__(self, *, max_length: int = MOST_WORDS, **options: Any) -> None:
        super().__init__(max_length=max_length, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\r\n", "\n").replace("\r", "\n")


class ReportForm(forms.Form):
    """The place comes with the map's address in the hidden fields, unless it is typed."""

    kind = forms.ChoiceField(
        label=_("Czego dotyczy błąd"),
        choices=Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Wybierz, czego dotyczy błąd.")},
    )
    where = forms.CharField(
        label=_("Gdzie to jest"),
        max_length=200,
        required=False,
        help_text=_(
            "Identyfikator działki (060902_2.0001.25/3), adres albo współrzędne, na przykład 51.2465, 22.5684."
        ),
    )
    description = WordsField(
        label=_("Co się nie zgadza"),
        min_length=LEAST_WORDS,
        help_text=_(
            "Co pokazuje mapa, a jak jest w rzeczywistości. Nie podawaj danych osób: nazwisk, PESEL, telefonów."
        ),
        error_messages={"required": _("Opisz, co się nie zgadza.")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    contact = forms.EmailField(
        label=_("Adres e-mail (nieobowiązkowy)"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    website = TrapField()
    c = forms.CharField(required=False, widget=forms.HiddenInput)
    z = forms.CharField(required=False, widget=forms.HiddenInput)
    d = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        try:
            place = self._place(cleaned)
        except ValueError:
            self.add_error("where", _("Te współrzędne nie wskazują miejsca w Polsce. Sprawdź ich kolejność i układ."))
        else:
            self._check_place(place)
            cleaned["place"] = place
        return cleaned

    @staticmethod
    def _place(cleaned: dict[str, Any]) -> Place | None:
        if typed := cleaned.get("where"):
            return of_text(typed)
        return of_view(*(cleaned.get(name, "") for name in ("c", "z", "d")))

    def _check_place(self, place: Place | None) -> None:
        """A parcel that the register does not know is a slip of the pen, unless just that is reported."""
        if "where" in self.errors:
            return
        if place is None:
            self.add_error("where", _("Napisz, gdzie to jest, albo przejdź tu z mapy."))
        elif not place.is_known and self.cleaned_data.get("kind") != Kind.MISSING:
            self.add_error(
                "where",
                ValidationError(
                    _(
                        "W rejestrze nie ma działki %(parcel)s. Sprawdź numer; jeżeli to jej brakuje,"
                        " wybierz „brakuje obiektu”."
                    ),
                    params={"parcel": place.parcel},
                ),
            )


class StateForm(forms.Form):
    """Number and code, as they were shown after sending."""

    number = forms.IntegerField(
        label=_("Numer zgłoszenia"),
        min_value=1,
        max_value=10**15,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
    )
    code = forms.CharField(
        label=_("Kod"),
        max_length=40,
        help_text=_("12 znaków; wielkość liter, odstępy i kreski nie mają znaczenia."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class FilterForm(forms.Form):
    """Which reports the clerk's list shows; what it does not know is passed over."""

    state = forms.ChoiceField(
        label=_("Stan"),
        required=False,
        choices=[("open", _("otwarte")), ("", _("wszystkie")), *State.choices],
    )
    kind = forms.ChoiceField(label=_("Czego dotyczy"), required=False, choices=[("", _("wszystko")), *Kind.choices])
    q = forms.CharField(label=_("Słowo, numer lub działka"), required=False, max_length=100)


class ChangeForm(forms.Form):
    """A clerk's step; `version` is that of the report as it was shown."""

    change = forms.ChoiceField(choices=Change.choices)
    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    answer = WordsField(
        label=_("Odpowiedź"),
        required=False,
        help_text=_("Zobaczy ją zgłaszający, gdy poda numer i kod. Nie wpisuj danych osób."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    note = WordsField(
        label=_("Notatka"),
        required=False,
        help_text=_("Zostaje w urzędzie."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        change = cleaned.get("change")
        if change and RULES[Change(change)].needs_answer and not cleaned.get("answer"):
            self.add_error("answer", _("Zamknięcie wymaga odpowiedzi: napisz, co sprawdzono i z jakim skutkiem."))
        if change == Change.NOTE and not (cleaned.get("answer") or cleaned.get("note")):
            self.add_error("note", _("Wpisz odpowiedź albo notatkę."))
        return cleaned
