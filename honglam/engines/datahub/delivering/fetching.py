"""Fetching a delivery: an address over HTTP, a query of an SQL database. Secrets come from the environment only."""

from __future__ import annotations

import hashlib
import json
import os
import re
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import sqlalchemy
from django.conf import settings as django_settings
from django.utils.translation import gettext as _
from sqlalchemy.exc import SQLAlchemyError

from honglam.engines.datahub.delivering.reading import Delivered, read_file
from honglam.engines.datahub.delivering.spelling import as_text
from honglam.engines.datahub.errors import DeliveryUnreachable, DeliveryUnreadable

SECONDS = 60
MOST_BYTES = 2_000_000_000
_READS = re.compile(r"\s*(?:select|with)\b", re.IGNORECASE)
_COLON = re.compile(r"(?<![:\w\\]):(?=\w)")
_KINDS = {
    "text/csv": "csv", "application/json": "json", "application/geo+json": "geojson",
    "application/x-ndjson": "ndjson",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
}  # fmt: skip
Progress = Callable[[int], None]


def secret_of(name: str, host: str = "") -> str:
    """The secret that an environment variable holds; nothing where none is named.

    Where `<name>_HOST` names machines (by commas), the secret goes to these only, whoever set up the way in.

    Raises:
        DeliveryUnreachable: the variable is not set on this machine, or its secret is not for that host.
    """
    if not name:
        return ""
    allowed = [one.strip().lower() for one in os.environ.get(f"{name}_HOST", "").split(",") if one.strip()]
    if allowed and host.lower() not in allowed:
        raise DeliveryUnreachable(
            _("Mật khẩu trong %(name)s không dùng cho máy %(host)s. Hãy nhờ người quản trị kiểm tra %(name)s_HOST.")
            % {"name": name, "host": host or "?"}
        )
    found = os.environ.get(name, "")
    if not found:
        raise DeliveryUnreachable(_("Biến môi trường %(name)s chưa được đặt trên máy chủ.") % {"name": name})
    return found


@contextmanager
def fetched(settings: Mapping[str, Any], secret: str) -> Iterator[tuple[Path, str, str]]:
    """A file of what an address answers, its kind and its SHA-256; the file is gone afterwards.

    `settings`: url, and headers where `{secret}` stands for the secret. At most 2 GB, a minute without a byte.

    Raises:
        DeliveryUnreachable: no answer, or another than 200.
        DeliveryUnreadable: an answer of a kind that is not read.
    """
    url = str(settings.get("url", ""))
    if urlsplit(url).scheme not in {"http", "https"}:
        raise DeliveryUnreachable(_("Địa chỉ phải bắt đầu bằng http:// hoặc https://."))
    headers = {
        str(name): str(value).replace("{secret}", secret_of(secret, urlsplit(url).hostname or ""))
        for name, value in (settings.get("headers") or {}).items()
    }
    opener = urllib.request.build_opener(_SameHost())
    asked = urllib.request.Request(url, headers={"User-Agent": "HongLam", **headers})
    with tempfile.NamedTemporaryFile(suffix=".delivery") as place:
        try:
            with opener.open(asked, timeout=SECONDS) as answer:
                kind = str(settings.get("kind") or _KINDS.get(answer.headers.get_content_type(), ""))
                digest = _copied(answer, place)
        except urllib.error.HTTPError as error:
            raise DeliveryUnreachable(_("Máy chủ nguồn trả lời %(status)s.") % {"status": error.code}) from error
        except (urllib.error.URLError, OSError, ValueError) as error:
            raise DeliveryUnreachable(_("Không kết nối được nguồn: %(why)s.") % {"why": _short(error)}) from error
        if not kind:
            raise DeliveryUnreadable(_("Nguồn không nói là dữ liệu loại gì. Hãy chọn loại trong cấu hình."))
        place.flush()
        yield Path(place.name), kind, digest


