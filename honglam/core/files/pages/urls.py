"""Addresses of files."""

from __future__ import annotations

from django.urls import path

from honglam.core.files.pages import downloads

app_name = "files"
urlpatterns = [path("<uuid:uid>/", downloads.download, name="download")]
