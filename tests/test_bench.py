"""The benchmark measures the same work: the product and the hand-tuned program say the same of small workloads, rule by rule."""

from __future__ import annotations

import json

import pytest

from bench import __main__ as bench
from bench.workload import Size, ensure

SIZES = {"workbooks": Size(5, 12, 1, is_csv=False), "CSV, several funds a task": Size(5, 12, 3, is_csv=True)}


def answers(workload) -> list[dict[str, int] | None]:
    for program in (bench.PRODUCT, bench.LIMIT):
        bench.measure(program, workload, bench.Runs())
    bench.require_same_findings(workload)
    return [bench._answer(program, workload) for program in (bench.PRODUCT, bench.LIMIT)]


@pytest.mark.parametrize("kind", SIZES)
def test_product_and_fair_peer_say_what_was_generated(tmp_path, kind):
    workload = ensure("small", SIZES[kind], tmp_path)
    truth = json.loads((workload / "truth.json").read_text(encoding="utf-8"))
    assert answers(workload) == [truth, truth]


def test_lines_that_are_sent_twice_or_contradict_each_other_are_counted_alike(tmp_path):
    workload = ensure("small", SIZES["CSV, several funds a task"], tmp_path)
    path = workload / "inbox" / "so-lieu.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    contradiction = lines[5].replace("Đang thực hiện,60", "Chưa thực hiện,0")
    assert contradiction != lines[5]
    path.write_text("\n".join([header, *lines, lines[0], lines[0], contradiction, ""]), encoding="utf-8")
    ours, theirs = answers(workload)
    assert ours == theirs
    assert ours["duplicate_row"] >= 3
