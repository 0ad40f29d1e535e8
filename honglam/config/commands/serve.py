"""`honglam serve [--port N]`: web server, job worker and schedule on the data that is there.

One small supervisor: it starts the processes, starts one again when it dies, and stops all of them, in
order and within seconds, on Ctrl-C or SIGTERM. In production systemd does this instead (see deploy/).
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from types import FrameType

MOST_RESTARTS = 5
"""A process that dies this often within a minute is broken; the supervisor gives up and says so."""


@dataclass
class Service:
    """One process of the platform and how often it had to be started again."""

    name: str
    command: list[str]
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start the process in its own group, so that Ctrl-C reaches only the supervisor."""
        self.process = subprocess.Popen(self.command, start_new_session=True)

    def died(self) -> bool:
        """Whether the process ended by itself."""
        return self.process is not None and self.process.poll() is not None

    def stop(self, grace: float = 8.0) -> None:
        """Ask the process to end; after `grace` seconds, make it."""
        if self.process is None or self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(grace)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def services(host: str, port: int, workers: int) -> list[Service]:
    """The processes of one installation."""
    honglam = [sys.executable, "-m", "honglam"]
    web = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers",
        "--log-level", "warning", "honglam.config.wsgi:application",
    ]  # fmt: skip
    return [
        Service("web", web),
        Service("worker", [*honglam, "db_worker", "--no-startup-delay", "--interval", "0.5"]),
        Service("schedule", [*honglam, "run_schedule"]),
    ]


def port_is_free(host: str, port: int) -> bool:
    """Whether nobody listens there yet."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def main(arguments: list[str]) -> int:
    """Run until stopped. Exit status 0 after a stop, 1 where a process cannot be kept alive, 2 for a taken port."""
    parser = argparse.ArgumentParser(prog="honglam serve", description="Chạy web, tiến trình nền và lịch chạy.")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--workers", type=int, default=max(2, (os.cpu_count() or 2) // 2))
    options = parser.parse_args(arguments)
    if not port_is_free(options.host, options.port):
        print(
            f"Cổng {options.port} đang có chương trình khác dùng. Chọn cổng khác: honglam serve --port N",
            file=sys.stderr,
        )
        return 2
    running = services(options.host, options.port, options.workers)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, stop)
    try:
        for service in running:
            service.start()
        print(f"Hồng Lam: http://{options.host}:{options.port}/  (Ctrl-C để dừng)", flush=True)
        return watch(running)
    except KeyboardInterrupt:
        return 0
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        for service in reversed(running):
            service.stop()


def watch(running: list[Service]) -> int:
    """Start dead processes again; give up on one that dies over and over."""
    while True:
        time.sleep(0.5)
        for service in running:
            if not service.died():
                continue
            now = time.monotonic()
            service.deaths = [death for death in service.deaths if now - death < 60] + [now]
            if len(service.deaths) > MOST_RESTARTS:
                print(f"Tiến trình “{service.name}” dừng liên tục; xem thông báo lỗi ở trên.", file=sys.stderr)
                return 1
            service.start()
