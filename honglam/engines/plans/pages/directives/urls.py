"""Addresses of documents that give work, below /plans/."""

from __future__ import annotations

from django.urls import path

from honglam.engines.plans.pages.directives import giving, imports, letters, signatures

urlpatterns = [
    path("letters/new/", giving.give, name="give_by_document"),
    path("letters/units/", giving.units, name="letter_units"),
    path("imports/", imports.imports, name="document_imports"),
    path("imports/new/", imports.new, name="new_document_import"),
    path("imports/<uuid:uid>/", imports.document_import, name="document_import"),
    path("imports/<uuid:uid>/columns/", imports.columns, name="import_columns"),
    path("imports/<uuid:uid>/wrong.xlsx", imports.wrong_rows, name="wrong_import_rows"),
    path("imports/<uuid:uid>/accept/", imports.accept, name="accept_import"),
    path("imports/<uuid:uid>/drop/", imports.drop, name="drop_import"),
    path("imports/<uuid:uid>/rows/<int:number>/read/", imports.read_row, name="read_import_row"),
    path("imports/<uuid:uid>/job/", imports.import_job, name="import_job"),
    path("<uuid:uid>/letter.docx", letters.letter, name="letter"),
    path("<uuid:uid>/signed/", letters.signed, name="signed_file"),
    path("<uuid:uid>/signatures/", signatures.signatures, name="signatures"),
]
