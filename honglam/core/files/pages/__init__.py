"""The one page of files: the download."""
