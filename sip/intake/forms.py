"""Forms of those who deliver: the upload, and what the columns of a file are."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from sip.intake.kinds import NEEDS, offered, office_for, subjects
from sip.intake.upload import StoredFile, UploadRefused
from sip.offices.models import Office
from sip.offices.permissions import Person

SUBJECT_FIELDS: Final = ("act", "theme")


class SeveralFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """One or more files; each was checked and stored while it arrived."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[StoredFile]:
        files = data if isinstance(data, list | tuple) else [data]
        for file in files:
            self._refuse_faulty(file)
        return [super(SeveralFilesField, self).clean(file, initial) for file in files] or [super().clean(None)]

    def _refuse_faulty(self, file: StoredFile | None) -> None:
        """First, for what could not be read was not stored either and would pass for an empty file."""
        if file is None or file.failure is None:
            return
        if isinstance(file.failure, UploadRefused):
            raise forms.ValidationError(str(file.failure))
        raise forms.ValidationError(
            _("Pliku %(name)s nie da się odczytać (%(code)s)."),
            params={"name": file.name, "code": getattr(file.failure, "code", type(file.failure).__name__)},
        )


class SubjectSelect(forms.Select):
    """A choice that only some kinds ask for; the page's script hides it for the others."""

    def __init__(self, name: str) -> None:
        super().__init__(attrs={"data-for-kinds": " ".join(kind for kind, names in NEEDS.items() if name in names)})


class UploadForm(forms.Form):
    """What PERSON may deliver. `office` is known once the form is valid."""

    kind = forms.ChoiceField(label=_("Rodzaj danych"))
    act = forms.ChoiceField(
        label=_("Akt planowania"),
        required=False,
        widget=SubjectSelect("act"),
        help_text=_("Tylko dla terenów, ustaleń i rysunku planu. Aktu, którego tu nie ma, trzeba dostarczyć najpierw."),
    )
    theme = forms.ChoiceField(
        label=_("Temat ograniczeń"),
        required=False,
        widget=SubjectSelect("theme"),
        help_text=_("Tylko dla innych ograniczeń. Pliki mówią wtedy o całym obszarze urzędu, chyba że to wyciąg."),
    )
    # The form takes its fields from here; only the type checker sees a clash with BaseForm.files.
    files = SeveralFilesField(  # type: ignore[assignment]
        label=_("Pliki"),
        help_text=_(
            "GML, GeoJSON, GPKG, SHP (zip), DXF lub CSV; ustalenia także DOCX i HTML. Dane osób i numery ksiąg"
            " wieczystych są pomijane."
        ),
    )
    data_date = forms.DateField(
        label=_("Stan danych na dzień"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Jeżeli plik sam go nie podaje."),
    )
    partial = forms.BooleanField(
        label=_("To wyciąg: czego nie ma w plikach, zostaje w rejestrze bez zmian"), required=False
    )
    dry_run = forms.BooleanField(label=_("Tylko sprawdź, niczego nie publikuj"), required=False)

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = person
        self.office: Office | None = None
        groups = offered(person)
        kinds = {value for _label, choices in groups for value, _name in choices}
        self._choices("kind", [("", _("– wybierz –")), *groups])
        for name in SUBJECT_FIELDS:
            asking = next((kind for kind in NEEDS if kind in kinds and name in NEEDS[kind]), None)
            office = asking and office_for(person, asking)
            if office:
                self._choices(name, [("", _("– wybierz –")), *subjects(name, office)])
            else:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        kind = cleaned.get("kind")
        if not kind:
            return cleaned
        self.office = office_for(self._person, kind)
        for name in SUBJECT_FIELDS:
            if name not in NEEDS.get(kind, ()):
                cleaned[name] = ""
            elif not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Wybierz, czego dotyczą pliki tego rodzaju."))
        return cleaned

    def _choices(self, name: str, choices: Sequence[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class ColumnsForm(forms.Form):
    """Which of a file's columns is what: a choice among COLUMNS for each attribute of the delivery's kind."""

    def __init__(self, kind: str, columns: Sequence[str], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "–"), *((name, name) for name in columns)]
        for name, label in import_string(settings.ATTRIBUTES[kind]).items():
            self.fields[name] = forms.ChoiceField(label=capfirst(label), choices=choices, required=False)

    def clean(self) -> dict[str, Any]:
        chosen = {name: column for name, column in (super().clean() or {}).items() if column}
        if not chosen and not self.errors:
            raise forms.ValidationError(_("Wskaż przynajmniej jedną kolumnę."))
        return chosen
