"""What pages show: pictures below the map, the office's start page, the kiosk, the accessibility statement."""

from sip.backgrounds import backgrounds
from sip.environment import day, email, env, flag, integer

# Pictures below the map, from services of others; the map asks no other host without them.
BACKGROUNDS = backgrounds(env.str("SIP_BACKGROUNDS", default=""))

# What the office's start page offers besides its own rooms: (person) -> a Tile, or None where it is not theirs.
OFFICE_TILES = (
    "cases.desk.tiles.cases",
    "cases.mails.outbox.tile",
    "cases.keeping.tiles.people",
    "cases.reports.tiles.reports",
    "cases.legacy.tiles.moves",
    "cases.hooks.pages.tile",
    "plans.tiles.provisions",
    "plans.tiles.themes",
    "sip.portal.completeness.tile",
)

# The kiosk warns after so many seconds without a touch or key, then counts down, then forgets. WCAG 2.2.1 wants at
# least 20 seconds to answer.
KIOSK_IDLE_SECONDS = integer("SIP_KIOSK_IDLE_SECONDS", 60, least=10, most=3600)
KIOSK_COUNTDOWN_SECONDS = integer("SIP_KIOSK_COUNTDOWN_SECONDS", 20, least=20, most=300)
KIOSK_PRINT = flag("SIP_KIOSK_PRINT", default=False)

# What the accessibility statement says of the office; the defaults are invented, and the page says so.
ACCESSIBILITY = {
    "body": env.str("SIP_ACCESSIBILITY_BODY", default="Starostwo Powiatowe w Przykładowie"),
    "contact": env.str("SIP_ACCESSIBILITY_CONTACT", default="koordynator do spraw dostępności"),
    "email": email("SIP_ACCESSIBILITY_EMAIL", "dostepnosc@powiat.example"),
    "phone": env.str("SIP_ACCESSIBILITY_PHONE", default="+48 00 000 00 00"),
    "building": env.str("SIP_ACCESSIBILITY_BUILDING", default=""),
    "published": day("SIP_ACCESSIBILITY_PUBLISHED", "2026-11-22"),
    "updated": day("SIP_ACCESSIBILITY_UPDATED", "2026-11-22"),
    "prepared": day("SIP_ACCESSIBILITY_PREPARED", "2026-11-22"),
    "reviewed": day("SIP_ACCESSIBILITY_REVIEWED", "2026-11-22"),
    "is_example": not all(
        env.str(name, default="")
        for name in ("SIP_ACCESSIBILITY_BODY", "SIP_ACCESSIBILITY_CONTACT", "SIP_ACCESSIBILITY_EMAIL")
    ),
}
