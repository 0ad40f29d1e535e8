"""To which addresses the hub may send: none of its own network, unless the province says so.

Whoever registers a webhook could otherwise have the server call machines that only the server reaches. The name is
looked up once, every address it has must be a public one, and the connection goes to exactly that address: a name that
points elsewhere a moment later changes nothing. Redirects are not followed.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from honglam.engines.datahub.errors import AddressRefused

MOST_OF_AN_ANSWER = 4096


@dataclass(frozen=True, slots=True)
class Target:
    """An address that was looked up: how it is called, and the one machine that is spoken to."""

    scheme: str
    host: str
    port: int
    path: str
    machine: str


def checked(url: str) -> Target:
    """Look an address up. Raises AddressRefused: not https, not a name, or a machine of a closed network."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise AddressRefused(
            _("Địa chỉ nhận không đúng dạng; ví dụ đúng: https://ten-he-thong.gov.vn/nhan.")
        ) from error
    is_open = settings.WEBHOOK_PRIVATE
    if parts.scheme != "https" and not (is_open and parts.scheme == "http"):
        raise AddressRefused(_("Địa chỉ nhận phải bắt đầu bằng https:// để không ai đọc trộm thông báo."))
    if not host or parts.username or parts.password:
        raise AddressRefused(_("Địa chỉ nhận phải có tên máy và không kèm tên đăng nhập, mật khẩu."))
    number = port or (443 if parts.scheme == "https" else 80)
    try:
        found = socket.getaddrinfo(host, number, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise AddressRefused(_("Không tìm thấy máy %(host)s; hãy kiểm tra lại địa chỉ.") % {"host": host}) from error
    machines = [str(one[4][0]).partition("%")[0] for one in found]
    if not is_open and not all(is_public(machine) for machine in machines):
        raise AddressRefused(
            _("Địa chỉ nhận trỏ vào mạng nội bộ của máy chủ. Mạng khép kín thì nhờ người quản trị cho phép.")
        )
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, number, path, machines[0])


def is_public(machine: str) -> bool:
    """Whether an IP address is one of the open internet; one that carries an IPv4 address counts as that."""
    try:
        address = ipaddress.ip_address(machine)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is not None:
            return is_public(str(inner))
        if address in _TRANSLATED:
            return is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
    return address.is_global and not address.is_multicast


_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")  # IPv4 behind a translator (RFC 6052)


def post(target: Target, body: bytes, headers: dict[str, str], *, seconds: float) -> tuple[int, str]:
    """Send a body to the machine that was looked up; the status and the beginning of the answer.

    Raises:
        OSError, http.client.HTTPException: nobody answered, or not in time.
    """
    connection = _Pinned(target, seconds)
    try:
        connection.request("POST", target.path, body=body, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read(MOST_OF_AN_ANSWER).decode("utf-8", "replace")
    finally:
        connection.close()


class _Pinned(http.client.HTTPConnection):
    """A connection to one machine under the name that was asked for: TLS checks the name, no second look-up."""

    def __init__(self, target: Target, seconds: float) -> None:
        super().__init__(target.host, target.port, timeout=seconds)
        self._target = target

    def connect(self) -> None:
        """Open the socket; OSError where nobody listens or the certificate is not of that name."""
        sock = socket.create_connection((self._target.machine, self._target.port), self.timeout)
        if self._target.scheme == "https":
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=self._target.host)
        self.sock = sock
