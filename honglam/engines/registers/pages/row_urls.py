"""Addresses of one row: its page, its form, its moves, its papers, its personal values."""

from __future__ import annotations

from django.urls import URLPattern, path

from honglam.engines.registers.pages import looking, papers, personal, row_page, row_steps, row_writing

urlpatterns: list[URLPattern] = [
    path("<str:code>/new/", row_writing.new_row, name="new_row"),
    path("<str:code>/pick/", looking.pick, name="pick"),
    path("<str:code>/alike/", looking.alike, name="alike"),
    path("<str:code>/readings/", personal.readings, name="readings"),
    path("<str:code>/<uuid:uid>/", row_page.row, name="row"),
    path("<str:code>/<uuid:uid>/edit/", row_writing.edit_row, name="edit_row"),
    path("<str:code>/<uuid:uid>/move/<str:step>/", row_steps.move, name="move_row"),
    path("<str:code>/<uuid:uid>/end/", row_steps.end_row, name="end_row"),
    path("<str:code>/<uuid:uid>/undo/<int:version>/", row_steps.undo, name="undo_row"),
    path("<str:code>/<uuid:uid>/papers/", papers.add_paper, name="add_paper"),
    path("<str:code>/<uuid:uid>/papers/<uuid:paper>/remove/", papers.remove_paper, name="remove_paper"),
    path("<str:code>/<uuid:uid>/see/<str:column>/", personal.unmask, name="unmask"),
]
