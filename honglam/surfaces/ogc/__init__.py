"""Maps for other programs: OGC API – Features 1.0 (Core, GeoJSON, HTML, OpenAPI 3.0) at /ogc/.

Boundaries and the live part of registers are for everybody; officials who are signed in get the rows that they may see.
"""
