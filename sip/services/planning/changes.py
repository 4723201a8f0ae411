"""Changes in plans as Atom (RFC 4287): of everything, and of what lies on a parcel."""

from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from typing import Final
from uuid import NAMESPACE_URL, UUID, uuid5

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from sip.extracts import history, plan_changes
from sip.extracts.plan_changes import PlanChange
from sip.plan_address import plan_path
from sip.services.answers import readable, validated
from sip.services.errors import NotFound

ATOM: Final = "application/atom+xml; charset=utf-8"
# Of feeds in which nothing has happened yet: a date that does not move.
NEVER: Final = datetime(2000, 1, 1, tzinfo=UTC)


class ChangesFeed(Atom1Feed):
    """Its time is that of its newest entry, so that it is the same until something happens."""

    def latest_post_date(self) -> datetime:
        return max((item["updateddate"] for item in self.items), default=NEVER)


@readable
def all_changes(request: HttpRequest) -> HttpResponseBase:
    title = _("Zmiany w aktach planowania")
    return _answer(request, title, "plany", reverse("planning-acts"), plan_changes.latest())


@readable
def parcel_changes(request: HttpRequest, identifier: str) -> HttpResponseBase:
    """Of a former parcel too: its ground is still there."""
    if not history.versions(identifier):
        raise NotFound(f"There is no parcel {identifier} in the register and never was.")
    title = _("Zmiany w aktach planowania na działce %(parcel)s") % {"parcel": identifier}
    page = reverse("parcel", args=[identifier])
    return _answer(request, title, f"dzialka/{identifier}", page, plan_changes.on_parcel(identifier))


def _answer(
    request: HttpRequest, title: str, subject: str, page: str, changes: Iterable[PlanChange]
) -> HttpResponseBase:
    feed = ChangesFeed(
        title=title,
        link=request.build_absolute_uri(page),
        description=None,
        author_name="SIP",
        feed_url=request.build_absolute_uri(request.path),
        feed_guid=_urn(subject),
        language="pl",
    )
    for change in changes:
        feed.add_item(
            title=change.name,
            link=request.build_absolute_uri(plan_path(change.act) or page),
            description=", ".join(change.words),
            unique_id=_urn(f"{subject} {change.delivery} {change.published_at.isoformat()} {change.act}"),
            pubdate=change.published_at,
            updateddate=change.published_at,
            categories=[change.kind_name] if change.kind else [],
        )
    body = BytesIO()
    feed.write(body, "utf-8")
    return validated(request, body.getvalue(), ATOM)


def _urn(subject: str) -> str:
    """Stays the same under whatever name the service is reached."""
    identity: UUID = uuid5(NAMESPACE_URL, f"sip:planning-changes:{subject}")
    return identity.urn
