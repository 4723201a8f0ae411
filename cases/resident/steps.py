"""The steps of an application: which a service has, what is missing in each, and how a step's page is answered."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases import drafts
from cases.catalogue.models import Place
from cases.drafts import Written
from cases.errors import Conflict, Incomplete, NotNow, Stale
from cases.filing import problems_of
from cases.land.models import Source
from cases.models import Case, Channel, PartyRole
from cases.resident import opening
from cases.resident.forms import person_of
from cases.resident.opening import Held

STEPS: Final[dict[str, Promise]] = {
    "miejsce": _("Miejsce"),
    "pytania": _("Pytania"),
    "osoba": _("Twoje dane"),
    "zalaczniki": _("Załączniki"),
    "sprawdz": _("Sprawdź i złóż"),
}
PLACE, QUESTIONS, PERSON, DOCUMENTS, REVIEW = STEPS
# Where a clerk types in what came on paper.
AT_DESK: Final[dict[str, Promise]] = {PERSON: _("Wnioskodawca"), REVIEW: _("Sprawdź i załóż sprawę")}
OF_PLACE: Final = frozenset({"parcels", "shape"})
OF_PERSON: Final = frozenset({"name", "email", "proxy_name", "exemption", "account"})
STALE: Final = _(
    "Ten wniosek zmieniono w międzyczasie w innym oknie. Poniżej jest to, co wpisano teraz; zapisz ponownie."
)
BUSY: Final = _("Wniosek jest właśnie zapisywany w innym oknie. Spróbuj jeszcze raz za chwilę.")
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Step:
    key: str
    name: Promise
    url: str
    is_current: bool
    number: int


def keys_of(case: Case) -> list[str]:
    """A service that names no land has no step for it."""
    left_out = {PLACE} if case.service.place == Place.NONE else set()
    if not case.form.schema["properties"]:
        left_out.add(QUESTIONS)
    return [key for key in STEPS if key not in left_out]


def comes_from_review(request: HttpRequest) -> bool:
    return "przeglad" in request.GET or bool({"przeglad", "z_przegladu"} & request.POST.keys())


def after(case: Case, key: str) -> str:
    keys = keys_of(case)
    return keys[min(keys.index(key) + 1, len(keys) - 1)]


def step_path(link: str, key: str) -> str:
    return reverse("draft-step", args=[link, key])


def same_step(request: HttpRequest, link: str, key: str, anchor: str = "") -> HttpResponse:
    """The step's page again, still on the way back to the review where that is where it was opened from."""
    query = "?przeglad=1" if comes_from_review(request) else ""
    return redirect(f"{step_path(link, key)}{query}{anchor}")


def step_of_problem(case: Case, name: str) -> str:
    """Where what is missing can be mended."""
    if name in OF_PLACE:
        return PLACE
    if name in case.form.schema["properties"]:
        return QUESTIONS
    if name == "documents":
        return DOCUMENTS
    return PERSON if name in OF_PERSON else REVIEW


def missing(case: Case) -> list[tuple[str, str, str]]:
    """What stands against filing: words, key of the step, name of the field."""
    titles = {name: str(question["title"]) for name, question in case.form.schema["properties"].items()}
    return [
        (f"{titles[name]}: {words}" if name in titles else words, step_of_problem(case, name), name)
        for name, said in problems_of(case).items()
        for words in said
    ]


def written_of(case: Case) -> Written:
    """The draft as it is, so that a step replaces its own part and leaves the rest."""
    parties = {party.role: party for party in case.parties.all()}
    proxy = parties.get(PartyRole.PROXY)
    return Written(
        answers=case.answers,
        applicant=person_of(parties.get(PartyRole.APPLICANT)),
        parcels=tuple(case.typed_parcels),
        shape=case.shape,
        shape_source=Source(case.shape_source) if case.shape_source else Source.DRAWN,
        exemption=case.exemption,
        proxy=person_of(proxy) if proxy else None,
    )


def version_of(request: HttpRequest, case: Case) -> int:
    """That which the page was made of; without one it is stale."""
    text = request.POST.get("version", "")
    return int(text) if text.isdecimal() and len(text) <= 9 else 0


def save(request: HttpRequest, held: Held, **changed: Any) -> tuple[Case, Mapping[str, list[str]], int]:
    """Keep what CHANGED of the draft; the case as it is then, what was wrong, and the page's status."""
    case = held.case
    written = replace(written_of(case), **changed)
    try:
        return (
            drafts.draft_save(actor=held.actor, case=case, version=version_of(request, case), written=written),
            {},
            200,
        )
    except Stale:
        return case, {"": [str(STALE)]}, 412
    except Conflict:
        return case, {"": [str(BUSY)]}, 409
    except Incomplete as error:
        return case, error.problems, 422


def onward(request: HttpRequest, link: str, case: Case, key: str) -> HttpResponse:
    """After a step that is kept: on, back to the review, or to the page that says how to come back."""
    if "pozniej" in request.POST:
        return redirect("draft-later", link=link)
    if "przeglad" in request.POST:
        return redirect("draft-step", link=link, step=REVIEW)
    return redirect("draft-step", link=link, step=after(case, key))


def page(
    request: HttpRequest, held: Held, link: str, key: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    keys, is_typed_in = keys_of(held.case), held.case.channel == Channel.OFFICE
    names = {**STEPS, **AT_DESK} if is_typed_in else STEPS
    steps = [
        Step(one, names[one], step_path(link, one), one == key, number) for number, one in enumerate(keys, start=1)
    ]
    whole = {
        "case": held.case,
        "service": held.case.service,
        "link": link,
        "steps": steps,
        "step": next(step for step in steps if step.is_current),
        "count": len(steps),
        "comes_from_review": comes_from_review(request),
        "is_typed_in": is_typed_in,
        **context,
    }
    return quiet(render(request, f"cases/resident/step_{TEMPLATES[key]}.html", whole, status=status))


TEMPLATES: Final = {
    PLACE: "place",
    QUESTIONS: "questions",
    PERSON: "person",
    DOCUMENTS: "documents",
    REVIEW: "review",
}


def quiet(response: HttpResponse) -> HttpResponse:
    """The address opens the draft: no cache keeps the page. (Other hosts are never told an address of ours.)"""
    response.headers["Cache-Control"] = "no-store, private"
    return response


def gone(request: HttpRequest) -> HttpResponse:
    """The same for links that never were and for drafts whose time is over."""
    return quiet(render(request, "cases/resident/draft_gone.html", status=404))


def opened(request: HttpRequest, link: str) -> Held | HttpResponse:
    """The draft of LINK, or the page that says why there is none."""
    held = opening.draft_of(request, link)
    if held is None:
        return gone(request)
    if not held.case.is_draft:
        return quiet(render(request, "cases/resident/draft_filed.html", {"case": held.case}, status=200))
    return held


def refused(error: Exception) -> str:
    """Words for what stands against a step."""
    if isinstance(error, Stale):
        return str(_("Sprawa zmieniła się w międzyczasie. Przeczytaj, co nowego, i spróbuj jeszcze raz."))
    if isinstance(error, Conflict):
        return str(_("Ktoś właśnie pracuje nad tą sprawą. Spróbuj jeszcze raz za chwilę."))
    if isinstance(error, Incomplete):
        return " ".join(words for said in error.problems.values() for words in said)
    if isinstance(error, NotNow | PermissionDenied):
        return str(error) or str(_("Tego nie można teraz zrobić w tej sprawie."))
    raise error
