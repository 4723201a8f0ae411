"""Addresses of residents' pages: /sprawy/."""

from django.urls import path

from cases.keeping import people
from cases.keeping import views as keeping
from cases.resident import acting, apply, begin, catalogue, filing, preview, tracking

urlpatterns = [
    path("", catalogue.services_page, name="services"),
    path("uslugi/<slug:code>/", catalogue.service_choice, name="service-choice"),
    path("uslugi/<slug:office>/<slug:code>/", catalogue.service_page, name="service"),
    path("uslugi/<slug:office>/<slug:code>/formularz/<int:number>/", preview.form_preview, name="service-form"),
    path("uslugi/<slug:office>/<slug:code>/wniosek/", begin.draft_new, name="draft-new"),
    path("wniosek/<str:link>/", begin.draft_resume, name="draft-resume"),
    path("wniosek/<str:link>/pozniej/", begin.draft_later, name="draft-later"),
    path("wniosek/<str:link>/usun/", begin.draft_forget, name="draft-forget"),
    path("wniosek/<str:link>/adres/", filing.email_ask, name="draft-email"),
    path("wniosek/<str:link>/<slug:step>/", apply.draft_step, name="draft-step"),
    path("potwierdz/<str:token>/", filing.email_confirm, name="case-email-confirm"),
    path("moje/", tracking.my_cases, name="my-cases"),
    path("moje/dane/", people.my_data, name="my-data"),
    path("moje/dane/pobierz/", people.my_export, name="my-data-export"),
    path("moje/dane/szkice/", people.my_drafts_erase, name="my-drafts-erase"),
    path("moje/dane/usun-konto/", people.my_account_erase, name="my-account-erase"),
    path("stan/", tracking.case_ask, name="case-ask"),
    path("stan/kod/", tracking.case_lost, name="case-lost"),
    path("stan/zamknij/", tracking.case_shut, name="case-shut"),
    path("otworz/<str:token>/", tracking.case_mailed, name="case-mailed"),
    path("sprawa/<int:number>/", tracking.case_page, name="my-case"),
    path("sprawa/<int:number>/poswiadczenie.pdf", tracking.receipt, name="my-receipt"),
    path("sprawa/<int:number>/dokumenty/<int:pk>/", tracking.document, name="my-document"),
    path("sprawa/<int:number>/kto-ogladal/", keeping.my_looks, name="my-case-looks"),
    path("sprawa/<int:number>/wiadomosc/", acting.case_write, name="case-write"),
    path("sprawa/<int:number>/uzupelnienie/", acting.case_complete, name="case-complete"),
    path("sprawa/<int:number>/wycofaj/", acting.case_withdraw, name="case-withdraw"),
    path("sprawa/<int:number>/oplata/<int:pk>/", acting.order_pay, name="order-pay"),
    path("oplaty/sandbox/<str:token>/", acting.sandbox_pay, name="sandbox-pay"),
]
