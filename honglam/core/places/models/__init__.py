"""The tables of places."""

from honglam.core.places.models.boundaries import Boundary

__all__ = ["Boundary"]
