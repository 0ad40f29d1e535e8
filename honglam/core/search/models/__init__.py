"""Records of search."""

from honglam.core.search.models.search_entry import SearchEntry, SearchEntryUnit

__all__ = ["SearchEntry", "SearchEntryUnit"]
