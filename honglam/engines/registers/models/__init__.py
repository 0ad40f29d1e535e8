"""Records of registers."""

from honglam.engines.registers.models.attachments import Attachment
from honglam.engines.registers.models.imports import ImportRun, RejectedRow
from honglam.engines.registers.models.merges import AlikePair, Merge
from honglam.engines.registers.models.record import Located, Record, versions_of
from honglam.engines.registers.models.views import SavedView

__all__ = [
    "AlikePair",
    "Attachment",
    "ImportRun",
    "Located",
    "Merge",
    "Record",
    "RejectedRow",
    "SavedView",
    "versions_of",
]
