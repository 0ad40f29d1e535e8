"""Addresses of indicators, below /indicators/."""

from __future__ import annotations

from django.urls import path

from honglam.engines.indicators.pages import indicators

app_name = "indicators"
urlpatterns = [
    path("", indicators.indicators, name="indicators"),
    path("<uuid:uid>/", indicators.indicator, name="indicator"),
    path("<uuid:uid>/figures/<uuid:figure_uid>/confirm/", indicators.confirm_figure, name="confirm_figure"),
]
