"""The API put together from the routers of the engines."""

from __future__ import annotations

from ninja import NinjaAPI
from ninja.security import SessionAuth

from honglam import __version__
from honglam.engines.datahub.shared_api import router as shared
from honglam.engines.indicators.api import router as indicators
from honglam.engines.plans.api import router as plans
from honglam.engines.registers.api import router as registers
from honglam.engines.reporting.api import router as reports
from honglam.surfaces.api.organisations import router as organisations
from honglam.surfaces.api.problems import answer_with_problems
from honglam.surfaces.api.session import router as session

api = NinjaAPI(
    title="Hồng Lam",
    version=__version__,
    description="Kế hoạch, nhiệm vụ, tiến độ, chỉ tiêu, báo cáo, sổ dữ liệu và đơn vị của tỉnh. Lỗi theo RFC 9457.",
    docs_url=None,
    auth=SessionAuth(csrf=True),
    urls_namespace="api",
)
answer_with_problems(api)
api.add_router("/units", organisations, tags=["units"])
api.add_router("/indicators", indicators, tags=["indicators"])
api.add_router("/plans", plans, tags=["plans"])
api.add_router("/registers", registers, tags=["registers"])
api.add_router("/reports", reports, tags=["reports"])
api.add_router("/session", session, tags=["session"])
api.add_router("/shared/v1", shared, tags=["shared"])
