"""Addresses of the clerk's pages: /urzad/sprawy/."""

from django.urls import path

from cases.desk import (
    archive,
    bulk,
    inbox,
    map_report,
    money,
    page,
    papers,
    people,
    record_sheet,
    steps,
    summary,
    typed_in,
)
from cases.desk.geometry import page as geometry
from cases.keeping import views as keeping
from cases.legacy import pages as legacy
from cases.neighbours.urls import clerk as neighbours
from cases.packages import pages as packages
from cases.publishing import desk as publishing

clerk = [
    path("", inbox.inbox, name="cases"),
    path("nowa/", typed_in.begin, name="case-new"),
    path("sprawy.csv", inbox.cases_csv, name="cases-csv"),
    path("sprawy.geojson", inbox.cases_geojson, name="cases-geojson"),
    path("zbiorczo/", bulk.bulk, name="cases-bulk"),
    path("widoki/", bulk.view_save, name="case-view-save"),
    path("widoki/<int:number>/usun/", bulk.view_forget, name="case-view-forget"),
    path("zestawienia/", summary.report, name="cases-report"),
    path("zestawienia/zestawienie.csv", summary.report_csv, name="cases-report-csv"),
    path("archiwum/", archive.waiting, name="cases-archive"),
    path("archiwum/spis.csv", archive.waiting_csv, name="cases-archive-csv"),
    path("archiwum/przekazane/", archive.handed, name="cases-archive-handed"),
    path("przenoszenie/", legacy.runs_page, name="legacy-runs"),
    path("przenoszenie/<int:number>/", legacy.run_page, name="legacy-run"),
    path("przenoszenie/<int:number>/postep.json", legacy.progress, name="legacy-progress"),
    path("przenoszenie/<int:number>/raport.csv", legacy.report_csv, name="legacy-report"),
    path("przenoszenie/<int:number>/kolumny/", legacy.columns, name="legacy-columns"),
    path("przenoszenie/<int:number>/przenies/", legacy.move, name="legacy-move"),
    path("przenoszenie/<int:number>/usun/", legacy.forget, name="legacy-forget"),
    path("<int:number>/", page.case_page, name="case"),
    path("<int:number>/kto-ogladal/", keeping.case_looks, name="case-looks"),
    path("<int:number>/krok/<slug:act>/", steps.step, name="case-step"),
    *(
        path(f"<int:number>/{role}/", people.person, {"role": role}, name=f"case-person-{role}")
        for role in people.ROLES
    ),
    path("<int:number>/zadanie/<int:task_number>/", page.task, name="case-task"),
    path("<int:number>/ksztalt.geojson", page.case_geojson, name="case-geojson"),
    path("<int:number>/geometria/", geometry.editor, name="case-geometry"),
    path("<int:number>/geometria/praca/", geometry.work, name="case-geometry-work"),
    path("<int:number>/geometria/cele.geojson", geometry.targets, name="case-geometry-targets"),
    path("<int:number>/geometria/obecnosc/", geometry.watch, name="case-geometry-watch"),
    path("<int:number>/upo.pdf", page.receipt, name="case-receipt"),
    path("<int:number>/pakiet/", packages.package, name="case-package"),
    path("<int:number>/metryka.pdf", record_sheet.record_sheet, name="case-record-sheet"),
    path("<int:number>/mapa.html", map_report.case_map, name="case-map-report"),
    path("<int:number>/archiwum/", archive.change, name="case-archive"),
    path("<int:number>/oplata/", money.compute, name="case-fee"),
    path("<int:number>/naleznosc/<int:order>/wplata/", money.settle, name="case-order-settle"),
    path("<int:number>/naleznosc/<int:order>/anuluj/", money.cancel, name="case-order-cancel"),
    path("<int:number>/naleznosc/<int:order>/zwrot/", money.refund, name="case-order-refund"),
    path("<int:number>/dokument/<int:document>/", papers.document, name="case-document"),
    path("<int:number>/dokumenty/plik/", papers.upload, name="case-upload"),
    path("<int:number>/dokumenty/nowy/", papers.letter, name="case-letter"),
    *publishing.clerk,
    *neighbours,
]
