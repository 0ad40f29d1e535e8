"""Addresses of requests, rights to read, keys, reads, needs of procedures and reviews."""

from __future__ import annotations

from django.urls import URLPattern, path

from honglam.engines.datahub.pages.sharing import asking, data, grants, needs, reads, requests, reviews

urlpatterns: list[URLPattern] = [
    path("datasets/<slug:code>/ask/", asking.ask_for, name="ask"),
    path("requests/", requests.requests, name="requests"),
    path("requests/<uuid:uid>/", requests.request_page, name="request"),
    path("requests/<uuid:uid>/decide/", requests.decide, name="decide"),
    path("requests/<uuid:uid>/withdraw/", requests.withdraw, name="withdraw"),
    path("grants/", grants.grants, name="grants"),
    path("grants/<uuid:uid>/", grants.grant_page, name="grant"),
    path("grants/<uuid:uid>/revoke/", grants.revoke, name="revoke"),
    path("grants/<uuid:uid>/keys/", grants.add_key, name="add_key"),
    path("grants/<uuid:uid>/webhooks/", grants.add_webhook, name="add_webhook"),
    path("grants/<uuid:uid>/rows/", data.grant_rows, name="grant_rows"),
    path("grants/<uuid:uid>/order/", data.order, name="order_file"),
    path("grants/<uuid:uid>/job/", data.file_job, name="file_job"),
    path("grants/<uuid:uid>/parquet/", data.parquet, name="grant_parquet"),
    path("keys/<uuid:uid>/revoke/", grants.revoke_key, name="revoke_key"),
    path("webhooks/<uuid:uid>/drop/", grants.drop_webhook, name="drop_webhook"),
    path("webhooks/<uuid:uid>/test/", grants.test_webhook, name="test_webhook"),
    path("reads/", reads.reads, name="reads"),
    path("reads/lines/", reads.read_lines, name="read_lines"),
    path("needs/", needs.needs, name="needs"),
    path("needs/new/", needs.new_need, name="new_need"),
    path("needs/import/", needs.bring_in, name="import_needs"),
    path("needs/template/", needs.template, name="needs_template"),
    path("needs/<uuid:uid>/", needs.need, name="need"),
    path("needs/<uuid:uid>/drop/", needs.drop, name="drop_need"),
    path("reviews/", reviews.reviews, name="reviews"),
    path("reviews/<slug:code>/", reviews.add_review, name="add_review"),
    path("yearly/", reviews.yearly, name="yearly"),
]
