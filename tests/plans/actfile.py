"""Several planning acts with their documents, written as APP GML: over the tests' village, as planfile writes one."""

from tests.plans.planfile import LISTS, SET, STEPS, Box, box, feature

KINDS = {
    "general": "planOgolnyGminy",
    "local": "miejscowyPlanZagospodarowaniaPrzestrzennego",
    "study": "studiumUwarunkowanIKierunkowZagospodarowaniaPrzestrzennegoGminy",
}


def identifier(local_id: str) -> str:
    return f"{SET}/{local_id}"


def planning_act(
    local_id: str,
    title: str = "Plan miejscowy Wólka",
    *,
    kind: str = "local",
    place: Box | None = (0, 0, 400, 200),
    status: str = "legalForce",
    since: str = "2020-01-01",
    until: str = "",
    version_since: str = "2025-03-04T10:00:00Z",
    documents: tuple[tuple[str, str], ...] = (),
) -> str:
    """`documents`: pairs of the act's role for a document and its local id. `place` None: without an outline."""
    outline = (
        f"<app:zasiegPrzestrzenny><gml:MultiSurface><gml:surfaceMember>{box(place)}</gml:surfaceMember>"
        "</gml:MultiSurface></app:zasiegPrzestrzenny>"
        if place
        else ""
    )
    return feature(
        "AktPlanowaniaPrzestrzennego",
        local_id,
        f'<app:tytul>{title}</app:tytul><app:typPlanu xlink:href="{LISTS}/TypAktu/{KINDS.get(kind, kind)}"/>'
        + (f"<app:obowiazujeOd>{since}</app:obowiazujeOd>" if since else "")
        + (f"<app:obowiazujeDo>{until}</app:obowiazujeDo>" if until else "")
        + f'<app:status xlink:href="{STEPS}/{status}"/>{outline}'
        + "".join(f'<app:{role} xlink:href="{reference(target)}"/>' for role, target in documents),
        since=version_since,
    )


def formal_document(
    local_id: str, number: str = "XII/34/2020", *, title: str = "Uchwała", relations: tuple[tuple[str, str], ...] = ()
) -> str:
    """`relations`: pairs of what the document does and the local id of the act it does it to."""
    return feature(
        "DokumentFormalny",
        local_id,
        f"<app:tytul>{title}</app:tytul><app:numerIdentyfikacyjny>{number}</app:numerIdentyfikacyjny>"
        "<app:organUstanawiajacy>Rada Gminy</app:organUstanawiajacy>"
        "<app:data><gmd:CI_Date><gmd:date><gco:Date>2019-11-22</gco:Date></gmd:date></gmd:CI_Date></app:data>"
        "<app:lacze>https://bip.example/uchwala.pdf</app:lacze>"
        + "".join(f'<app:{role} xlink:href="{reference(target)}"/>' for role, target in relations),
    )


def reference(local_id: str) -> str:
    """As the schema's files refer to features: an address of namespace, local id and version."""
    return f"https://www.gov.pl/zagospodarowanieprzestrzenne/app/{SET}/{local_id}/20250304T100000"
