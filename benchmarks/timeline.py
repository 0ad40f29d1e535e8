"""The timeline of 1,000 tasks: what it costs the server, and whether it stays smooth in a real browser.

    python benchmarks/timeline.py [--tasks 1000] [--chromium /usr/bin/chromium]        DATABASE_URL chooses PostgreSQL

Prints JSON lines: the server's queries, CPU milliseconds and bytes (as they are and compressed) of the page; then, from
Chromium at full speed and at a quarter of it (an old office computer), the time to the first paint, the longest task
while the page loads, and, while it is scrolled from the first task to the last and back, the longest task of the page
and the longest time between two frames. Beside it, measured in the same run, the floor: an empty page scrolled alike.
"""

from __future__ import annotations

import argparse
import gzip
import json
import statistics
import time
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.testcases import LiveServerThread
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from made_province import make_province  # before our own modules: it sets Django up
from playwright.sync_api import Page, sync_playwright

PATH = "/plans/tasks/?view=timeline"
BOUNDS = {"queries": 16, "longest_task_scrolling_ms": 100}
REPEATS = 7
THROTTLES = (1, 4)
EMPTY = "data:text/html,<div class=gantt style='height:700px;overflow:auto'><div style='height:48000px'></div></div>"
WATCH = """() => {
  window.tasks = [];
  new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((one) => [one.startTime, one.duration])))
    .observe({ type: "longtask", buffered: true });
}"""
SCROLL = """() => new Promise((resolve) => {
  const box = document.querySelector(".gantt");
  const most = box.scrollHeight - box.clientHeight;
  const frames = 240, began = performance.now(), gaps = [];
  let number = 0, before = began;
  const step = (now) => {
    gaps.push(now - before);
    before = now;
    number += 1;
    box.scrollTop = most * (number <= frames / 2 ? number * 2 / frames : 2 - number * 2 / frames);
    if (number < frames) requestAnimationFrame(step);
    else setTimeout(() => resolve({ began, most, gaps, tasks: window.tasks }), 200);
  };
  requestAnimationFrame(step);
})"""
LOADED = """() => ({
  paint: (performance.getEntriesByName("first-contentful-paint")[0] ?? { startTime: 0 }).startTime,
  loaded: performance.getEntriesByType("navigation")[0].loadEventEnd,
  nodes: document.getElementsByTagName("*").length,
})"""


def server_side(client: Client) -> dict[str, Any]:
    """Queries, CPU milliseconds (median) and bytes of the page."""
    body = client.get(PATH).content
    with CaptureQueriesContext(connection) as captured:
        client.get(PATH)
    queries = len(captured)
    times = []
    for _repeat in range(REPEATS):
        began = time.process_time()
        client.get(PATH)
        times.append((time.process_time() - began) * 1000)
    return {
        "what": "server", "queries": queries, "cpu_ms": round(statistics.median(times), 1), "bytes": len(body),
        "bytes_gzip": len(gzip.compress(body, 6)), "bounds": BOUNDS,
    }  # fmt: skip


def browser_side(page: Page, address: str, throttle: int) -> dict[str, Any]:
    """Times of one visit and one scroll there and back, in milliseconds."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": throttle})
    page.goto(address, wait_until="load")
    page.wait_for_timeout(1500)
    page.evaluate(WATCH)
    page.wait_for_timeout(300)
    loaded = page.evaluate(LOADED)
    scrolled = page.evaluate(SCROLL)
    session.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    began = scrolled["began"]
    gaps = sorted(scrolled["gaps"][1:])
    return {
        "first_paint_ms": round(loaded["paint"]), "loaded_ms": round(loaded["loaded"]), "nodes": loaded["nodes"],
        "longest_task_loading_ms": _longest(one for one in scrolled["tasks"] if one[0] < began),
        "longest_task_scrolling_ms": _longest(one for one in scrolled["tasks"] if one[0] >= began),
        "longest_frame_ms": round(gaps[-1]), "frame_p95_ms": round(gaps[int(len(gaps) * 0.95)]),
        "scrolled_px": scrolled["most"],
    }  # fmt: skip


def _longest(tasks: Any) -> int:
    """The longest of the tasks that the browser calls long (more than 50 ms); 0 where it saw none."""
    return round(max((duration for _start, duration in tasks), default=0))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=1000)
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    leader = make_province(options.tasks, timezone.localdate()).leader
    same = {"benchmark": "timeline", "database": connection.vendor, "tasks": options.tasks}
    client = Client()
    client.force_login(leader)
    print(json.dumps(same | server_side(client)))
    thread = LiveServerThread("127.0.0.1", StaticFilesHandler)
    thread.daemon = True
    thread.start()
    thread.is_ready.wait()
    if thread.error:
        raise thread.error
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies[settings.SESSION_COOKIE_NAME].value}
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=options.chromium, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([cookie | {"url": f"http://127.0.0.1:{thread.port}"}])  # type: ignore[list-item]
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{thread.port}{PATH}")  # caches fill outside the measurement
        for throttle in THROTTLES:
            seen = browser_side(page, f"http://127.0.0.1:{thread.port}{PATH}", throttle)
            line = same | {"what": "browser", "cpu_throttle": throttle} | seen
            print(json.dumps(line | ({"bounds": BOUNDS} if throttle == 1 else {})))
            empty = browser_side(page, EMPTY, throttle)
            floor = {name: empty[name] for name in ("longest_task_scrolling_ms", "longest_frame_ms", "frame_p95_ms")}
            print(json.dumps(same | {"what": "floor_empty_page", "cpu_throttle": throttle} | floor))
        browser.close()
    thread.terminate()


if __name__ == "__main__":
    main()
