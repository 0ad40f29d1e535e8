"""Where things are: the boundaries of communes, dated and attributed, and which commune holds a point.

Noun: Boundary. Geometry is GeoJSON in WGS84 (lon, lat) with bounding-box columns; exact predicates come from Shapely.
"""
