"""The clerk's page of parties: people of the parcels ticked, typed or taken from a connected register; labels, CSV."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cases.actions import case_see
from cases.actors import of_user
from cases.desk.page import require_staff
from cases.desk.reach import actor, get_case
from cases.errors import Conflict, Incomplete, NotNow, Stale
from cases.models import Case, CaseParty, PartyKind, PartyRole
from cases.neighbours import register
from cases.neighbours.actions import Named, parties_fetch, party_parcels, party_remove, party_save
from cases.neighbours.pages import refused
from sip.extracts.pdf import TooBusy, printed
from sip.spreadsheet import csv_file

HEAD: Final = ("lp.", "imię i nazwisko lub nazwa", "adres", "e-Doręczenia", "z racji działek")


class PartyForm(forms.Form):
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    party = forms.IntegerField(min_value=1, max_value=2**62, required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Imię i nazwisko lub nazwa"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Rodzaj"), choices=PartyKind, initial=PartyKind.PERSON)
    address = forms.CharField(
        label=gettext_lazy("Adres"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    delivery_address = forms.CharField(label=gettext_lazy("Adres do e-Doręczeń"), max_length=60, required=False)
    parcels = forms.MultipleChoiceField(
        label=gettext_lazy("Z racji działek"), widget=forms.CheckboxSelectMultiple, choices=[]
    )

    def __init__(self, parcels: Sequence[str], *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        field = self.fields["parcels"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(parcel, parcel) for parcel in parcels]

    @property
    def named(self) -> Named:
        given = self.cleaned_data
        return Named(
            name=given["name"],
            address=given["address"],
            parcels=tuple(given["parcels"]),
            delivery_address=given["delivery_address"],
            kind=PartyKind(given["kind"]),
        )


def parties_of(case: Case) -> list[CaseParty]:
    """Those of neighbouring parcels, by name."""
    return list(case.parties.filter(role=PartyRole.PARTY).order_by("name", "pk"))


@login_required
@never_cache
def parties(request: HttpRequest, number: int) -> HttpResponse:
    """The list with its form; POST adds a party, or changes the one named. Looking at it is noted."""
    case = get_case(request, number)
    require_staff(request, case)
    parcels = party_parcels(case)
    if request.method == "POST":
        return _save(request, case, parcels)
    return _shown(request, case, _form(request, case, parcels))


def _form(request: HttpRequest, case: Case, parcels: Sequence[str]) -> PartyForm:
    """Of the party whose number the address names; else one for a new party, of the first parcel without any."""
    text = request.GET.get("strona", "")
    found = case.parties.filter(role=PartyRole.PARTY, pk=int(text)).first() if _is_number(text) else None
    if found is None:
        asked = [request.GET.get("dzialka", "")]
        return PartyForm(parcels, initial={"version": case.version, "parcels": asked})
    fields = ("name", "kind", "address", "delivery_address", "parcels")
    values = {name: getattr(found, name) for name in fields}
    return PartyForm(parcels, initial={"version": case.version, "party": found.pk, **values})


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 16


def _shown(request: HttpRequest, case: Case, form: PartyForm, status: int = 200) -> HttpResponse:
    case_see(user=actor(request), case=case)
    found = parties_of(case)
    named = {parcel for party in found for parcel in party.parcels}
    context = {
        "case": case,
        "form": form,
        "parties": found,
        "without": [parcel for parcel in party_parcels(case) if parcel not in named],
        "may_work": not case.is_ended,
        "is_change": bool(form["party"].value()),
        "is_connected": register.is_connected(),
    }
    return render(request, "cases/neighbours/parties.html", context, status=status)


def _save(request: HttpRequest, case: Case, parcels: Sequence[str]) -> HttpResponse:
    form = PartyForm(parcels, request.POST)
    if not form.is_valid():
        return _shown(request, case, form, 422)
    number = form.cleaned_data["party"]
    party = get_object_or_404(CaseParty, pk=number, case=case, role=PartyRole.PARTY) if number else None
    try:
        party_save(
            actor=of_user(actor(request)),
            case=case,
            version=form.cleaned_data["version"],
            named=form.named,
            party=party,
        )
    except Incomplete as error:
        for name, words in error.problems.items():
            form.add_error(name if name in form.fields else None, words)
        return _shown(request, case, form, 422)
    except (Stale, Conflict, NotNow) as error:
        form.add_error(None, refused(error))
        form.data = {**request.POST.dict(), "parcels": request.POST.getlist("parcels"), "version": case.version}
        return _shown(request, case, form, 409)
    messages.success(request, _("Strona zapisana."))
    return redirect("case-parties", case.pk)


@require_POST
@login_required
@never_cache
def remove(request: HttpRequest, number: int, party: int) -> HttpResponse:
    case = get_case(request, number)
    require_staff(request, case)
    found = get_object_or_404(CaseParty, pk=party, case=case, role=PartyRole.PARTY)
    version = _version(request)

    def do() -> str:
        party_remove(actor=of_user(actor(request)), case=case, version=version, party=found)
        return _("Strona usunięta z listy.")

    return told(request, case, do)


@require_POST
@login_required
@never_cache
def fetch(request: HttpRequest, number: int) -> HttpResponse:
    """Ask the connected register for parties of parcels that have none yet."""
    case = get_case(request, number)
    require_staff(request, case)
    version = _version(request)

    def do() -> str:
        count = parties_fetch(actor=of_user(actor(request)), case=case, version=version)
        return _("Z rejestru przyszło stron: %d.") % count

    return told(request, case, do)


def _version(request: HttpRequest) -> int:
    text = request.POST.get("version", "")
    return int(text) if _is_number(text) else 0


def told(request: HttpRequest, case: Case, do: Callable[[], str], to: str = "case-parties") -> HttpResponse:
    try:
        words = do()
    except (Stale, Conflict, NotNow, register.RegisterSilent) as error:
        messages.warning(request, refused(error))
    else:
        messages.success(request, words)
    return redirect(to, case.pk)


@require_safe
@login_required
@never_cache
def addresses_csv(request: HttpRequest, number: int) -> StreamingHttpResponse:
    case = get_case(request, number)
    require_staff(request, case)
    case_see(user=actor(request), case=case)
    return csv_file(_table(parties_of(case)), f"strony-{case.pk}.csv")


def _table(found: Sequence[CaseParty]) -> Iterator[Sequence[object]]:
    yield HEAD
    for at, one in enumerate(found, start=1):
        address = ", ".join(line.strip() for line in one.address.splitlines() if line.strip())
        yield at, one.name, address, one.delivery_address, " ".join(one.parcels)


@require_safe
@login_required
@never_cache
def labels(request: HttpRequest, number: int) -> HttpResponse:
    """Labels of the parties, 24 on a sheet of A4 (70 x 37 mm), as PDF."""
    case = get_case(request, number)
    require_staff(request, case)
    case_see(user=actor(request), case=case)
    with override("pl"):
        text = render_to_string("cases/neighbours/labels.html", {"case": case, "parties": parties_of(case)})
    try:
        content = printed(text).content
    except TooBusy:
        messages.warning(request, _("Powstaje teraz wiele dokumentów. Spróbuj za chwilę."))
        return redirect("case-parties", case.pk)
    return HttpResponse(content, content_type="application/pdf")
