"""The page on which a planner pastes what a resolution says of one symbol; saved, it is a delivery like any other."""

import csv
import io
import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from plans.importing.provisions import known_symbols
from plans.importing.provisions.columns import passages
from plans.importing.provisions.source import Gathered
from plans.subjects import acts
from sip.geo.gmlstream import Unreadable
from sip.intake import actions
from sip.intake.models import Delivery, Kind
from sip.intake.tasks import process_delivery
from sip.offices.models import Office, User
from sip.offices.permissions import Action, Person, offices_of

MOST_LETTERS = 500_000


@dataclass(frozen=True, slots=True)
class Preview:
    """`symbols`, of which no zone bears the `strange` ones, and the text of each; without any it is the whole act's."""

    symbols: tuple[str, ...]
    strange: tuple[str, ...]
    body: SafeString


class PasteForm(forms.Form):
    """`office` is the one whose act was chosen, once the form is valid."""

    act = forms.ChoiceField(label=_("Akt planowania"))
    symbol = forms.CharField(
        label=_("Symbole terenów"),
        required=False,
        max_length=500,
        help_text=_("Na przykład 1MN albo 1MN, 3MN–5MN. Puste: ustalenia dla całego planu."),
    )
    paragraph = forms.CharField(
        label=_("Jednostka redakcyjna"), required=False, max_length=60, help_text=_("Na przykład § 12.")
    )
    text = forms.CharField(
        label=_("Treść ustaleń"),
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Wklej tekst z numerami punktów albo HTML. Zastąpi to, co o tych terenach zapisano dotąd."),
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.office: Office | None = None
        self._offices: dict[str, Office] = {}
        found: dict[str, str] = {}
        for office in offices_of(person, Action.KEEP_PLANS).order_by("-kind", "name"):
            for identifier, title in acts(office):
                self._offices.setdefault(identifier, office)
                found[identifier] = title
        act = self.fields["act"]
        assert isinstance(act, forms.ChoiceField)
        act.choices = [("", _("– wybierz –")), *found.items()]

    def clean_act(self) -> str:
        act: str = self.cleaned_data["act"]
        self.office = self._offices[act]
        return act

    def preview(self) -> Preview | None:
        """What will be stored; a text that cannot be read becomes an error of the form."""
        act = self.cleaned_data["act"]
        gathered = Gathered(act, known_symbols(act))
        try:
            for passage in passages(self.as_csv(), gathered.vocabulary):
                gathered.add(passage)
        except Unreadable as error:
            self.add_error("text", _("Tego tekstu nie da się przyjąć (%s).") % error.code)
            return None
        records = list(gathered.records())
        if not records:
            self.add_error("text", _("Nie ma tu żadnego tekstu."))
            return None
        symbols = tuple(record.facts.symbol for record in records if record.facts.symbol)
        strange = tuple(symbol for symbol in symbols if symbol not in gathered.vocabulary)
        # Cleaned of all that could act when it was gathered.
        return Preview(symbols, strange, mark_safe(records[0].facts.body))  # noqa: S308

    def as_csv(self) -> str:
        """The CSV that is delivered."""
        table = io.StringIO()
        rows = csv.writer(table, delimiter=";")
        rows.writerow(["symbol", "paragraph", "text"])
        rows.writerow([self.cleaned_data[name] for name in ("symbol", "paragraph", "text")])
        return table.getvalue()


@login_required
@never_cache
def paste_page(request: HttpRequest) -> HttpResponse:
    """The form; with a text, what will be stored; on the word to save, a delivery that is then processed."""
    if not offices_of(request.user, Action.KEEP_PLANS).exists():
        raise PermissionDenied
    form = PasteForm(request.user, request.POST or None)
    preview = form.preview() if request.method == "POST" and form.is_valid() else None
    if preview and form.office and "save" in request.POST:
        return redirect("delivery", pk=_deliver(request, form, form.office).pk)
    context = {"form": form, "preview": preview}
    return render(request, "plans/paste.html", context, status=422 if form.errors else 200)


def _deliver(request: HttpRequest, form: PasteForm, office: Office) -> Delivery:
    assert isinstance(request.user, User)
    folder = settings.INTAKE_DIR / uuid.uuid4().hex
    folder.mkdir(parents=True, mode=0o700)
    file = folder / "ustalenia.csv"
    file.write_text(form.as_csv(), encoding="utf-8", newline="")
    with transaction.atomic():
        delivery = actions.receive(
            kind=Kind.PROVISIONS,
            files=[file],
            office=office,
            actor=request.user,
            options={"partial": True, "act": form.cleaned_data["act"]},
        )
        process_delivery.enqueue(delivery.pk, partial=True)
    return delivery
