"""Addresses that machines ask for; they pass no session, locale or message middleware."""

from django.urls import path, re_path

import plans.converters  # noqa: F401 - registers act_id
import sip.services.rest.converters  # noqa: F401 - registers the converters
from sip.operations import healthz, metrics, readyz
from sip.services.datasets import feeds
from sip.services.datasets.dcat import catalogue, catalogue_rdf
from sip.services.datasets.files import dataset_file
from sip.services.datasets.metadata import dataset_metadata, service_metadata
from sip.services.downloads import rest as downloads
from sip.services.downloads.views import download, no_such_parcel
from sip.services.extracts import views as extracts
from sip.services.maps.wfs import wfs
from sip.services.maps.wms import wms
from sip.services.ogc import views as ogc
from sip.services.openapi.views import schema
from sip.services.planning.changes import all_changes, parcel_changes
from sip.services.planning.datasets import DatasetFeedView, ServiceFeedView
from sip.services.planning.drawings import DrawingsView, DrawingTileView, no_such_drawing
from sip.services.planning.files import ActFileView, no_such_planning_file
from sip.services.planning.states import PlanningStatesView
from sip.services.rest import views as rest
from sip.services.search.views import SearchView
from sip.services.tiles import views as tiles
from sip.services.uldk.views import uldk

