"""Addresses of events, below /events/."""

from django.urls import path

from honglam.core.events.pages import views

app_name = "events"
urlpatterns = [
    path("", views.deliveries, name="deliveries"),
    path("<uuid:uid>/", views.delivery, name="delivery"),
    path("<uuid:uid>/send-again/", views.again, name="send_again"),
    path("<uuid:uid>/set-aside/", views.aside, name="set_aside"),
]
