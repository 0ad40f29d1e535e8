"""Addresses of OGC API – Features, as the standard names them."""

from __future__ import annotations

from django.urls import path

from honglam.surfaces.ogc import pages

app_name = "ogc"
urlpatterns = [
    path("", pages.landing, name="landing"),
    path("api", pages.api, name="api"),
    path("conformance", pages.conformance, name="conformance"),
    path("collections", pages.collections, name="collections"),
    path("collections/<slug:wanted>", pages.collection, name="collection"),
    path("collections/<slug:wanted>/items", pages.items, name="items"),
    path("collections/<slug:wanted>/items/<str:uid>", pages.item, name="item"),
]
