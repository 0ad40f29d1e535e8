"""Addresses of jobs."""

from django.urls import path

from honglam.core.jobs.pages import views

app_name = "jobs"
urlpatterns = [
    path("", views.runs, name="runs"),
    path("schedule/", views.schedule, name="schedule"),
    path("schedule/<slug:name>/start/", views.start_now, name="start_now"),
    path("<uuid:uid>/", views.run, name="run"),
    path("<uuid:uid>/progress/", views.progress, name="progress"),
    path("<uuid:uid>/cancel/", views.cancel, name="cancel"),
    path("<uuid:uid>/retry/", views.retry, name="retry"),
]
