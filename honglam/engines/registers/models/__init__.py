"""Records of registers."""

from honglam.engines.registers.models.attachments import Attachment
from honglam.engines.registers.models.imports import ImportBatch, ImportRun, RejectedRow
from honglam.engines.registers.models.merges import AlikePair, Merge
from honglam.engines.registers.models.receipts import WriteReceipt
from honglam.engines.registers.models.record import Located, Record, versions_of
from honglam.engines.registers.models.views import SavedView

__all__ = [
    "AlikePair", "Attachment", "ImportBatch", "ImportRun", "Located", "Merge", "Record", "RejectedRow", "SavedView",
    "WriteReceipt",
    "versions_of",
]  # fmt: skip
