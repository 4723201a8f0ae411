"""Invented people and what they write; nobody real is called so at these addresses."""

from decimal import Decimal
from math import ceil, floor
from random import Random
from typing import Any, Final

from cases.catalogue.models import Service
from cases.drafts import Person
from cases.models import PartyKind

ONE_ZLOTY: Final = Decimal(1)
GIVEN: Final = ("Alicja", "Bogdan", "Celina", "Dawid", "Elżbieta", "Feliks", "Grażyna", "Hubert", "Irena", "Józef")
FAMILY: Final = ("Zmyślona", "Przykładowicz", "Wymyślny", "Bajkowska", "Próbna", "Niebyła", "Pokazowy", "Jakubańska")
FIRMS: Final = ("Wzorowa Budowa sp. z o.o.", "Przykładowe Sieci S.A.", "Pokazowy Zakład Wodociągów")
STREETS: Final = ("Zmyślona", "Przykładowa", "Próbna", "Pokazowa")
WORDS: Final = {
    "investment": (
        "Budynek mieszkalny jednorodzinny z garażem",
        "Rozbudowa budynku gospodarczego",
        "Budynek usługowy: sklep z częścią magazynową",
        "Przyłącze i sieć wodociągowa wzdłuż drogi",
    ),
    "access": ("zjazd istniejący z drogi gminnej", "służebność przejazdu przez działkę sąsiednią"),
    "goal": ("budowa sieci wodociągowej", "budowa drogi publicznej"),
    "purpose": ("akt notarialny", "wniosek o kredyt"),
}
ANYTHING: Final = ("Proszę o załatwienie zgodnie z wnioskiem.", "Jak w załączonym dokumencie.", "Zgodnie z opisem.")
QUESTIONS: Final = (
    "Kiedy mogę spodziewać się rozstrzygnięcia?",
    "Czy przesłana mapa jest wystarczająca?",
    "Zmienił się mój numer telefonu, proszę o kontakt e-mailem.",
)
ANSWERS: Final = (
    "Sprawa jest w toku, odpowiemy w terminie.",
    "Tak, mapa jest wystarczająca.",
    "Przyjęliśmy do wiadomości, dziękujemy.",
)
GAPS: Final = (
    "Proszę dołączyć mapę z zaznaczonym terenem: na przesłanej nie widać granic.",
    "Proszę podać, jak zapewniony będzie dojazd do drogi publicznej.",
    "Proszę o pełnomocnictwo wraz z dowodem opłaty skarbowej.",
)
NOTES: Final = (
    "Sprawdzono w planie ogólnym i w rejestrze działek.",
    "Rozmowa telefoniczna z wnioskodawcą: doniesie mapę.",
    "Uzgodnienie z zarządcą drogi wysłane.",
)


def person(rng: Random) -> Person:
    number, street = rng.randint(1, 99), rng.choice(STREETS)
    if rng.random() < 0.15:
        return Person(
            name=rng.choice(FIRMS),
            kind=PartyKind.ORGANISATION,
            email=f"biuro{number}@przyklad.example",
            address=f"ul. {street} {number}, 20-999 Lublin",
        )
    given, family = rng.choice(GIVEN), rng.choice(FAMILY)
    return Person(
        name=f"{given} {family}",
        email=f"osoba{rng.randint(1, 9999)}@przyklad.example",
        phone=f"500 {rng.randint(100, 999)} {rng.randint(100, 999)}",
        address=f"ul. {street} {number}, 23-100 Bychawa",
    )


def answers(rng: Random, service: Service, day: str) -> dict[str, Any]:
    """To the required questions; DAY serves where a date is asked."""
    schema = service.form.schema
    required = set(schema.get("required", ()))
    asked = [(name, question) for name, question in schema["properties"].items() if name in required]
    return {name: _answer(rng, name, question, day) for name, question in asked}


def _answer(rng: Random, name: str, question: dict[str, Any], day: str) -> Any:
    kind = question["type"]
    if "const" in question:
        return question["const"]
    if "enum" in question:
        return rng.choice(question["enum"])
    if kind in ("integer", "number"):
        return rng.randint(ceil(question.get("minimum", 1)), floor(min(question.get("maximum", 40), 40)))
    if kind == "boolean":
        return True
    if kind == "array":
        return [rng.choice(question["items"]["enum"])]
    return day if question.get("format") == "date" else rng.choice(WORDS.get(name, ANYTHING))
