"""Addresses of open data."""

from __future__ import annotations

from django.urls import path

from honglam.surfaces.opendata import ckan, dcat, feeds, files, pages

app_name = "opendata"
urlpatterns = [
    path("", pages.catalogue, name="catalogue"),
    path("catalog.jsonld", dcat.catalogue, name="dcat"),
    path("feed.atom", feeds.releases, name="feed"),
    path("wishes/", pages.wishes, name="wishes"),
    path("api/", pages.api_guide, name="api"),
    path("api/3/action/<str:name>", ckan.action, name="ckan"),
    path("api/action/<str:name>", ckan.action, name="ckan_short"),
    path("dataset/<slug:slug>/", pages.dataset, name="dataset"),
    path("dataset/<slug:slug>.jsonld", dcat.one, name="dcat_of"),
    path("dataset/<slug:slug>/rows", files.rows, name="rows"),
    path("dataset/<slug:slug>/file.<str:form>", files.file, name="file"),
]
