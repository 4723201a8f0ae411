"""The clerk's page that makes a package of a case, and the published schema of what is in it."""

import tempfile
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cases.desk.reach import actor, get_case
from cases.documents.models import Origin
from cases.errors import Conflict, NotNow
from cases.models import Case
from cases.packages import schemas
from cases.packages.making import Chosen, Purpose, name_of, package_make
from sip.extracts.pdf import TooBusy

# Of the documents together; more than that an operator exports by command.
MOST_MB: Final = 512


class PackageForm(forms.Form):
    purpose = forms.ChoiceField(label=gettext_lazy("Dla kogo"), choices=Purpose)
    internal_notes = forms.BooleanField(label=gettext_lazy("także notatki wewnętrzne urzędu"), required=False)
    unchecked_documents = forms.BooleanField(
        label=gettext_lazy("także dokumenty, których nie sprawdzono albo są czym innym, niż podano"),
        required=False,
    )
    looks = forms.BooleanField(
        label=gettext_lazy("także wpisy dziennika o tym, kto oglądał sprawę i dokumenty"), required=False
    )

    @property
    def chosen(self) -> Chosen:
        given = self.cleaned_data
        return Chosen(given["internal_notes"], given["unchecked_documents"], given["looks"], MOST_MB)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def package(request: HttpRequest, number: int) -> HttpResponseBase:
    """The form; sent, the package itself. For whoever may read the case."""
    case = get_case(request, number)
    form = PackageForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        return _made(request, case, form)
    return render(request, "cases/desk/package.html", _context(case, form), status=422 if form.errors else 200)


def _context(case: Case, form: PackageForm) -> dict[str, Any]:
    documents = list(case.documents.all())
    unchecked = [one for one in documents if one.origin != Origin.OFFICE and not one.opens_at_once]
    return {"case": case, "form": form, "documents": documents, "unchecked": unchecked}


def _made(request: HttpRequest, case: Case, form: PackageForm) -> HttpResponseBase:
    """Written whole before it is sent, so that nobody gets half of one."""
    purpose = Purpose(form.cleaned_data["purpose"])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    try:
        package_make(user=actor(request), case=case, target=file, chosen=form.chosen, purpose=purpose)
    except (Conflict, NotNow, TooBusy) as error:
        file.close()
        messages.warning(request, _words(error))
        return redirect("case-package", case.pk)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name_of(case), content_type="application/zip")


def _words(error: Exception) -> str:
    if isinstance(error, Conflict):
        return _("Ktoś inny właśnie zapisuje tę sprawę. Spróbuj jeszcze raz.")
    if isinstance(error, TooBusy):
        return _("Powstaje teraz wiele dokumentów. Spróbuj za chwilę.")
    return str(error)


@require_safe
@cache_control(public=True, max_age=86400)
def schema(request: HttpRequest, version: int) -> HttpResponse:
    """The JSON Schema of case.json; each version stays where it is."""
    if schemas.known(version) is None:
        raise Http404
    return HttpResponse(schemas.text(version), content_type="application/schema+json")
