"""Addresses of plans, below /plans/."""

from __future__ import annotations

from django.urls import path

from honglam.engines.plans.pages import (
    comments,
    document_field,
    extension_list,
    extensions,
    feeds,
    instructions,
    moving,
    plan,
    plans,
    share_list,
    shares,
    targets,
    task,
    tasks,
    unit_picker,
    units,
)
from honglam.engines.plans.pages.checks.urls import urlpatterns as checks
from honglam.engines.plans.pages.directives.urls import urlpatterns as directives
from honglam.engines.plans.pages.readings.urls import urlpatterns as readings

app_name = "plans"
urlpatterns = [
    *readings,
    *directives,
    *checks,
    path("", plans.plans, name="plans"),
    path("instruct/", instructions.instruct, name="instruct"),
    path("unit-picker/", unit_picker.options, name="unit_picker"),
    path("feeds/", feeds.feeds, name="feeds"),
    path("feeds/<uuid:uid>/close/", feeds.close, name="close_feed"),
    path("mine/", units.my_work_sheet, name="my_work_sheet"),
    path("units/", units.my_unit, name="my_unit"),
    path("units/<str:code>/", units.unit_work, name="unit_work"),
    path("tasks/", tasks.tasks, name="tasks"),
    path("tasks/<uuid:uid>/", task.task, name="task"),
    path("tasks/<uuid:uid>/units/", task.add_unit, name="add_unit"),
    path("tasks/<uuid:uid>/confirm/", task.confirm_all, name="confirm_all"),
    path("tasks/<uuid:uid>/due/", extensions.move, name="move_due_date"),
    path("tasks/<uuid:uid>/periods/", moving.recurrence, name="set_recurrence"),
    path("tasks/<uuid:uid>/documents/", moving.add_mandate, name="add_mandate"),
    path("tasks/<uuid:uid>/comments/", comments.write, name="comment"),
    path("tasks/<uuid:uid>/people/", comments.people, name="mentionable"),
    path("mandates/<uuid:uid>/remove/", moving.remove_mandate, name="remove_mandate"),
    path("comments/<uuid:uid>/take-back/", comments.take_back, name="take_comment_back"),
    path("documents/", document_field.suggest, name="documents"),
    path("extensions/", extension_list.extensions, name="extensions"),
    path("extensions/<uuid:uid>/", extensions.decide, name="decide_extension"),
    path("extensions/<uuid:uid>/take-back/", extensions.take_back, name="take_extension_back"),
    path("tasks/<uuid:uid>/shares.xlsx", task.sheet, name="task_sheet"),
    path("shares/", share_list.shares, name="shares"),
    path("shares/<uuid:uid>/report/", shares.report, name="report"),
    path("shares/<uuid:uid>/accept/", moving.accept, name="accept_share"),
    path("shares/<uuid:uid>/extend/", extensions.ask, name="ask_extension"),
    path("shares/<uuid:uid>/phone/", extensions.by_phone, name="agree_by_phone"),
    path("shares/<uuid:uid>/transfer/", moving.transfer, name="transfer_share"),
    path("shares/<uuid:uid>/divide/", moving.divide, name="divide_share"),
    path("shares/<uuid:uid>/take-on/", shares.take_on, name="take_on"),
    path("shares/<uuid:uid>/confirm/", shares.confirm, name="confirm_share"),
    path("shares/<uuid:uid>/return/", shares.give_back, name="return_share"),
    path("shares/<uuid:uid>/withdraw/", shares.withdraw, name="withdraw_share"),
    path("targets/<uuid:uid>/", targets.target, name="target"),
    path("targets/<uuid:uid>/figures/<uuid:figure_uid>/confirm/", targets.confirm_figure, name="confirm_figure"),
    path("<uuid:uid>/", plan.plan, name="plan"),
    path("<uuid:uid>/issue/", plans.issue, name="issue"),
    path("<uuid:uid>/give/", plans.give, name="give"),
    path("<uuid:uid>/end/", plans.end, name="end"),
    path("<uuid:uid>/text/", plan.plan, {"tab": "text"}, name="plan_text"),
    path("<uuid:uid>/<slug:tab>/", plan.plan, name="plan_tab"),
]
