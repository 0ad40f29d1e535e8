"""Records of the hub."""

from honglam.engines.datahub.models.datasets import Dataset, DatasetVersion, SchemaVersion
from honglam.engines.datahub.models.inflows import Connector, ConnectorExchange, Inflow, InflowRun, SectorDatabase
from honglam.engines.datahub.models.open_data import OpenRelease, OpenUse, OpenWish
from honglam.engines.datahub.models.quality import (
    FailingRow,
    QualityRule,
    QualityRun,
    RowChange,
    SentBack,
    Suggestion,
    UnitScore,
)
from honglam.engines.datahub.models.sharing import (
    AccessLog,
    AccessRequest,
    ApiKey,
    Grant,
    ProcedureNeed,
    SharingReview,
    Webhook,
    WebhookDelivery,
)

__all__ = [
    "AccessLog", "AccessRequest", "ApiKey", "Connector", "ConnectorExchange", "Dataset", "DatasetVersion",
    "FailingRow", "Grant", "Inflow", "InflowRun", "OpenRelease", "OpenUse", "OpenWish", "ProcedureNeed",
    "QualityRule", "QualityRun", "RowChange", "SchemaVersion", "SectorDatabase", "SentBack", "SharingReview",
    "Suggestion", "UnitScore", "Webhook", "WebhookDelivery",
]  # fmt: skip
