"""Addresses of people, posts, roles and the log."""

from __future__ import annotations

from django.urls import path

from honglam.core.access.pages import imports, oversight, people, posts, profile, roles

app_name = "access"
urlpatterns = [
    path("", people.index, name="people"),
    path("export/", people.export, name="export_people"),
    path("new/", people.create, name="create_person"),
    path("import/", imports.bring_in, name="import_people"),
    path("import/template/", imports.template, name="import_template"),
    path("me/", profile.show, name="profile"),
    path("me/devices/", profile.end_other_sessions, name="end_sessions"),
    path("roles/", roles.index, name="roles"),
    path("roles/new/", roles.create, name="create_role"),
    path("roles/<slug:code>/", roles.edit, name="role"),
    path("roles/<slug:code>/delete/", roles.delete, name="delete_role"),
    path("log/", oversight.log, name="log"),
    path("log/export/", oversight.export_log, name="export_log"),
    path("personal-data/", oversight.personal_register, name="personal"),
    path("posts/<uuid:uid>/", posts.edit, name="post"),
    path("posts/<uuid:uid>/end/", posts.end, name="end_post"),
    path("<uuid:uid>/", people.show, name="person"),
    path("<uuid:uid>/edit/", people.edit, name="edit_person"),
    path("<uuid:uid>/contact/", people.reveal, name="reveal_person"),
    path("<uuid:uid>/password/", people.reset_password, name="reset_password"),
    path("<uuid:uid>/switch/", people.switch, name="switch_person"),
    path("<uuid:uid>/posts/new/", posts.create, name="create_post"),
]
