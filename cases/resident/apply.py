"""The pages on which an application is written: place, questions, person, documents."""

import math
from dataclasses import replace
from typing import Any, Final

from django.conf import settings
from django.contrib.gis.geos import GEOSException, GEOSGeometry
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cases.catalogue.models import Place
from cases.catalogue.schema import problems
from cases.documents.actions import Incoming, document_add, document_remove
from cases.documents.models import Document
from cases.errors import Conflict, Incomplete, NotNow
from cases.land.models import Source
from cases.models import Case
from cases.resident import filing, place, steps, uploads
from cases.resident.forms import PersonForm, person_initial
from cases.resident.opening import Held
from cases.resident.questions import AnswersForm
from cases.throttle import Limit
from sip.geo.crs import PL_1992
from sip.registers.versions import MOST_IDENTIFIER

MOST_AT_ONCE: Final = 20
# Each may take seconds of a processor (sip/registers/reading/gdal.py), and nobody has to say who they are.
SHAPE_FILES: Final = Limit("case-shape-file", most=60, seconds=3600)
MOST_WKT: Final = 400_000


@never_cache
def draft_step(request: HttpRequest, link: str, step: str) -> HttpResponse:
    if request.method == "POST" and step == steps.REVIEW and (answer := filing.again(request, link)):
        return answer
    held = steps.opened(request, link)
    if isinstance(held, HttpResponse):
        return held
    if step not in steps.keys_of(held.case):
        raise Http404
    return VIEWS[step](request, held, link)


def _place(request: HttpRequest, held: Held, link: str) -> HttpResponse:
    if request.method != "POST":
        return _place_page(request, held, link)
    try:
        changed, candidates = _place_given(request, held.case)
    except Incomplete as error:
        return _place_page(request, held, link, problems=error.problems, status=422)
    case, wrong, status = steps.save(request, held, **changed)
    if wrong or candidates is not None:
        given = {"candidates": candidates, "problems": wrong}
        return _place_page(request, replace(held, case=case), link, status=status if wrong else 200, **given)
    if {"add", "take", "remove", "drop_shape", "keep_shape"} & request.POST.keys():
        return steps.same_step(request, link, steps.PLACE, "#dzialki")
    if "pozniej" not in request.POST and (lacking := _lacking(case, steps.PLACE)):
        return _place_page(request, replace(held, case=case), link, problems=lacking, status=422)
    return steps.onward(request, link, case, steps.PLACE)


def _place_given(request: HttpRequest, case: Case) -> tuple[dict[str, Any], Any]:
    """What a post changes of the draft, and parcels to choose from where the typed text means several.

    Raises Incomplete.
    """
    parcels, candidates = list(case.typed_parcels), None
    if taken := request.POST.getlist("take"):
        parcels += ["".join(text.replace("\0", "").split())[:MOST_IDENTIFIER] for text in taken]
    elif gone := request.POST.get("remove"):
        parcels = [parcel for parcel in parcels if parcel != gone]
    elif typed := request.POST.get("parcel", "").strip():
        found = place.find(typed)
        parcels += [found.identifier] if found.identifier else _as_typed(request, typed)
        candidates = None if found.identifier or "as_typed" in request.POST else (typed, found.candidates)
    changed: dict[str, Any] = {"parcels": list(dict.fromkeys(parcels))}
    return changed | _shape_given(request, case), candidates


def _as_typed(request: HttpRequest, typed: str) -> list[str]:
    """A parcel that the register does not know may be what the matter is about; the clerk sees it as typed."""
    return [" ".join(typed.replace("\0", "").split())[:120]] if "as_typed" in request.POST else []


def _shape_given(request: HttpRequest, case: Case) -> dict[str, Any]:
    if "drop_shape" in request.POST:
        return {"shape": None}
    if upload := request.FILES.get("shape_file"):
        if not SHAPE_FILES.count(request):
            raise Incomplete({"shape": [_("Z tego połączenia przyszło już wiele plików. Spróbuj za godzinę.")]})
        return {"shape": uploads.shape_of(upload), "shape_source": Source.UPLOADED}
    if drawn := request.POST.get("shape_drawn", "").strip():
        return {"shape": _drawn(drawn), "shape_source": Source.DRAWN}
    typed = request.POST.get("shape_typed", "").strip()
    if typed and typed.split() != place.shape_lines(case.shape).split():
        return {"shape": place.typed_shape(typed), "shape_source": Source.DRAWN}
    return {}


