"""Documents of a case on the clerk's pages: opened, uploaded, made from templates with a preview, in versions."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cases.actors import of_user
from cases.desk import letters, page
from cases.desk.letters import CannotMake, LetterForm, Template
from cases.desk.reach import actor, get_case
from cases.documents.actions import Incoming, document_add, document_open
from cases.documents.models import Document, Origin, Scan
from cases.errors import Conflict, Incomplete, NotNow
from cases.models import Case
from sip.extracts.pdf import Printed, TooBusy

PDF: Final = "application/pdf"
# Documents of one template replace one another until they are issued.
MADE: Final = "wzor-"


class UploadForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Tytuł"), max_length=200)
    file = forms.FileField(label=gettext_lazy("Plik"), max_length=200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def document(request: HttpRequest, number: int, document: int) -> HttpResponseBase:
    """The file to take away; one that is not known to be harmless only after a warning, by POST."""
    case = get_case(request, number)
    found = get_object_or_404(Document, pk=document, case=case)
    is_confirmed = request.method == "POST"
    try:
        content = document_open(actor=of_user(actor(request)), document=found, is_confirmed=is_confirmed)
    except NotNow as error:
        context = {"case": case, "document": found, "why": str(error), "may_open": found.scan != Scan.INFECTED}
        return render(request, "cases/desk/document_warning.html", context, status=409)
    return FileResponse(content, as_attachment=True, filename=found.name, content_type=_safe_type(found))


def _safe_type(found: Document) -> str:
    """Nothing that a browser would run."""
    return (
        found.detected_type if found.detected_type in (PDF, "image/png", "image/jpeg") else "application/octet-stream"
    )


@require_POST
@login_required
@never_cache
def upload(request: HttpRequest, number: int) -> HttpResponse:
    case = get_case(request, number)
    page.require_staff(request, case)
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        file = form.cleaned_data["file"]
        incoming = Incoming(file.chunks(), file.name, file.content_type or "", form.cleaned_data["title"])
        return _added(request, case, incoming, None)
    messages.warning(request, _("Wybierz plik, który nie jest pusty, i podaj jego tytuł."))
    return redirect(f"{page.address(case)}#dokumenty")


@login_required
@never_cache
def letter(request: HttpRequest, number: int) -> HttpResponse:
    """The form of a document from a template (?wzor=); POST previews it, or makes it."""
    case = get_case(request, number)
    page.require_staff(request, case)
    if request.method != "POST":
        wanted = request.GET.get("wzor", "")
        template = Template(wanted) if wanted in Template.values else Template.LETTER
        form = LetterForm(initial=letters.initial(case, template, str(actor(request))))
        return _form(request, case, form, template)
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _form(request, case, form, Template.LETTER, status=422)
    return _make(request, case, form)


def _make(request: HttpRequest, case: Case, form: LetterForm) -> HttpResponse:
    wanted = letters.of_form(form)
    is_preview = "preview" in request.POST
    try:
        printed = letters.made(case, wanted, f"{request.scheme}://{request.get_host()}", is_draft=is_preview)
    except CannotMake as error:
        form.add_error(None, str(error))
    except TooBusy:
        form.add_error(None, _("Powstaje teraz wiele dokumentów. Spróbuj za chwilę: nic nie przepadło."))
    else:
        if is_preview:
            return HttpResponse(printed.content, content_type=PDF)
        return _keep(request, case, wanted, printed)
    return _form(request, case, form, wanted.template, status=409)


def _keep(request: HttpRequest, case: Case, wanted: letters.Letter, printed: Printed) -> HttpResponse:
    kind = f"{MADE}{wanted.template.value}"
    before = case.documents.filter(wanted=kind, origin=Origin.OFFICE, issued_at=None, replaced_by=None).last()
    name = f"{wanted.template.value}-{(case.sign or '').replace('/', '-')}.pdf"
    answer = _added(request, case, Incoming([printed.content], name, PDF, wanted.title, kind), before)
    words = ngettext("Dokument ma %d stronę.", "Dokument ma %d stron.", printed.pages) % printed.pages
    messages.info(request, words)
    return answer


def _added(request: HttpRequest, case: Case, incoming: Incoming, replaces: Document | None) -> HttpResponse:
    try:
        document_add(actor=of_user(actor(request)), case=case, incoming=incoming, replaces=replaces)
    except Incomplete as error:
        messages.warning(request, " ".join(words for problem in error.problems.values() for words in problem))
    except NotNow as error:
        messages.warning(
            request,
            str(error) or _("Akta sprawy są w archiwum albo sprawę unieważniono: nie dodaje się do niej dokumentów."),
        )
    except Conflict:
        messages.warning(request, _("Ktoś inny właśnie zapisuje tę sprawę. Spróbuj jeszcze raz."))
    else:
        messages.success(request, _("Dokument dodany do sprawy. Wnioskodawca zobaczy go po wydaniu."))
    return redirect(f"{page.address(case)}#dokumenty")


def _form(request: HttpRequest, case: Case, form: LetterForm, template: Template, status: int = 200) -> HttpResponse:
    sent = form.data.get("template", "") if form.is_bound else ""
    known: Any = Template(sent) if sent in Template.values else template
    context = {
        "case": case,
        "form": form,
        "template": known,
        "is_extract": known is Template.EXTRACT,
        "replaced": letters.replaced(case),
    }
    return render(request, "cases/desk/letter_form.html", context, status=status)
