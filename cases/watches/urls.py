"""Addresses of wishes to be told of changes in plans: /powiadomienia/."""

from django.urls import path

from cases.watches import views

watchers = [
    path("nowe/", views.watch_new, name="watch-new"),
    path("wyslano/", views.watch_sent, name="watch-sent"),
    path("potwierdz/<str:token>/", views.watch_confirm, name="watch-confirm"),
    path("koniec/<str:token>/", views.watch_end, name="watch-end"),
]
