"""Quality that runs: one rule format, a slow reading of it in plain Python, and compilers for Polars, DuckDB and Spark.

Works without Django: a worker of a cluster, a benchmark and a test read the same rules (ADR 22).
"""