class _SameHost(urllib.request.HTTPRedirectHandler):
    """Follows a source to another page of the same machine, nowhere else: what it was told in confidence stays."""

    def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
        """The next request. Raises HTTPError where it leads to another machine."""
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        is_upgrade = (old.scheme, new.scheme) == ("http", "https") and old.port is None and new.port is None
        if old.hostname != new.hostname or not (is_upgrade or (old.scheme, old.port) == (new.scheme, new.port)):
            raise urllib.error.URLError(
                _("nguồn chuyển sang %(host)s, hãy ghi thẳng địa chỉ đó") % {"host": new.netloc}
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _host_of(address: str) -> str:
    try:
        return sqlalchemy.make_url(address).host or ""
    except SQLAlchemyError:
        return ""


def _copied(answer: Any, place: Any) -> str:
    digest, size = hashlib.sha256(), 0
    while chunk := answer.read(1 << 20):
        size += len(chunk)
        if size > MOST_BYTES:
            raise DeliveryUnreadable(_("Nguồn trả về hơn 2 GB. Hãy chia nhỏ câu hỏi."))
        digest.update(chunk)
        place.write(chunk)
    return digest.hexdigest()


@contextmanager
def queried(settings: Mapping[str, Any], secret: str) -> Iterator[Delivered]:
    """The rows of a SELECT on another database, as a stream; the connection may only read where the database knows how.

    `settings`: url of SQLAlchemy's form with `{secret}` in place of the password, query.

    Raises:
        DeliveryUnreachable: no connection, no driver, or the query is refused.
    """
    query = str(settings.get("query", "")).strip().rstrip(";")
    if not _READS.match(query) or ";" in query:
        raise DeliveryUnreachable(_("Câu truy vấn phải là một câu SELECT duy nhất."))
    place = str(settings.get("url", ""))
    address = place.replace("{secret}", secret_of(secret, _host_of(place)))
    try:
        engine = sqlalchemy.create_engine(address, poolclass=sqlalchemy.NullPool)
    except (SQLAlchemyError, ImportError) as error:
        raise DeliveryUnreachable(
            _("Chưa kết nối được loại cơ sở dữ liệu này: %(why)s.") % {"why": _short(error)}
        ) from error
    _require_foreign(engine)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "postgresql":
                connection.exec_driver_sql("SET TRANSACTION READ ONLY")
            elif engine.dialect.name == "sqlite":
                connection.exec_driver_sql("PRAGMA query_only = ON")
            # Only the query itself is streamed: a server-side cursor takes no SET.
            streamed = {"stream_results": True, "yield_per": 2000}
            asked = sqlalchemy.text(_COLON.sub(r"\\:", query))  # a colon in a literal asks for no parameter
            found = connection.execute(asked, execution_options=streamed)
            yield Delivered(list(found.keys()), (dict(row) for row in found.mappings()))
    except SQLAlchemyError as error:
        raise DeliveryUnreachable(_("Nguồn từ chối truy vấn: %(why)s.") % {"why": _short(error)}) from error
    finally:
        engine.dispose()


def _require_foreign(engine: Any) -> None:
    """Refuse the files of this installation: who may set up a way in may not read everybody's tables by it."""
    place = engine.url.database or ""
    if engine.dialect.name != "sqlite" or not place:
        return
    if (
        Path(place.removeprefix("file:").partition("?")[0])
        .resolve()
        .is_relative_to(Path(django_settings.VAR_DIR).resolve())
    ):
        engine.dispose()
        raise DeliveryUnreachable(_("Không lấy được từ chính kho của hệ thống này. Hãy chọn cơ sở dữ liệu khác."))


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digested(delivered: Delivered, into: Any) -> Delivered:
    """The same rows, each added to a digest as it passes: two equal deliveries have equal digests."""

    def rows() -> Iterator[Mapping[str, Any]]:
        for row in delivered.rows:
            into.update(json.dumps({name: as_text(value) for name, value in row.items()}, sort_keys=True).encode())
            yield row

    return Delivered(delivered.names, rows())


def _short(error: BaseException) -> str:
    """The first line of an error, without passwords that an address may hold."""
    text = str(getattr(error, "reason", "") or error).splitlines()[0] if str(error) else type(error).__name__
    return re.sub(r"://[^@\s]*@", "://…@", text)[:200]


__all__ = ["digest_of", "digested", "fetched", "queried", "read_file", "secret_of"]
