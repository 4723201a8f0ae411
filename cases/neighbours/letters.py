"""The clerk's page of letters to parties: from a template, previewed, made, noted when sent."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cases.actions import case_see
from cases.actors import of_user
from cases.desk.letters import MOST_TEXT
from cases.desk.page import require_staff
from cases.desk.reach import actor, get_case
from cases.errors import Conflict, Incomplete, NotNow, Stale
from cases.models import Case, CaseParty
from cases.neighbours import mailing
from cases.neighbours.mailing import PartyLetterText, Template
from cases.neighbours.models import PartyLetter
from cases.neighbours.pages import refused
from cases.neighbours.parties import parties_of, told
from cases.reports.forms import WordsField
from sip.extracts.pdf import TooBusy

EACH, TOGETHER = "kazdy", "razem"


class PartyLetterForm(forms.Form):
    version = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    template = forms.ChoiceField(choices=Template, widget=forms.HiddenInput)
    how = forms.ChoiceField(
        label=gettext_lazy("Ile pism"),
        choices=[
            (EACH, gettext_lazy("osobne pismo do każdej strony")),
            (TOGETHER, gettext_lazy("jedno pismo z rozdzielnikiem")),
        ],
        initial=EACH,
    )
    title = forms.CharField(label=gettext_lazy("Tytuł dokumentu"), max_length=200)
    basis = forms.CharField(label=gettext_lazy("Podstawa prawna"), max_length=500, required=False)
    text = WordsField(label=gettext_lazy("Treść"), max_length=MOST_TEXT, widget=forms.Textarea(attrs={"rows": 12}))
    dated = forms.DateField(
        label=gettext_lazy("Z dnia"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    signed_by = forms.CharField(label=gettext_lazy("Podpisuje"), max_length=120)
    position = forms.CharField(label=gettext_lazy("Stanowisko"), max_length=160, required=False)
    parties = forms.MultipleChoiceField(label=gettext_lazy("Do kogo"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, known: list[CaseParty], *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.known = {str(party.pk): party for party in known}
        field = self.fields["parties"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(number, party.name) for number, party in self.known.items()]

    @property
    def letter(self) -> PartyLetterText:
        given = self.cleaned_data
        names = ("title", "basis", "text", "dated", "signed_by", "position")
        return PartyLetterText(
            template=Template(given["template"]),
            together=given["how"] == TOGETHER,
            **{name: given[name] for name in names},
        )

    @property
    def chosen(self) -> list[CaseParty]:
        return [self.known[number] for number in self.cleaned_data["parties"]]


@login_required
@never_cache
def letters(request: HttpRequest, number: int) -> HttpResponse:
    """The form of a template (?wzor=), and letters made so far; POST previews or makes."""
    case = get_case(request, number)
    require_staff(request, case)
    known = parties_of(case)
    if request.method == "POST":
        return _sent(request, case, PartyLetterForm(known, request.POST))
    wanted = request.GET.get("wzor", "")
    template = Template(wanted) if wanted in Template.values else Template.START
    values = mailing.initial(case, template, str(actor(request)))
    form = PartyLetterForm(known, initial={**values, "parties": [str(party.pk) for party in known]})
    return _shown(request, case, form, template)


def _shown(
    request: HttpRequest, case: Case, form: PartyLetterForm, template: Template, status: int = 200
) -> HttpResponse:
    case_see(user=actor(request), case=case)
    made = PartyLetter.objects.filter(document__case=case, document__replaced_by=None).order_by("-pk")
    context = {
        "case": case,
        "form": form,
        "template": template,
        "templates": Template.choices,
        "letters": made.select_related("document", "sent_by").prefetch_related("parties"),
        "has_waiting": made.filter(sent_at=None).exists(),
        "may_work": not case.is_ended,
    }
    return render(request, "cases/neighbours/letters.html", context, status=status)


def _sent(request: HttpRequest, case: Case, form: PartyLetterForm) -> HttpResponse:
    sent = request.POST.get("template", "")
    template = Template(sent) if sent in Template.values else Template.LETTER
    if not form.is_valid():
        return _shown(request, case, form, template, 422)
    try:
        if "preview" in request.POST:
            content = mailing.paper(case, form.letter, form.chosen, is_draft=True).content
            return HttpResponse(content, content_type=mailing.PDF)
        made = mailing.letters_make(
            actor=of_user(actor(request)),
            case=case,
            version=form.cleaned_data["version"],
            letter=form.letter,
            parties=form.chosen,
        )
    except Incomplete as error:
        form.add_error(None, [words for problem in error.problems.values() for words in problem])
        return _shown(request, case, form, template, 422)
    except (Stale, Conflict, NotNow) as error:
        form.add_error(None, refused(error))
        return _shown(request, case, form, template, 409)
    except TooBusy:
        form.add_error(None, _("Powstaje teraz wiele dokumentów. Spróbuj za chwilę: nic nie przepadło."))
        return _shown(request, case, form, template, 409)
    messages.success(request, _("Pisma dodane do sprawy: %d. Wnioskodawca ich nie widzi.") % len(made))
    return redirect("case-party-letters", case.pk)


@require_POST
@login_required
@never_cache
def sent(request: HttpRequest, number: int) -> HttpResponse:
    """`pismo`: numbers of the letters that went out."""
    case = get_case(request, number)
    require_staff(request, case)
    texts = request.POST.getlist("pismo")[:500]
    chosen = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]

    def do() -> str:
        count = mailing.letters_sent(actor=of_user(actor(request)), case=case, letters=chosen)
        return _("Odnotowano wysłanie. Pism: %d.") % count

    return told(request, case, do, "case-party-letters")
