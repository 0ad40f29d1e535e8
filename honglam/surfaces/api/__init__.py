"""The API: the same actions as the pages, for programs. OpenAPI at /api/openapi.json, problems as RFC 9457."""
