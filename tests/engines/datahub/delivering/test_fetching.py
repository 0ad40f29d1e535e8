"""Data is fetched from a real server and a real database; secrets come from the environment and are never shown."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from honglam.engines.datahub.delivering.fetching import fetched, queried
from honglam.engines.datahub.errors import DeliveryUnreachable, DeliveryUnreadable


class _Source(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.headers.get("Authorization") != "Bearer thu-42" and self.path == "/closed":
            self.send_response(401)
            self.end_headers()
            return
        if self.path.startswith("/moved?"):
            self.send_response(302)
            self.send_header("Location", self.path.partition("?")[2])
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "application/json" if self.path != "/odd" else "application/octet-stream")
        self.end_headers()
        self.wfile.write(b'[{"name": "A"}]')

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def source() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Source)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_an_answer_is_kept_as_a_file_with_its_kind_and_digest(source: str) -> None:
    with fetched({"url": f"{source}/open"}, "") as (path, kind, digest):
        assert (path.read_bytes(), kind, len(digest)) == (b'[{"name": "A"}]', "json", 64)
    assert not path.exists()


def test_the_secret_goes_into_the_header(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HONGLAM_SECRET_NGUON", "thu-42")
    settings = {"url": f"{source}/closed", "headers": {"Authorization": "Bearer {secret}"}}
    with fetched(settings, "HONGLAM_SECRET_NGUON") as (_path, kind, _digest):
        assert kind == "json"
    with pytest.raises(DeliveryUnreachable, match="401"), fetched({"url": f"{source}/closed"}, ""):
        pass


def test_a_secret_is_not_carried_to_another_machine(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HONGLAM_SECRET_NGUON", "thu-42")
    headers = {"Authorization": "Bearer {secret}"}
    moved = {"url": f"{source}/moved?{source}/closed", "headers": headers}
    with fetched(moved, "HONGLAM_SECRET_NGUON") as (_path, kind, _digest):
        assert kind == "json"
    away = {"url": f"{source}/moved?{source.replace('127.0.0.1', 'localhost')}/closed", "headers": headers}
    with pytest.raises(DeliveryUnreachable, match="localhost"), fetched(away, "HONGLAM_SECRET_NGUON"):
        pass


def test_a_secret_goes_to_the_machines_it_is_for_only(source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HONGLAM_SECRET_NGUON", "thu-42")
    monkeypatch.setenv("HONGLAM_SECRET_NGUON_HOST", "127.0.0.1, csdl.yte.example")
    asked = {"url": f"{source}/closed", "headers": {"Authorization": "Bearer {secret}"}}
    with fetched(asked, "HONGLAM_SECRET_NGUON") as (_path, kind, _digest):
        assert kind == "json"
    asked["url"] = "https://noi-khac.example/"
    with pytest.raises(DeliveryUnreachable, match="noi-khac"), fetched(asked, "HONGLAM_SECRET_NGUON"):
        pass
    asked = {"url": "postgresql+psycopg://a:{secret}@noi-khac.example/b", "query": "SELECT 1"}
    with pytest.raises(DeliveryUnreachable, match="noi-khac"), queried(asked, "HONGLAM_SECRET_NGUON"):
        pass


@pytest.mark.parametrize(
    ("asked", "secret", "said"),
    [
        ({"url": "file:///etc/passwd"}, "", "http"),
        ({"url": "http://127.0.0.1:9/"}, "", "Không kết nối"),
        (
            {"url": "http://127.0.0.1:9/", "headers": {"A": "{secret}"}},
            "HONGLAM_SECRET_ABSENT",
            "HONGLAM_SECRET_ABSENT",
        ),
    ],
)
def test_what_cannot_be_fetched_says_why(asked: dict[str, object], secret: str, said: str) -> None:
    with pytest.raises(DeliveryUnreachable, match=said), fetched(asked, secret):
        pass


def test_an_answer_of_no_known_kind_is_refused(source: str) -> None:
    with pytest.raises(DeliveryUnreadable, match="loại"), fetched({"url": f"{source}/odd"}, ""):
        pass


@pytest.fixture
def database(tmp_path: Path) -> str:
    path = tmp_path / "nguon.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (name TEXT, area NUMERIC)")
        connection.executemany("INSERT INTO t VALUES (?, ?)", [("A", 1.5), ("B", None)])
    connection.close()
    return f"sqlite:///{path}"


def test_a_query_gives_rows(database: str) -> None:
    with queried({"url": database, "query": "SELECT name, area FROM t ORDER BY name;"}, "") as delivered:
        assert delivered.names == ["name", "area"]
        assert [dict(row) for row in delivered.rows] == [{"name": "A", "area": 1.5}, {"name": "B", "area": None}]


def test_signs_in_a_query_are_what_they_are(database: str) -> None:
    query = "SELECT 'lúc :gio, 50%' AS note FROM t WHERE name LIKE '%A%'"
    with queried({"url": database, "query": query}, "") as delivered:
        assert [row["note"] for row in delivered.rows] == ["lúc :gio, 50%"]


@pytest.mark.parametrize("query", ["DELETE FROM t", "SELECT 1; DROP TABLE t", "", "WITH x AS (SELECT 1) DELETE FROM t"])
def test_nothing_is_ever_written_at_the_source(database: str, query: str) -> None:
    with pytest.raises(DeliveryUnreachable), queried({"url": database, "query": query}, "") as delivered:
        list(delivered.rows)
    with queried({"url": database, "query": "SELECT count(*) AS n FROM t"}, "") as delivered:
        assert next(delivered.rows)["n"] == 2


def test_a_password_never_stands_in_a_message() -> None:
    settings = {"url": "postgresql+psycopg://an:mat-khau@127.0.0.1:9/x", "query": "SELECT 1"}
    with pytest.raises(DeliveryUnreachable) as refused, queried(settings, ""):
        pass
    assert "mat-khau" not in str(refused.value)
