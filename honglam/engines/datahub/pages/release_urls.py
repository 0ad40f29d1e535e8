"""Addresses of open data as its keepers see it."""

from __future__ import annotations

from django.urls import URLPattern, path

from honglam.engines.datahub.pages import releases

urlpatterns: list[URLPattern] = [
    path("releases/", releases.releases, name="releases"),
    path("releases/new/<slug:code>/", releases.new_release, name="new_release"),
    path("releases/<uuid:uid>/", releases.release, name="release"),
    path("releases/<uuid:uid>/edit/", releases.edit_release, name="edit_release"),
    path("releases/<uuid:uid>/clear/", releases.clear, name="clear_columns"),
    path("releases/<uuid:uid>/publish/", releases.publish, name="publish_release"),
    path("releases/<uuid:uid>/withdraw/", releases.withdraw, name="withdraw_release"),
    path("wishes/", releases.wishes, name="wishes"),
    path("wishes/<uuid:uid>/", releases.wish, name="wish"),
]
