"""The tables of files."""

from honglam.core.files.models.stored_files import StoredFile

__all__ = ["StoredFile"]
