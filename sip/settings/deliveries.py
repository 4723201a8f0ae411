"""Deliveries: what reads them, what follows them, how strictly they are checked."""

from sip.environment import integer, number
from sip.settings.deployment import DATA_DIR

# Deliveries: kind -> the importer's dotted path, so that intake imports nothing above itself.
IMPORTERS = {
    "units": "sip.intake.units.run",
    "egib": "parcels.importing.run",
    "parcels": "parcels.importing.run",
    "buildings": "parcels.importing.run",
    "addresses": "parcels.importing.run",
    "app": "plans.importing.run",
    "zones": "plans.importing.zones.run",
    "provisions": "plans.importing.provisions.run",
    "drawing": "plans.importing.drawing.run",
    "restrictions": "plans.importing.restrictions.run",
}
# Kind -> what the codes of its findings mean, for the quality report.
FINDINGS = {
    "egib": "parcels.importing.findings.CATALOGUE",
    "parcels": "parcels.importing.findings.CATALOGUE",
    "buildings": "parcels.importing.findings.CATALOGUE",
    "addresses": "parcels.importing.findings.CATALOGUE",
    "app": "plans.importing.findings.CATALOGUE",
    "zones": "plans.importing.findings.CATALOGUE",
    "provisions": "plans.importing.findings.CATALOGUE",
    "drawing": "plans.importing.findings.CATALOGUE",
    "restrictions": "plans.importing.findings.CATALOGUE",
}
# Kind -> what its files' columns may be: our attribute names with words for people, the most needed first.
ATTRIBUTES = {
    "parcels": "parcels.importing.read.columns.PARCELS",
    "buildings": "parcels.importing.read.columns.BUILDINGS",
    "addresses": "parcels.importing.read.columns.ADDRESSES",
    "zones": "plans.importing.zones.columns.ATTRIBUTES",
}
# What an office's files may be about, where they do not say it themselves: (office) -> choices.
SUBJECTS = {"act": "plans.subjects.acts", "theme": "plans.subjects.themes"}
# What uploaded XML runs through before it is stored: (chunks, write) -> anything.
UPLOAD_FILTER = "parcels.importing.read.scrub"
INTAKE_DIR = DATA_DIR / "intake"
# A delivery waits for a clerk's word when more than this share of what it covers would vanish.
VANISH_LIMIT = number("SIP_VANISH_LIMIT", 0.2, least=0, most=1)
# Tolerances of the checks. Area in m2: share * P + root * sqrt(P); overlaps and gaps in m2.
AREA_TOLERANCE_SHARE = number("SIP_AREA_TOLERANCE_SHARE", 0.0001, least=0, most=1)
AREA_TOLERANCE_ROOT = number("SIP_AREA_TOLERANCE_ROOT", 0.2, least=0, most=100)
OVERLAP_TOLERANCE_M2 = number("SIP_OVERLAP_TOLERANCE_M2", 0.5, least=0, most=10_000)
GAP_TOLERANCE_M2 = number("SIP_GAP_TOLERANCE_M2", 0.5, least=0, most=10_000)
# What acts of planning are held against: (code, extent) -> outlines of gminas as WKB, by code. Outlines drawn for
# different purposes part by some metres.
GMINA_OUTLINES = "parcels.derived.gmina_outlines"
UNIT_TOLERANCE_M = number("SIP_UNIT_TOLERANCE_M", 25, least=0, most=10_000)
# A plan drawing may have so many million pixels: two square metres at 300 dots an inch have 280.
DRAWING_MEGAPIXELS = integer("SIP_DRAWING_MEGAPIXELS", 1000, least=1, most=20_000)
UPLOAD_LIMIT_MB = integer("SIP_UPLOAD_LIMIT_MB", 2048, least=1, most=100_000)

# What is called when a publication is committed, by path: (number of the delivery, its layers).
AFTER_PUBLICATION = ("cases.watches.tasks.after_publication", "cases.land.tasks.after_publication")
