"""Views of the directory."""
