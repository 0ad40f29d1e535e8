"""Near duplicates and shapes, the two judgements that run in this process whichever the engine."""

from __future__ import annotations

import hashlib
import time

from honglam.engines.datahub.quality.stages import alike_values, bad_shapes, folded


def test_folding_forgives_case_tone_placement_and_spaces() -> None:
    assert folded(["Thị  trấn Hoà Bình"]) == folded(["thị trấn HÒA BÌNH"])
    assert folded(["Hoa"]) != folded(["Hòa"])
    assert folded(["ab", "c"]) != folded(["a", "bc"])


def test_a_slip_is_found_at_the_front_in_the_middle_and_at_the_end() -> None:
    names = [f"{hashlib.sha256(str(number).encode()).hexdigest()[:30]}" for number in range(500)]
    counts = {(name,): 1 for name in names}
    assert alike_values(counts, 90) == set()
    name = names[250]
    for slip in (f"x{name[1:]}", f"{name[:15]}x{name[16:]}", f"{name[:-1]}x", f"{name[:20]}{name[21:]}"):
        assert alike_values({**counts, (slip,): 1}, 90) == {(slip,), (name,)}


def test_the_work_grows_with_the_rows_not_with_their_square() -> None:
    def seconds(rows: int) -> float:
        counts = {(f"Nguyễn Văn {number:07d} Đồng Lộc",): 1 for number in range(rows)}
        start = time.process_time()
        alike_values(counts, 99)
        return time.process_time() - start

    seconds(100)
    assert seconds(8_000) < 20 * max(seconds(1_000), 0.02)  # the square would be 64 times


def test_shapes_are_judged_by_what_they_are() -> None:
    sound = '{"type":"Polygon","coordinates":[[[105,18],[106,18],[106,18.5],[105,18]]]}'
    crossing = '{"type":"Polygon","coordinates":[[[105,18],[106,18.5],[106,18],[105,18.5],[105,18]]]}'
    texts = [
        sound,
        crossing,
        '{"type":"Point","coordinates":[]}',
        '{"type":"Point","coordinates":[181,0]}',
        "{}",
        "không",
    ]
    assert bad_shapes(texts, None) == set(texts) - {sound}
    assert bad_shapes([], None) == set()
