"""Pages of the desk that belong to no engine."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from honglam.core.access.decorators import signed_in
from honglam.core.access.offline import keep_offline
from honglam.core.access.reach import reach_of
from honglam.core.access.requests import PersonRequest
from honglam.engines.datahub.public import rows_to_mend, sharing_waiting_for
from honglam.engines.plans.public import Reading, my_work
from honglam.engines.reporting.public import reports_waiting_for
from honglam.surfaces.desk import samples

MOST_READINGS = 5


@signed_in
def home(request: PersonRequest) -> HttpResponse:
    """“Việc của tôi”: what waits for this person through all posts, the most pressing first."""
    today = timezone.localdate()
    work = my_work(request.user, today)
    may_import = bool(reach_of(request.user, "plans.import_plan"))
    readings = Reading.objects.filter(created_by=request.user).unfinished().defer("document_text", "blocks")
    page = render(
        request,
        "desk/home.html",
        {
            "work": work,
            "reports": reports_waiting_for(request.user, today),
            "to_mend": rows_to_mend(request.user, today),
            "data_requests": sharing_waiting_for(request.user, today),
            "greeting": _("%(name)s, hôm nay %(day)s")
            % {"name": request.user.get_full_name(), "day": f"{today:%d/%m/%Y}"},
            "may_import": may_import,
            "may_view": bool(reach_of(request.user, "plans.view_work")),
            "readings": list(readings.select_related("file")[:MOST_READINGS]) if may_import else [],
            "own_unit_url": work.posts[0].url if work.posts else "",
        },
    )
    return keep_offline(page, request.user)


@signed_in
def styleguide(request: PersonRequest) -> HttpResponse:
    """Every component with made-up content, for those who build pages: only while developing."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "desk/styleguide.html", samples.styleguide_context(request))
