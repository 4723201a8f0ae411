"""Changes of what an office offers: services edited, forms published in versions."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from cases.catalogue.models import Service, ServiceForm, SignPattern
from cases.catalogue.schema import check_form
from sip.audit.actions import record
from sip.offices.models import User
from sip.offices.permissions import Action, may


@transaction.atomic
def form_publish(*, actor: User | None, service: Service, schema: Any, ui: Any) -> ServiceForm:
    """The next version of a service's form; drafts and cases keep theirs. The same form again makes no new version.

    Without an actor the installation itself acts. Raises PermissionDenied, Django's ValidationError.
    """
    if actor is not None and not may(actor, Action.KEEP_SERVICES, service.office):
        raise PermissionDenied
    check_form(schema, ui)
    Service.objects.select_for_update().get(pk=service.pk)
    newest = service.forms.order_by("-number").first()
    if newest is not None and (newest.schema, newest.ui) == (schema, ui):
        return newest
    form = ServiceForm.objects.create(service=service, number=newest.number + 1 if newest else 1, schema=schema, ui=ui)
    _record(actor, service, "form", {"form": form.number})
    return form


@transaction.atomic
def service_save(*, actor: User, service: Service) -> Service:
    """Keep a service as it was edited, validated. Raises PermissionDenied, Django's ValidationError."""
    before = Service.objects.filter(pk=service.pk).first()
    for office in {service.office, before.office if before else service.office}:
        if not may(actor, Action.KEEP_SERVICES, office):
            raise PermissionDenied
    service.full_clean()
    service.save()
    fields = [field.attname for field in Service._meta.concrete_fields if field.name != "id"]
    changed = [name for name in fields if before is None or getattr(before, name) != getattr(service, name)]
    _record(actor, service, "save", {"fields": changed})
    return service


@transaction.atomic
def sign_pattern_save(*, actor: User, pattern: SignPattern) -> SignPattern:
    """Keep how an office writes its signs. Raises PermissionDenied, Django's ValidationError."""
    before = SignPattern.objects.filter(pk=pattern.pk).first()
    for office in {pattern.office, before.office if before else pattern.office}:
        if not may(actor, Action.KEEP_SERVICES, office):
            raise PermissionDenied
    pattern.full_clean()
    pattern.save()
    record(
        actor=actor,
        action="sign-pattern.save",
        object_type="sign-pattern",
        object_id=pattern.pk,
        office=pattern.office,
        old=before and {"office": before.office_id, "pattern": before.pattern},
        new={"office": pattern.office_id, "pattern": pattern.pattern},
    )
    return pattern


def _record(actor: User | None, service: Service, action: str, new: dict[str, Any]) -> None:
    record(
        actor=actor,
        action=f"service.{action}",
        object_type="service",
        object_id=service.pk,
        office=service.office,
        new={"code": service.code, **new},
    )
