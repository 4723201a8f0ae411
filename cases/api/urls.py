"""Addresses of the API of cases. They are answered before the middleware: no session is read, no cookie counts."""

from django.urls import path, re_path

from cases.api import acting, filing, papers, reading, webhooks
from cases.api.answers import answering, no_such_address
from cases.api.oauth import token
from cases.api.openapi import openapi
from cases.clients.models import Scope

ROOT = "api/v1/cases/"

urlpatterns = [
    path(
        ROOT,
        answering(GET=(Scope.READ, reading.cases_page), POST=(Scope.FILE, filing.case_create)),
        name="api-cases",
    ),
    path(f"{ROOT}openapi.json", openapi, name="api-cases-openapi"),
    path(f"{ROOT}services/", answering(GET=(Scope.READ, reading.services_page)), name="api-case-services"),
    path(f"{ROOT}<int:number>/", answering(GET=(Scope.READ, reading.case_page)), name="api-case"),
    path(f"{ROOT}<int:number>/acts/", answering(GET=(Scope.READ, reading.acts_page)), name="api-case-acts"),
    path(f"{ROOT}<int:number>/acts/<slug:act>/", answering(POST=(Scope.ACT, acting.act_take)), name="api-case-act"),
    path(f"{ROOT}<int:number>/deadline/", answering(GET=(Scope.READ, reading.deadline_page)), name="api-case-deadline"),
    path(f"{ROOT}<int:number>/history/", answering(GET=(Scope.READ, reading.history_page)), name="api-case-history"),
    path(f"{ROOT}<int:number>/messages/", answering(GET=(Scope.READ, reading.messages_page)), name="api-case-messages"),
    path(
        f"{ROOT}<int:number>/geometries/",
        answering(GET=(Scope.READ, reading.geometries_page)),
        name="api-case-geometries",
    ),
    path(f"{ROOT}<int:number>/orders/", answering(GET=(Scope.READ, reading.orders_page)), name="api-case-orders"),
    path(
        f"{ROOT}<int:number>/orders/<int:order>/settle/",
        answering(POST=(Scope.ACT, acting.order_pay)),
        name="api-case-order",
    ),
    path(
        f"{ROOT}<int:number>/documents/",
        answering(GET=(Scope.DOCUMENTS, papers.documents_page), POST=(Scope.DOCUMENTS, papers.document_create)),
        name="api-case-documents",
    ),
    path(
        f"{ROOT}<int:number>/documents/<int:document>/content/",
        answering(GET=(Scope.DOCUMENTS, papers.document_take)),
        name="api-case-document",
    ),
    path(
        f"{ROOT}hooks/",
        answering(GET=(Scope.HOOKS, webhooks.hooks_page), POST=(Scope.HOOKS, webhooks.hook_create)),
        name="api-case-hooks",
    ),
    path(
        f"{ROOT}hooks/<int:number>/",
        answering(GET=(Scope.HOOKS, webhooks.hook_page), DELETE=(Scope.HOOKS, webhooks.hook_delete)),
        name="api-case-hook",
    ),
    path(
        f"{ROOT}hooks/<int:number>/deliveries/",
        answering(GET=(Scope.HOOKS, webhooks.deliveries_page)),
        name="api-case-hook-deliveries",
    ),
    *(
        path(f"{ROOT}hooks/<int:number>/{step}/", answering(POST=(Scope.HOOKS, webhooks.hook_step)), {"step": step})
        for step in ("pause", "resume", "resend")
    ),
    path("api/v1/oauth/token", token, name="api-oauth-token"),
    path("api/v1/oauth/token/", token),
    re_path(f"^{ROOT}(?:[\\s\\S]*/)?$", no_such_address),
]
