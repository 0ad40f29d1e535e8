"""Many writers and a sealer at the same time: nobody waits for a shared head, nothing is sealed twice or forgotten."""

from __future__ import annotations

import contextlib
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction

from honglam.core.audit.actions import record, seal
from honglam.core.audit.models import AuditEntry, AuditSeal
from honglam.core.audit.verifying import verify

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif("connection.vendor != 'postgresql'", reason="SQLite lets one writer in at a time"),
]
assert connection  # named in the condition above

WRITERS, ENTRIES = 6, 20


def test_concurrent_writers_and_two_sealers_leave_one_whole_chain() -> None:
    def write(writer: int) -> None:
        for number in range(ENTRIES):
            with transaction.atomic():
                record(by=None, action="test.written", summary=f"{writer}/{number}")
                time.sleep(0.001 * (writer % 3))
        connection.close()

    done = threading.Event()

    def keep_sealing() -> None:
        while not done.is_set():
            # The other sealer may be first; the next round finds what is left.
            with contextlib.suppress(IntegrityError):
                seal(most=7)
        connection.close()

    with ThreadPoolExecutor(WRITERS + 2) as pool:
        sealers = [pool.submit(keep_sealing) for _ in range(2)]
        for future in [pool.submit(write, writer) for writer in range(WRITERS)]:
            future.result()
        done.set()
        for future in sealers:
            future.result()
    seal()
    assert AuditEntry.objects.count() == AuditSeal.objects.count() == WRITERS * ENTRIES
    assert verify().first_break is None


def test_an_entry_that_commits_after_later_ones_were_sealed_is_not_lost() -> None:
    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        early = record(by=None, action="test.slow")

        def write_and_seal() -> int:
            with transaction.atomic():
                record(by=None, action="test.quick")
            sealed = seal()
            connection.close()
            return sealed

        assert pool.submit(write_and_seal).result() == 1
    assert seal() == 1
    assert AuditSeal.objects.get(entry=early).block_id == 2
    assert verify().first_break is None
