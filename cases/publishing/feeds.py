"""Public registers as feeds for the public bulletin (BIP): Atom (RFC 4287), pages of it (RFC 5005), what was taken
back (RFC 6721); and RSS for readers that know nothing else."""

from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final
from urllib.parse import urlencode
from uuid import NAMESPACE_URL, uuid5

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import override

from sip.extracts.public_registers import CHANGED, Entry, Keeper, Register, Wanted, entries, registers, removed
from sip.services.answers import readable, validated
from sip.services.errors import BadRequest, NotFound
from sip.services.parameters import read

ATOM: Final = "application/atom+xml; charset=utf-8"
RSS: Final = "application/rss+xml; charset=utf-8"
TOMBSTONES: Final = "http://purl.org/atompub/tombstones/1.0"
PAGE: Final = 100
LANGUAGE: Final = "pl"
# Of feeds in which nothing has happened yet: a date that does not move.
NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)


class EntriesFeed(Atom1Feed):
    """Its time is that of its newest change, so that it is the same until something happens."""

    def latest_post_date(self) -> datetime:
        gone = [one.changed_at for one in self.feed["gone"]]
        return max([*(item["updateddate"] for item in self.items), *gone], default=NEVER)

    def root_attributes(self) -> dict[str, str]:
        return {**super().root_attributes(), "xmlns:at": TOMBSTONES}

    def add_root_elements(self, handler: Any) -> None:
        super().add_root_elements(handler)
        if self.feed["following"]:
            handler.addQuickElement("link", "", {"rel": "next", "href": self.feed["following"]})

    def write_items(self, handler: Any) -> None:
        super().write_items(handler)
        for one in self.feed["gone"]:
            handler.addQuickElement(
                "at:deleted-entry", "", {"ref": _urn(one.identifier), "when": _moment(one.changed_at)}
            )


class EntriesRss(Rss201rev2Feed):
    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)


@readable
def feed(request: HttpRequest, register: str, ending: str, office: str = "") -> HttpResponseBase:
    """Of a register, of all offices or of one, what changed last first. Feeds are Polish, as the bulletin is."""
    found, keeper = _asked_for(register, office)
    query = read(request, ("before",))
    with override(LANGUAGE):
        made, content_type = _made(request, found, keeper, _before(query.get("before", "")), ending)
        body = BytesIO()
        made.write(body, "utf-8")
    return validated(request, body.getvalue(), content_type)


def _asked_for(register: str, office: str) -> tuple[Register, Keeper | None]:
    found = next((one for one in registers() if one.code == register), None)
    if found is None:
        raise NotFound(f"There is no public register {register[:60]!r}.")
    keeper = next((one for one in found.keepers if one.slug == office), None)
    if office and keeper is None:
        raise NotFound(f"No office {office[:60]!r} keeps the register {register}.")
    return found, keeper


def _made(
    request: HttpRequest, register: Register, keeper: Keeper | None, before: tuple[datetime, int] | None, ending: str
) -> tuple[SyndicationFeed, str]:
    office = keeper.slug if keeper else ""
    wanted = Wanted(register=register.code, office=office, changed_before=before)
    found = entries(wanted, PAGE + 1, order=CHANGED)
    shown, more = found[:PAGE], len(found) > PAGE
    told: dict[str, Any] = {
        "title": f"{register.name} – {keeper.name}" if keeper else register.name,
        "link": request.build_absolute_uri(reverse("public-register", args=[register.code])),
        "description": register.description,
        "author_name": keeper.name if keeper else "SIP",
        "feed_url": request.build_absolute_uri(request.get_full_path()),
        "feed_guid": uuid5(NAMESPACE_URL, f"sip:public-register:{register.code}:{office}").urn,
        "language": LANGUAGE,
    }
    if ending == "rss":
        return _filled(request, EntriesRss(**told), register, shown), RSS
    gone = removed(wanted, since=shown[-1].changed_at if more else None)
    following = _address_before(request, shown[-1]) if more else ""
    return _filled(request, EntriesFeed(**told, gone=gone, following=following), register, shown), ATOM


def _filled(request: HttpRequest, made: SyndicationFeed, register: Register, shown: Sequence[Entry]) -> SyndicationFeed:
    for entry in shown:
        made.add_item(
            title=f"{register.entry_name}: {entry.sign}, {entry.state}",
            link=request.build_absolute_uri(reverse("public-entry", args=[entry.register, entry.identifier])),
            description=_words(entry),
            unique_id=_urn(entry.identifier),
            unique_id_is_permalink=False,
            author_name=entry.office_name,
            pubdate=entry.published_at,
            updateddate=entry.changed_at,
            categories=[entry.state],
        )
    return made


def _words(entry: Entry) -> str:
    said = [
        f"{entry.office_name}. {_('Znak sprawy')}: {entry.sign}",
        f"{_('Złożono')}: {date_format(entry.filed_on, 'j E Y')}",
        f"{_('Stan')}: {entry.state}" + (f", {date_format(entry.decided_on, 'j E Y')}" if entry.decided_on else ""),
        f"{_('Moc prawna')}: {entry.standing_name}" if entry.standing else "",
        f"{_('Działki')}: {', '.join(entry.parcels)}" if entry.parcels else "",
    ]
    # Summaries are HTML to readers.
    return escape(". ".join(part for part in said if part) + ".")


def _address_before(request: HttpRequest, last: Entry) -> str:
    query = urlencode({"before": f"{last.changed_at.isoformat()}~{last.id}"})
    return request.build_absolute_uri(f"{request.path}?{query}")


def _before(text: str) -> tuple[datetime, int] | None:
    if not text:
        return None
    moment, _tilde, number = text.partition("~")
    if number.isascii() and number.isdigit() and len(number) < 16:
        try:
            read_moment = datetime.fromisoformat(moment)
        except ValueError:
            pass
        else:
            if read_moment.tzinfo:
                return read_moment, int(number)
    raise BadRequest(f"before: {text[:60]!r} is not what a next link carries.")


def _urn(identifier: str) -> str:
    return f"urn:uuid:{identifier}"


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
