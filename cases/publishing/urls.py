"""Addresses of the public registers: /rejestry/."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from cases.publishing import feeds, files, pages


class FeedEndingConverter(StringConverter):
    regex = "atom|rss"


register_converter(FeedEndingConverter, "feed_ending")

public = [
    path("", pages.registers_page, name="public-registers"),
    path("<slug:register>/", pages.register_page, name="public-register"),
    path("<slug:register>/wpisy.csv", files.register_csv, name="public-register-csv"),
    path("<slug:register>/wpisy.geojson", files.register_geojson, name="public-register-geojson"),
    path("<slug:register>/zmiany.<feed_ending:ending>", feeds.feed, name="public-register-feed"),
    path("<slug:register>/<uuid:identifier>/", pages.entry_page, name="public-entry"),
    path("<slug:register>/<slug:office>/zmiany.<feed_ending:ending>", feeds.feed, name="public-office-feed"),
]
