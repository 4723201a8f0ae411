"""Addresses of the outbox: /urzad/poczta/."""

from django.urls import path

from cases.mails import outbox

clerk = [
    path("", outbox.mails_page, name="mails"),
    path("<int:number>/", outbox.mail_page, name="mail"),
    path("<int:number>/ponow/", outbox.mail_again, name="mail-again"),
]
