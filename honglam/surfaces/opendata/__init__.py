"""Open data for everybody: catalogue, search, preview, chart, map, files, an API that CKAN clients read, DCAT-AP, feeds."""
