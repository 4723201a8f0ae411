"""Forms of residents' pages: who applies, the question for a case, messages, withdrawing."""

from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.clock.terms import day_of
from cases.drafts import Person
from cases.models import Case, CaseParty, PartyKind, PartyRole

MOST_MESSAGE: Final = 5000
# Of what lay in an office before it was typed in.
MOST_LATE: Final = timedelta(days=366)


def _short(label: Any, *, most: int, **attributes: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, widget=forms.TextInput(attrs=attributes))


class PersonForm(forms.Form):
    """Who applies, how the office answers, and for whom; what must be there the review says, for drafts may wait."""

    kind = forms.ChoiceField(
        label=_("Wniosek składa"), choices=PartyKind.choices, widget=forms.RadioSelect, initial=PartyKind.PERSON
    )
    name = _short(_("Imię i nazwisko albo nazwa"), most=200, autocomplete="name")
    identifier = _short(_("PESEL, NIP lub KRS (nieobowiązkowo)"), most=20, autocomplete="off", inputmode="numeric")
    email = forms.EmailField(
        label=_("Adres e-mail"),
        max_length=254,
        required=False,
        help_text=_("Na ten adres napiszemy, gdy coś się zmieni w sprawie."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    phone = forms.CharField(
        label=_("Telefon (nieobowiązkowo)"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    address = forms.CharField(
        label=_("Adres do listów"),
        max_length=400,
        required=False,
        help_text=_("Ulica i numer, kod pocztowy, miejscowość."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "street-address"}),
    )
    delivery_address = _short(
        _("Adres do e-Doręczeń (nieobowiązkowo)"), most=60, autocomplete="off", placeholder="AE:PL-12345-67890-ABCDE-12"
    )
    for_other = forms.BooleanField(label=_("Działam w imieniu kogoś innego (jestem pełnomocnikiem)"), required=False)
    proxy_name = _short(_("Imię i nazwisko pełnomocnika"), most=200, autocomplete="off")
    proxy_email = forms.EmailField(label=_("Adres e-mail pełnomocnika"), max_length=254, required=False)
    proxy_address = forms.CharField(
        label=_("Adres pełnomocnika"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def person(self) -> Person:
        given = self.cleaned_data
        names = ("name", "identifier", "email", "phone", "address", "delivery_address")
        return Person(kind=PartyKind(given["kind"]), **{name: given[name] for name in names})

    def proxy(self) -> Person | None:
        """None where the applicant acts themselves."""
        given = self.cleaned_data
        if not given["for_other"]:
            return None
        return Person(name=given["proxy_name"], email=given["proxy_email"], address=given["proxy_address"])


def person_initial(case: Case) -> dict[str, Any]:
    """What the draft knows of its people; of a new one what the account says."""
    parties = {party.role: party for party in case.parties.all()}
    applicant, proxy = parties.get(PartyRole.APPLICANT), parties.get(PartyRole.PROXY)
    if applicant is None:
        account = case.account
        return {"kind": PartyKind.PERSON, "name": account.name, "email": account.contact} if account else {}
    own = {name: getattr(applicant, name) for name in PERSON_FIELDS}
    if proxy is None:
        return own
    theirs = {"proxy_name": proxy.name, "proxy_email": proxy.email, "proxy_address": proxy.address}
    return {**own, "for_other": True, **theirs}


PERSON_FIELDS: Final = ("kind", "name", "identifier", "email", "phone", "address", "delivery_address")


def person_of(party: CaseParty | None) -> Person:
    if party is None:
        return Person()
    values = {name: getattr(party, name) for name in PERSON_FIELDS}
    return Person(**{**values, "kind": PartyKind(party.kind)})


class ReceivedForm(forms.Form):
    """When an application that a clerk types in reached the office: its clock runs from that day (KPA art. 61 §3)."""

    received = forms.DateField(
        label=_("Data wpływu do urzędu"),
        help_text=_("Od niej biegnie termin sprawy."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def clean_received(self) -> date:
        day: date = self.cleaned_data["received"]
        today = day_of(timezone.now())
        if not today - MOST_LATE <= day <= today:
            raise forms.ValidationError(_("Podaj dzień z ostatniego roku, nie późniejszy niż dziś."))
        return day


class CaseForm(forms.Form):
    """Sign and code, as they were shown after filing."""

    sign = forms.CharField(
        label=_("Znak sprawy"),
        max_length=120,
        help_text=_("Na przykład PP.6727.12.2026."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )
    code = forms.CharField(
        label=_("Kod"),
        max_length=40,
        help_text=_("12 znaków; wielkość liter, odstępy i kreski nie mają znaczenia."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class LostForm(forms.Form):
    """Sign and the address that was confirmed: a link comes by mail."""

    sign = forms.CharField(
        label=_("Znak sprawy"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    email = forms.EmailField(
        label=_("Adres e-mail podany we wniosku"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )


class WordsForm(forms.Form):
    """A message to the office, or what a completion is accompanied by."""

    version = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Treść"), max_length=MOST_MESSAGE, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )


class WithdrawForm(forms.Form):
    version = forms.IntegerField(min_value=1, max_value=2_000_000_000, widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Dlaczego (nieobowiązkowo)"),
        max_length=MOST_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
