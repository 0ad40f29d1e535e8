"""Devices, software licences, information systems with their security levels, and the local networks of units."""