# Tried in this order: what is asked for most stands first.
urlpatterns = [
    path("tiles/<slug:grid>/<int:version>/<int:z>/<int:x>/<int:y>.mvt", tiles.versioned_tile, name="versioned-tile"),
    path(
        "rysunki/<slug:key>/<int:version>/<int:z>/<int:x>/<int:y>.webp", DrawingTileView.as_view(), name="drawing-tile"
    ),
    path("api/v1/parcels/<parcel_id:address>/", rest.ParcelView.as_view(), name="api-parcel"),
    path("api/v1/parcels/<parcel_id:address>/extract/", extracts.ParcelExtractView.as_view(), name="api-extract"),
    path("api/v1/extracts/", extracts.ExtractsView.as_view(), name="api-extracts"),
    path("api/v1/extracts/schema.json", extracts.json_schema, name="api-extract-schema"),
    path("api/v1/extracts/<digest:address>/", extracts.IssuedExtractView.as_view(), name="api-issued-extract"),
    path("wms", wms, name="wms"),
    path("wms/", wms),
    path("wfs", wfs, name="wfs"),
    path("wfs/", wfs),
    path("uldk/", uldk, name="uldk"),
    path("uldk", uldk),
    path("uldk/service.php", uldk, name="uldk-older"),
    path("api/v1/parcels/at/", rest.ParcelsAtView.as_view(), name="api-parcels-at"),
    path("api/v1/parcels/", rest.ParcelsView.as_view(), name="api-parcels"),
    path(
        "tiles/<slug:grid>/<int:version>/<str:day>/<int:z>/<int:x>/<int:y>.mvt", tiles.tile_of_day, name="tile-of-day"
    ),
    path("tiles/<slug:grid>/<int:z>/<int:x>/<int:y>.mvt", tiles.tile, name="tile"),
    path("tiles/<slug:grid>.json", tiles.tilejson_page, name="tilejson"),
    path("tiles/<slug:grid>/metadata.json", tiles.metadata_page, name="tiles-metadata"),
    re_path("^tiles/", tiles.no_such_tile),
    re_path("^rysunki/", no_such_drawing),
    path("api/v1/precincts/", rest.PrecinctsView.as_view(), name="api-precincts"),
    path("api/v1/precincts/<precinct_id:address>/", rest.PrecinctView.as_view(), name="api-precinct"),
    path("api/v1/buildings/", rest.BuildingsView.as_view(), name="api-buildings"),
    path("api/v1/buildings/<object_key:address>/", rest.BuildingView.as_view(), name="api-building"),
    path("api/v1/addresses/", rest.AddressesView.as_view(), name="api-addresses"),
    path("api/v1/addresses/<object_key:address>/", rest.AddressView.as_view(), name="api-address"),
    path("api/v1/units/", rest.UnitsView.as_view(), name="api-units"),
    path("api/v1/units/<unit_code:address>/", rest.UnitView.as_view(), name="api-unit"),
    path("api/v1/search/", SearchView.as_view(), name="api-search"),
    path("api/v1/downloads/", downloads.DownloadsView.as_view(), name="api-downloads"),
    path("api/v1/downloads/<str:key>/", downloads.DownloadView.as_view(), name="api-download"),
    path("api/v1/drawings/", DrawingsView.as_view(), name="api-drawings"),
    path("api/v1/planning-states/", PlanningStatesView.as_view(), name="api-planning-states"),
    path("api/v1/planning-acts/", rest.PlanningActsView.as_view(), name="api-planning-acts"),
    path("api/v1/planning-acts/at/", rest.PlanningActsAtView.as_view(), name="api-planning-acts-at"),
    path("api/v1/planning-acts/<act_id:address>/", rest.PlanningActView.as_view(), name="api-planning-act"),
    path("api/v1/planning-zones/", rest.PlanningZonesView.as_view(), name="api-planning-zones"),
    path("api/v1/planning-zones/at/", rest.PlanningZonesAtView.as_view(), name="api-planning-zones-at"),
    path("api/v1/planning-zones/<act_id:address>/", rest.PlanningZoneView.as_view(), name="api-planning-zone"),
    path("api/v1/planning-regulations/", rest.PlanningRegulationsView.as_view(), name="api-planning-regulations"),
    path(
        "api/v1/planning-regulations/at/",
        rest.PlanningRegulationsAtView.as_view(),
        name="api-planning-regulations-at",
    ),
    path(
        "api/v1/planning-regulations/<act_id:address>/",
        rest.PlanningRegulationView.as_view(),
        name="api-planning-regulation",
    ),
    path("api/v1/register-entries/", rest.RegisterEntriesView.as_view(), name="api-register-entries"),
    path("api/v1/register-entries/<entry:address>/", rest.RegisterEntryView.as_view(), name="api-register-entry"),
    re_path(
        "^api/v1/"
        "(?P<collection>parcels|precincts|buildings|addresses|units|planning-(?:acts|zones|regulations)|register-entries)"
        "/(?P<address>(?s:.+))/$",
        rest.no_such_item,
    ),
    path("api/v1/", rest.index, name="api"),
    path("api/schema/", schema, name="schema"),
    re_path("^api/(?!docs/)(?P<address>(?s:.*/)?)$", rest.no_such_address),
    path("ogc/", ogc.landing_page, name="ogc"),
    path("ogc/conformance", ogc.conformance_page),
    path("ogc/api", ogc.api_page, name="ogc-api"),
    path("ogc/collections", ogc.collections_page),
    path("ogc/collections/<str:name>", ogc.collection_page),
    path("ogc/collections/<str:name>/items", ogc.items_page),
    path("ogc/collections/<str:name>/queryables", ogc.queryables_page),
    path("ogc/collections/<str:name>/sortables", ogc.sortables_page),
    path("ogc/collections/<str:name>/items/<str:feature>", ogc.item_page),
    path("ogc/tiles", ogc.tilesets_page),
    path("ogc/tiles/<str:grid>", ogc.tileset_page),
    path("ogc/tiles/<str:grid>/<str:matrix>/<str:row>/<str:column>", ogc.tile_of_set),
    path("ogc/collections/<str:name>/tiles", ogc.tilesets_page),
    path("ogc/collections/<str:name>/tiles/<str:grid>", ogc.tileset_page),
    path("ogc/collections/<str:name>/tiles/<str:grid>/<str:matrix>/<str:row>/<str:column>", ogc.tile_of_set),
    path("ogc/styles", ogc.styles_page),
    path("ogc/styles/<str:name>", ogc.style_page),
    path("ogc/styles/<str:name>/metadata", ogc.style_metadata_page),
    path("ogc/sprites/<str:name>.json", ogc.sprite_index),
    path("ogc/sprites/<str:name>.png", ogc.sprite_sheet),
    path("ogc/tileMatrixSets", ogc.tile_matrix_sets_page),
    path("ogc/tileMatrixSets/<str:name>", ogc.tile_matrix_set_page),
    re_path("^ogc/", ogc.no_such_resource),
    path("pobieranie/<str:key>/<str:name>", downloads.file, name="download-file"),
    path("zbiory.atom", feeds.service_feed, name="datasets"),
    path("zbiory/opis.xml", feeds.description, name="datasets-description"),
    path("zbiory/szukaj", feeds.search, name="datasets-search"),
    path("zbiory/katalog.jsonld", catalogue, name="datasets-catalogue"),
    path("zbiory/katalog.rdf", catalogue_rdf, name="datasets-catalogue-rdf"),
    path("zbiory/usluga-<slug:name>.xml", service_metadata, name="service-metadata"),
    path("zbiory/<slug:name>.atom", feeds.dataset_feed, name="dataset-feed"),
    path("zbiory/<slug:name>.xml", dataset_metadata, name="dataset-metadata"),
    path("zbiory/<slug:name>/<slug:part>.<slug:ending>", dataset_file, name="dataset-file"),
    path("plany/zbiory.atom", ServiceFeedView.as_view(), name="planning-datasets"),
    path("plany/zbiory/<act_id:namespace>.atom", DatasetFeedView.as_view(), name="planning-dataset"),
    path("plany/<act_id:identifier>/akt.gml", ActFileView.as_view(), name="planning-act-file"),
    path("healthz", healthz),
    path("readyz", readyz),
    path("metrics", metrics),
    path("plany/zmiany.atom", all_changes, name="planning-changes"),
    path("dzialka/<parcel_id:identifier>/plany.atom", parcel_changes, name="parcel-planning-changes"),
    path("dzialka/<parcel_id:identifier>/dzialka.geojson", download, {"ending": "geojson"}),
    path("dzialka/<parcel_id:identifier>/dzialka.gml", download, {"ending": "gml"}),
    path("dzialka/<parcel_id:identifier>/dzialka.dxf", download, {"ending": "dxf"}),
    path("dzialka/<parcel_id:identifier>/punkty.csv", download, {"ending": "csv"}),
    re_path(r"^dzialka/[\s\S]+/(?:dzialka\.(?:geojson|gml|dxf)|punkty\.csv|plany\.atom)$", no_such_parcel),
    re_path(r"^plany/[\s\S]+(?:\.atom|/akt\.gml)$", no_such_planning_file),
]
