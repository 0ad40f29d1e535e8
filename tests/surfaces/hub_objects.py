"""The objects of the hub, and which page shows the history of each."""

from __future__ import annotations

from tests.surfaces.declared_pages import ObjectPage, at, of_dataset
from tests.surfaces.hub_world import database_of, inflow_of, release_of, system_of, wish_of

HUB_OBJECTS: dict[str, list[ObjectPage]] = {
    "datahub:dataset": [ObjectPage(of_dataset("dataset"), lambda w: w.dataset)],
    "datahub:dataset_quality": [ObjectPage(of_dataset("dataset_quality"), lambda w: w.dataset)],
    "datahub:change_dataset": [ObjectPage(of_dataset("change_dataset"), lambda w: w.dataset)],
    "datahub:rules": [ObjectPage(of_dataset("rules"), lambda w: w.dataset)],
    "datahub:suggestions": [ObjectPage(of_dataset("suggestions"), lambda w: w.dataset)],
    "datahub:request": [ObjectPage(at("datahub:request", uid=lambda w: w.data_request.uid), lambda w: w.data_request)],
    "datahub:grant": [ObjectPage(at("datahub:grant", uid=lambda w: w.data_grant.uid), lambda w: w.data_grant)],
    "datahub:need": [ObjectPage(at("datahub:need", uid=lambda w: w.need.uid), lambda w: w.need)],
    "datahub:inflow": [ObjectPage(at("datahub:inflow", uid=lambda w: inflow_of(w).uid), inflow_of)],
    "datahub:system": [ObjectPage(at("datahub:system", code=lambda w: system_of(w).code), system_of)],
    "datahub:database": [ObjectPage(at("datahub:database", number=lambda w: database_of(w).number), database_of)],
    "datahub:release": [ObjectPage(at("datahub:release", uid=lambda w: release_of(w).uid), release_of)],
    "datahub:wish": [ObjectPage(at("datahub:wish", uid=lambda w: wish_of(w).uid), wish_of)],
}
