"""Open data for everybody: catalogue, preview, chart, map, files, CKAN reads, DCAT-AP, feeds."""
