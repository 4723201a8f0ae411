"""The page where a clerk puts the data of an applicant or a proxy right, or takes a successor or a new proxy."""

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.actions import case_see
from cases.actors import of_user
from cases.desk.page import address, require_staff
from cases.desk.reach import actor, get_case
from cases.drafts import Person
from cases.errors import Conflict, Incomplete, NotNow, Stale
from cases.models import Case, PartyKind, PartyRole
from cases.people import OF_PERSON, person_change
from cases.reports.forms import WordsField

ROLES: Final = {"wnioskodawca": PartyRole.APPLICANT, "pelnomocnik": PartyRole.PROXY}


class PersonForm(forms.Form):
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    name = forms.CharField(label=gettext_lazy("Imię i nazwisko lub nazwa"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("Rodzaj"), choices=PartyKind, initial=PartyKind.PERSON)
    identifier = forms.CharField(label=gettext_lazy("PESEL, NIP lub KRS"), max_length=20, required=False)
    address = forms.CharField(
        label=gettext_lazy("Adres"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    email = forms.EmailField(
        label=gettext_lazy("Adres e-mail"),
        required=False,
        help_text=gettext_lazy("Na zmieniony adres nie wysyła się wiadomości, dopóki nie jest potwierdzony."),
    )
    phone = forms.CharField(label=gettext_lazy("Telefon"), max_length=30, required=False)
    delivery_address = forms.CharField(label=gettext_lazy("Adres do e-Doręczeń"), max_length=60, required=False)
    is_successor = forms.BooleanField(
        label=gettext_lazy("To inna osoba: następca prawny (art. 30 § 4 KPA)"),
        required=False,
        help_text=gettext_lazy("Dotychczasowy wnioskodawca nie otworzy już sprawy przez internet."),
    )
    ends = forms.BooleanField(label=gettext_lazy("Pełnomocnictwo wygasło albo je odwołano"), required=False)
    reason = WordsField(
        label=gettext_lazy("Powód, dla akt"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Zostaje w urzędzie, razem z danymi sprzed zmiany."),
    )

    def __init__(self, role: PartyRole, *given: Any, is_known: bool, **options: Any) -> None:
        super().__init__(*given, **options)
        if role != PartyRole.APPLICANT:
            del self.fields["is_successor"]
        if role != PartyRole.PROXY or not is_known:
            del self.fields["ends"]

    @property
    def person(self) -> Person | None:
        """Of a valid form."""
        given = self.cleaned_data
        if given.get("ends"):
            return None
        return Person(kind=PartyKind(given["kind"]), **{name: given[name] for name in OF_PERSON})


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def person(request: HttpRequest, number: int, role: str) -> HttpResponse:
    """ROLE: a name of ROLES. Looking at it is noted."""
    case, wanted = get_case(request, number), ROLES[role]
    require_staff(request, case)
    before = case.parties.filter(role=wanted).first()
    if request.method == "POST":
        form = PersonForm(wanted, request.POST, is_known=before is not None)
        return _saved(request, case, wanted, form) if form.is_valid() else _shown(request, case, wanted, form, 422)
    values = {name: getattr(before, name) for name in (*OF_PERSON, "kind")} if before else {}
    form = PersonForm(wanted, is_known=before is not None, initial={"version": case.version, **values})
    return _shown(request, case, wanted, form)


def _shown(request: HttpRequest, case: Case, role: PartyRole, form: PersonForm, status: int = 200) -> HttpResponse:
    case_see(user=actor(request), case=case)
    return render(request, "cases/desk/person.html", {"case": case, "role": role, "form": form}, status=status)


def _saved(request: HttpRequest, case: Case, role: PartyRole, form: PersonForm) -> HttpResponse:
    given, status = form.cleaned_data, 409
    try:
        person_change(
            actor=of_user(actor(request)),
            case=case,
            version=given["version"],
            role=role,
            person=form.person,
            reason=given["reason"],
            is_successor=given.get("is_successor", False),
        )
    except Incomplete as error:
        status = 422
        for name, words in error.problems.items():
            form.add_error(name if name in form.fields else None, words)
    except Stale:
        status = 412
        form.add_error(None, _("Sprawa zmieniła się, odkąd ją otwarto: przejrzyj ją i zapisz jeszcze raz."))
        form.data = {**request.POST.dict(), "version": case.version}
    except Conflict:
        form.add_error(None, _("Ktoś inny właśnie zapisuje tę sprawę. Spróbuj jeszcze raz."))
    except NotNow as error:
        form.add_error(None, str(error) or _("W obecnym stanie sprawy tego kroku nie da się zrobić."))
    else:
        messages.success(request, _("Dane osoby zapisane."))
        return redirect(address(case))
    return _shown(request, case, role, form, status)