def _drawn(text: str) -> GEOSGeometry:
    """WKT of the map's script, EPSG:2180. Raises Incomplete."""
    try:
        if len(text) > MOST_WKT or not text.startswith(("POINT", "LINESTRING", "POLYGON", "MULTIPOLYGON")):
            raise ValueError
        shape = GEOSGeometry(text, srid=PL_1992.srid)
        if shape.empty or not all(map(math.isfinite, shape.extent)):
            raise ValueError
    except (ValueError, GEOSException):
        raise Incomplete({"shape": [_("Nie udało się odczytać narysowanego kształtu.")]}) from None
    return shape


def _place_page(request: HttpRequest, held: Held, link: str, status: int = 200, **given: Any) -> HttpResponse:
    case = held.case
    known = place.named(case.typed_parcels)
    shapes = place.parcel_shapes(case)
    context = {
        "parcels": known,
        "most": case.service.most_parcels,
        "is_full": len(known) >= case.service.most_parcels,
        "wants_parcels": case.service.place == Place.PARCELS,
        "wants_shape": case.service.place in (Place.SHAPE, Place.AREA),
        "wants_area": case.service.place == Place.AREA,
        "shape_words": place.shape_words(case.shape) if case.shape else "",
        "shape_typed": request.POST.get("shape_typed", place.shape_lines(case.shape)),
        "picture": place.picture_of(shapes, case.shape, _("Działki i zaznaczone miejsce")),
        "typed": request.POST.get("parcel", ""),
        "map": place.map_config(case, shapes),
        "outside": place.outside(case, known),
        **given,
    }
    return steps.page(request, held, link, steps.PLACE, context, status)


def _questions(request: HttpRequest, held: Held, link: str) -> HttpResponse:
    case = held.case
    if request.method != "POST":
        return _questions_page(request, held, link, AnswersForm(case.form, case.answers))
    form = AnswersForm(case.form, case.answers, request.POST)
    case, wrong, status = steps.save(request, held, answers=form.answers)
    if not wrong and "pozniej" not in request.POST:
        wrong = problems(case.form.schema, case.answers)
        status = 422 if wrong else 200
    if wrong:
        form.tell(wrong)
        return _questions_page(request, replace(held, case=case), link, form, status)
    return steps.onward(request, link, case, steps.QUESTIONS)


def _questions_page(request: HttpRequest, held: Held, link: str, form: AnswersForm, status: int = 200) -> HttpResponse:
    return steps.page(request, held, link, steps.QUESTIONS, {"form": form}, status)


def _person(request: HttpRequest, held: Held, link: str) -> HttpResponse:
    case = held.case
    if request.method != "POST":
        return _person_page(request, held, link, PersonForm(initial=person_initial(case)))
    form = PersonForm(request.POST)
    if not form.is_valid():
        return _person_page(request, held, link, form, 422)
    known = {exemption.code for exemption in case.service.fee_rule.exemptions}
    claimed = request.POST.get("exemption", "")
    changed = {
        "applicant": form.person(),
        "proxy": form.proxy(),
        "exemption": claimed if claimed in known else "",
    }
    case, wrong, status = steps.save(request, held, **changed)
    if not wrong and "pozniej" not in request.POST:
        wrong = _unsaid(case, form)
        status = 422 if wrong else 200
    for name, said in wrong.items():
        form.add_error(name if name in form.fields else None, said)
    if wrong:
        return _person_page(request, replace(held, case=case), link, form, status)
    return steps.onward(request, link, case, steps.PERSON)


