"""Every address of the platform. English paths; the words people read are in the pages."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.generic import RedirectView
from django.views.i18n import set_language

from honglam.config.health import healthz
from honglam.core.access.decorators import public_page, signed_in
from honglam.engines.plans.pages.feeds import calendar as work_calendar
from honglam.surfaces.desk.offline import not_kept, service_worker
from honglam.surfaces.desk.searching import search_page
from honglam.surfaces.opendata.feeds import releases as open_data_feed

MOUNTS = {
    "desk/": "honglam.surfaces.desk.urls",
    "overview/": "honglam.surfaces.ioc.urls",
    "plans/": "honglam.engines.plans.pages.urls",
    "indicators/": "honglam.engines.indicators.pages.urls",
    "reports/": "honglam.engines.reporting.pages.urls",
    "registers/": "honglam.engines.registers.pages.urls",
    "datahub/": "honglam.engines.datahub.pages.urls",
    "units/": "honglam.core.directory.pages.urls",
    "people/": "honglam.core.access.pages.urls",
    "files/": "honglam.core.files.pages.urls",
    "calendar/": "honglam.core.calendar.pages.urls",
    "jobs/": "honglam.core.jobs.pages.urls",
    "events/": "honglam.core.events.pages.urls",
    "notices/": "honglam.core.notices.pages.urls",
    "data/": "honglam.surfaces.opendata.urls",
    "portal/": "honglam.surfaces.portal.urls",
    "verify/": "honglam.surfaces.portal.verify_urls",
    "api/": "honglam.surfaces.api.urls",
    "ogc/": "honglam.surfaces.ogc.urls",
}


urlpatterns: list[URLPattern | URLResolver] = [
    path("", signed_in(RedirectView.as_view(pattern_name="desk:home")), name="home"),
    path("healthz", public_page(healthz), name="healthz"),
    path("feeds/work/<str:secret>.ics", work_calendar, name="work_calendar"),
    path("feeds/open-data.atom", open_data_feed, name="open_data_feed"),
    path("service-worker.js", service_worker, name="service_worker"),
    path("offline/", not_kept, name="offline"),
    path("search/", search_page, name="search"),
    path("i18n/setlang/", public_page(set_language), name="set_language"),
    path("accounts/", include("honglam.core.access.pages.door_urls")),
    *(path(prefix, include(module)) for prefix, module in MOUNTS.items()),
]
