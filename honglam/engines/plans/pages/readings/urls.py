"""Addresses of readings, below /plans/."""

from __future__ import annotations

from django.urls import path

from honglam.engines.plans.pages.readings import bringing_in, items, reviewing

urlpatterns = [
    path("readings/", bringing_in.readings, name="readings"),
    path("readings/new/", bringing_in.bring_in, name="bring_in"),
    path("readings/<uuid:uid>/", reviewing.reading, name="reading"),
    path("readings/<uuid:uid>/job/", bringing_in.job, name="reading_job"),
    path("readings/<uuid:uid>/again/", bringing_in.read_again, name="read_again"),
    path("readings/<uuid:uid>/head/", reviewing.head, name="reading_head"),
    path("readings/<uuid:uid>/decide/", reviewing.decide_many, name="decide_many"),
    path("readings/<uuid:uid>/accept/", reviewing.accept, name="accept_reading"),
    path("readings/<uuid:uid>/drop/", reviewing.drop, name="drop_reading"),
    path("readings/<uuid:uid>/add/", items.add, name="add_item"),
    path("readings/<uuid:uid>/items/<uuid:item_uid>/", items.item, name="item"),
    path("readings/<uuid:uid>/items/<uuid:item_uid>/edit/", items.edit, name="edit_item"),
    path("readings/<uuid:uid>/items/<uuid:item_uid>/decide/", items.decide, name="decide_item"),
    path("readings/<uuid:uid>/items/<uuid:item_uid>/tie/", items.tie, name="tie_item"),
    path("readings/<uuid:uid>/units/", items.unit_options, name="unit_options"),
]