def _unsaid(case: Case, form: PersonForm) -> dict[str, list[str]]:
    """What the form leaves out; that an address is to be confirmed yet is a matter of the review."""
    lacking = _lacking(case, steps.PERSON)
    given = form.cleaned_data
    return {name: said for name, said in lacking.items() if name in form.fields and not given.get(name)}


def _person_page(request: HttpRequest, held: Held, link: str, form: PersonForm, status: int = 200) -> HttpResponse:
    rule = held.case.service.fee_rule
    context = {
        "form": form,
        "exemptions": rule.exemptions if rule.items else (),
        "exemption": request.POST.get("exemption", held.case.exemption),
        "years": held.case.service.retention_years,
        "is_signed_in": held.case.account_id is not None,
    }
    return steps.page(request, held, link, steps.PERSON, context, status)


def _documents(request: HttpRequest, held: Held, link: str) -> HttpResponse:
    if request.method != "POST":
        return _documents_page(request, held, link)
    wrong = _remove(request, held) if "remove" in request.POST else attach(held, request.FILES)
    if wrong:
        return _documents_page(request, held, link, problems={"documents": wrong}, status=422)
    if "remove" in request.POST or "attach" in request.POST:
        return steps.same_step(request, link, steps.DOCUMENTS)
    lacking = {} if "pozniej" in request.POST else _lacking(held.case, steps.DOCUMENTS)
    if lacking:
        return _documents_page(request, held, link, problems=lacking, status=422)
    return steps.onward(request, link, held.case, steps.DOCUMENTS)


def attach(held: Held, files: MultiValueDict[str, Any]) -> list[str]:
    """Add what was sent, each file by itself; what was wrong, naming the file."""
    wanted = {document.code for document in held.case.service.wanted_documents}
    sent = [(name, file) for name in files for file in files.getlist(name)]
    wrong = [_("Naraz najwyżej %d plików.") % MOST_AT_ONCE] if len(sent) > MOST_AT_ONCE else []
    for name, file in sent[:MOST_AT_ONCE]:
        code = name.removeprefix("plik-")
        incoming = Incoming(
            file.chunks(), file.name or "", file.content_type or "", wanted=code if code in wanted else ""
        )
        try:
            # Of a draft the same file counts once: forms are sent twice.
            document_add(actor=held.actor, case=held.case, incoming=incoming, to_draft=held.case.is_draft)
        except (Incomplete, NotNow, Conflict, PermissionDenied) as error:
            wrong.append(f"{file.name}: {steps.refused(error)}")
    return wrong


def _remove(request: HttpRequest, held: Held) -> list[str]:
    number = request.POST.get("remove", "")
    chosen = Document.objects.filter(case=held.case, pk=int(number) if number.isdecimal() and len(number) < 16 else 0)
    document = chosen.select_related("case").first()
    if document is None:
        return []
    try:
        document_remove(actor=held.actor, document=document)
    except (NotNow, Conflict) as error:
        return [steps.refused(error)]
    return []


def _documents_page(request: HttpRequest, held: Held, link: str, status: int = 200, **given: Any) -> HttpResponse:
    case = held.case
    documents = list(case.documents.order_by("pk"))
    wanted = [
        (one, [document for document in documents if document.wanted == one.code])
        for one in case.service.wanted_documents
    ]
    codes = {one.code for one in case.service.wanted_documents}
    context = {
        "wanted": wanted,
        "others": [document for document in documents if document.wanted not in codes],
        "limit": settings.ATTACHMENT_LIMIT_MB,
        "is_scanned": bool(settings.CLAMAV),
        **given,
    }
    return steps.page(request, held, link, steps.DOCUMENTS, context, status)


def _lacking(case: Case, key: str) -> dict[str, list[str]]:
    """What is missing in the step KEY, by field."""
    found: dict[str, list[str]] = {}
    for words, step, name in steps.missing(case):
        if step == key:
            found.setdefault(name, []).append(words)
    return found


VIEWS: Final = {
    steps.PLACE: _place,
    steps.QUESTIONS: _questions,
    steps.PERSON: _person,
    steps.DOCUMENTS: _documents,
    steps.REVIEW: filing.review,
}
