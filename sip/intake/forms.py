"""The upload form of register keepers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from sip.intake.models import Kind
from sip.intake.upload import StoredFile, UploadRefused


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


class UploadForm(forms.Form):
    kind = forms.ChoiceField(label=_("Rodzaj danych"), choices=Kind.choices, initial=Kind.EGIB)
    # The form takes its fields from here; only the type checker sees a clash with BaseForm.files.
    files = SeveralFilesField(  # type: ignore[assignment]
        label=_("Pliki"),
        help_text=_("GML, GeoJSON, GPKG, SHP (zip) lub CSV. Dane osób i numery ksiąg wieczystych są pomijane."),
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
