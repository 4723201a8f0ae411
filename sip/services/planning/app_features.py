"""Rows of the register as features by the APP schema 2.0: a function for each type, in the order of the schema."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any, Final

from plans.codes import PROFILES, ZONES, RegulationKind
from sip.services.planning import app_xml as xml
from sip.services.planning.words import titles

Row = dict[str, Any]

ACTS: Final = "AktPlanowaniaPrzestrzennego"
DOCUMENTS: Final = "DokumentFormalny"
# In the order of the schema.
DOCUMENT_ROLES: Final = (
    "dokument",
    "dokumentPrzystepujacy",
    "dokumentUchwalajacy",
    "dokumentZmieniajacy",
    "dokumentUchylajacy",
    "dokumentUniewazniajacy",
)
RELATIONS: Final = {"uchwala": ACTS, "przystapienie": ACTS, "zmienia": ACTS, "uchyla": ACTS, "uniewaznia": DOCUMENTS}
REGULATIONS: Final = {
    RegulationKind.INFILL: "ObszarUzupelnieniaZabudowy",
    RegulationKind.DOWNTOWN: "ObszarZabudowySrodmiejskiej",
    RegulationKind.STANDARDS: "ObszarStandardowDostepnosciInfrastrukturySpolecznej",
}
# Standards of access in the order of the schema; the first six it wants, the first is a yes or no.
WANTED_STANDARDS: Final = (
    "wylaczenieZabudowyZagrodowej",
    "odlegloscDoSzkolyPodstawowej",
    "odlegloscDoObszarowZieleniPublicznej",
    "powierzchniaLacznaObszarowZieleniPublicznej",
    "odlegloscDoObszaruZieleniPublicznej",
    "powierzchniaObszaruZieleniPublicznej",
)
STANDARDS: Final = (
    *WANTED_STANDARDS,
    "odlegloscDoPrzedszkola",
    "odlegloscDoZlobka",
    "odlegloscDoAmbulatoriumPOZ",
    "odlegloscDoBiblioteki",
    "odlegloscDoDomuKultury",
    "odlegloscDoDomuPomocySpolecznej",
    "odlegloscDoUrzadzonegoTerenuSportu",
    "odlegloscDoPrzystanku",
    "odlegloscDoPlacowkiPocztowej",
    "odlegloscDoApteki",
    "odlegloscDoPosterunkuPolicji",
    "odlegloscDoPosterunkuJednostkiOchronyPrzeciwpozarowej",
)
LEVELS: Final = {"regional": "regionalny", "local": "lokalny", "infraLocal": "sublokalny"}
NATURES: Final = {"generallyBinding": "ogólnie wiążące"}
STEPS: Final = "http://inspire.ec.europa.eu/codelist/ProcessStepGeneralValue"
LEVEL_LIST: Final = "http://inspire.ec.europa.eu/codelist/LevelOfSpatialPlanValue"
NATURE_LIST: Final = "https://inspire.ec.europa.eu/codelist/RegulationNatureValue"


def _feature(name: str, row: Row, *parts: str) -> str:
    identity = xml.identity(name, row["namespace"], row["local_id"], row["version_id"])
    return f'<app:{name} gml:id="{_id(row)}">{identity}{"".join(parts)}</app:{name}>'


def _id(row: Row) -> str:
    return xml.gml_id(row["namespace"], row["local_id"], row["version_id"])


def _begin(row: Row) -> str:
    return xml.element("poczatekWersjiObiektu", xml.moment(row["valid_from"]))


def _binding(row: Row) -> str:
    return xml.optional("obowiazujeOd", row["in_force_from"]) + xml.optional("obowiazujeDo", row["in_force_to"])


def _status(row: Row) -> str:
    return xml.coded("status", row["status"], STEPS, titles().get(row["status"], ""))


def act(row: Row) -> str:
    return _feature(
        ACTS,
        row,
        _begin(row),
        xml.element("tytul", row["title"]),
        *(xml.element("tytulAlternatywny", title) for title in row["other_titles"]),
        xml.coded(
            "typPlanu", row["kind"], f"{xml.LISTS}/TypAktuPlanowaniaPrzestrzennegoKod", titles().get(row["kind"], "")
        ),
        xml.coded("poziomHierarchii", row["level"], LEVEL_LIST, LEVELS.get(row["level"], "")),
        _binding(row),
        _status(row),
        xml.optional("zmiana", row["change"]),
        xml.element("modyfikacja", str(row["modification"]).lower()),
        *map(_base_map, row["base_maps"]),
        _extent(row),
        *_documents(row),
    )


def _base_map(described: dict[str, str]) -> str:
    try:
        day = date.fromisoformat(described["date"]).isoformat()
    except ValueError:
        return xml.comment(f" pominięto mapę podkładową {described['reference']}; brakuje: data ")
    return (
        f"<app:mapaPodkladowa><app:MapaPodkladowa>{xml.element('data', day)}"
        f"{xml.element('referencja', described['reference'])}{xml.optional('lacze', described['link'])}"
        "</app:MapaPodkladowa></app:mapaPodkladowa>"
    )


def _extent(row: Row) -> str:
    if row["shape"] is None:
        return xml.missing("zasiegPrzestrzenny")
    shape = xml.multi_surface(bytes(row["shape"]), f"{_id(row)}.zasieg")
    return f"<app:zasiegPrzestrzenny>{shape}</app:zasiegPrzestrzenny>"


def _documents(row: Row) -> Iterator[str]:
    """The schema has room for one resolution that adopts."""
    adopted = False
    for role in DOCUMENT_ROLES:
        for link in row["documents"]:
            if link["role"] != role:
                continue
            if role == "dokumentUchwalajacy" and adopted:
                yield xml.comment(f" pominięto {role}: {link['document']}; schemat dopuszcza jeden ")
                continue
            adopted |= role == "dokumentUchwalajacy"
            yield xml.reference(role, DOCUMENTS, link["document"])


def _geometry(row: Row) -> str:
    return f"<app:geometria>{xml.surface(bytes(row['shape']), f'{_id(row)}.geometria')}</app:geometria>"


def _standing(row: Row) -> str:
    """From the dates to the act: what zones and regulations have in one order."""
    nature = xml.coded("charakterUstalenia", row["nature"], NATURE_LIST, NATURES.get(row["nature"], ""))
    return _begin(row) + _binding(row) + _status(row) + nature + _geometry(row) + _plan(row)


def _plan(row: Row) -> str:
    return xml.reference("plan", ACTS, row["act"])


def zone(row: Row) -> str:
    basic = [_profile("profilPodstawowy", code) for code in row["basic_profiles"]]
    return _feature(
        "StrefaPlanistyczna",
        row,
        xml.element("oznaczenie", row["designation"]),
        xml.element("symbol", row["symbol"]),
        _standing(row),
        _zone_kind(row),
        xml.optional("nazwaAlternatywna", row["other_name"]),
        *(basic or [xml.missing("profilPodstawowy")]),
        *(_profile("profilDodatkowy", code) for code in row["additional_profiles"]),
        xml.optional("maksNadziemnaIntensywnoscZabudowy", _decimal(row["max_intensity"])),
        xml.optional("maksUdzialPowierzchniZabudowy", _decimal(row["max_built_share"])),
        xml.optional("maksWysokoscZabudowy", _decimal(row["max_height"]), uom="m"),
        xml.optional("minUdzialPowierzchniBiologicznieCzynnej", _decimal(row["min_green_share"])),
    )


def _zone_kind(row: Row) -> str:
    """By the name the file gave it, else by the symbol; the register keeps no code of its own."""
    named = {titles()[kind.code].casefold(): kind.code for kind in ZONES.values()}
    code = named.get(row["name"].casefold()) or (ZONES[row["symbol"]].code if row["symbol"] in ZONES else "")
    return xml.coded("nazwa", code, f"{xml.LISTS}/RodzajStrefyPlanistycznejKod", row["name"])


def _profile(name: str, code: str) -> str:
    if code.isascii() and code.isalpha() and code.isupper():
        title = {"xlink_title": titles()[code]} if code in PROFILES else {}
        return xml.element(name, None, xlink_href=f"{xml.PROFILES}{code}", **title)
    written = "xlink_href" if "/" in code or "#" in code else "xlink_title"
    return xml.element(name, None, **{written: code})


def _decimal(value: Decimal | None) -> str | None:
    """One decimal place, as the schema has it; more only where the source had more."""
    if value is None:
        return None
    text = f"{value.normalize():f}"
    return text if "." in text else f"{text}.0"


def regulation(row: Row) -> str:
    return _feature(
        REGULATIONS[RegulationKind(row["kind"])],
        row,
        xml.optional("nazwa", row["name"]),
        xml.element("oznaczenie", row["designation"]),
        xml.element("symbol", row["symbol"]),
        _standing(row),
        *(_standard(name, row["standards"][name]) for name in STANDARDS if name in row["standards"]),
    )


def _standard(name: str, given: dict[str, str]) -> str:
    return xml.element(name, given["value"], **({"uom": given["uom"]} if given["uom"] else {}))


def document(row: Row) -> str:
    return _feature(
        DOCUMENTS,
        row,
        xml.element("tytul", row["title"]),
        xml.optional("nazwaSkrocona", row["short_title"]),
        xml.optional("numerIdentyfikacyjny", row["number"]),
        xml.optional("organUstanawiajacy", row["organ"]),
        _dated(row["dated"]),
        xml.optional("dataWejsciaWZycie", row["effective_from"]),
        xml.optional("dataUchylenia", row["repealed_on"]),
        xml.element("dziennikUrzedowy", None, xlink_title=row["journal"]) if row["journal"] else "",
        *(xml.element("lacze", link) for link in row["links"]),
        *(
            xml.reference(role, target, link["act"])
            for role, target in RELATIONS.items()
            for link in row["relations"]
            if link["role"] == role
        ),
    )


def _dated(day: date | None) -> str:
    """The register does not keep what kind of date it is."""
    if day is None:
        return '<app:data gco:nilReason="missing"/>'
    return (
        f"<app:data><gmd:CI_Date><gmd:date><gco:Date>{day}</gco:Date></gmd:date>"
        '<gmd:dateType gco:nilReason="unknown"/></gmd:CI_Date></app:data>'
    )


def drawing(row: Row) -> str:
    return _feature(
        "RysunekAktuPlanowaniaPrzestrzennego",
        row,
        _begin(row),
        xml.element("tytul", row["title"]),
        xml.element("lacze", row["link"]),
        xml.optional("legenda", row["legend"]),
        xml.element("ukladOdniesieniaPrzestrzennego", row["crs"]),
        xml.element("rozdzielczoscPrzestrzenna", str(row["scale"])),
        _binding(row),
        _plan(row),
    )
