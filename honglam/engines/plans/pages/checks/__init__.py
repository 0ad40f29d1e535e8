"""Pages of checks: a draft is dropped, its findings are looked at, it is mended and checked again."""
