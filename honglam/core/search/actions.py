"""Writes of search. They follow the writes of the objects' owners, which say who acts and are audited there."""

from honglam.core.search.indexing import forget, index, index_many, rebuild
from honglam.core.search.registry import IndexRow

__all__ = ["IndexRow", "forget", "index", "index_many", "rebuild"]
