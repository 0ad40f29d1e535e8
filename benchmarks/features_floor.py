"""The floor under `features.py`: the least that can answer a box, on the same server and the same index.

No framework, no rights, no headers, no exact test of shapes: GeoJSON that lies ready as text, found in the R*Tree (or
the GiST index), joined and sent.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl

import psycopg

URL = os.environ.get("DATABASE_URL", "")
here = threading.local()
SQLITE = """SELECT text FROM bench_{0} WHERE id IN (SELECT id FROM bench_{0}_tree WHERE west <= ? AND east >= ?
    AND south <= ? AND north >= ? LIMIT 100)"""
POSTGRESQL = """SELECT text FROM bench_{0} WHERE box(point(west, south), point(east, north))
    && box(point(%s, %s), point(%s, %s)) LIMIT 100"""


def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
    """Answer /points?bbox=… or /communes?bbox=…"""
    west, south, east, north = map(float, dict(parse_qsl(environ["QUERY_STRING"]))["bbox"].split(","))
    table = environ["PATH_INFO"][1:]
    if not hasattr(here, "cursor"):
        base: Any = psycopg.connect(URL, autocommit=True) if URL else sqlite3.connect(os.environ["FLOOR_DATABASE"])
        here.cursor = base.cursor()
    if URL:
        here.cursor.execute(POSTGRESQL.format(table), (west, south, east, north))
    else:
        here.cursor.execute(SQLITE.format(table), (east, west, north, south))
    texts = ",".join(text for (text,) in here.cursor.fetchall())
    start("200 OK", [("Content-Type", "application/geo+json")])
    return [f'{{"type":"FeatureCollection","features":[{texts}]}}'.encode()]
