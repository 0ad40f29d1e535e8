"""Addresses of notices."""

from django.urls import path

from honglam.core.notices.pages import views

app_name = "notices"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("read/", views.read_all, name="read_all"),
    path("preferences/", views.preferences, name="preferences"),
    path("<uuid:uid>/open/", views.open_notice, name="open"),
]
