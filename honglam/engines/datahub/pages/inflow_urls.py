"""Addresses of deliveries, connected systems and sector databases."""

from __future__ import annotations

from django.urls import URLPattern, path

from honglam.engines.datahub.pages import databases, inflows, systems

urlpatterns: list[URLPattern] = [
    path("deliveries/", inflows.deliveries, name="deliveries"),
    path("deliveries/<uuid:uid>/", inflows.inflow, name="inflow"),
    path("deliveries/<uuid:uid>/edit/", inflows.edit_inflow, name="edit_inflow"),
    path("deliveries/<uuid:uid>/receive/", inflows.receive, name="receive"),
    path("deliveries/new/<slug:code>/", inflows.new_inflow, name="new_inflow"),
    path("systems/", systems.systems, name="systems"),
    path("systems/new/", systems.new_system, name="new_system"),
    path("systems/<str:code>/", systems.system, name="system"),
    path("systems/<str:code>/edit/", systems.edit_system, name="edit_system"),
    path("systems/<str:code>/exchange/", systems.new_exchange, name="new_exchange"),
    path("databases/", databases.databases, name="databases"),
    path("databases/<int:number>/", databases.database, name="database"),
    path("databases/<int:number>/edit/", databases.edit_database, name="edit_database"),
]
