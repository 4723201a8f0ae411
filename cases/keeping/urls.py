"""Addresses of an office's answers to people: /urzad/dane-osob/."""

from django.urls import path

from cases.keeping import people

clerk = [
    path("", people.people_page, name="people"),
    path("pobierz/", people.people_export, name="people-export"),
]
