"""A closed period stays what it was: every bit is checked, every later change is told with its reason."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from datetime import date
from pathlib import Path

import hostile
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner
from workbooks import csv_bytes

from tdnreport.app import close, keep
from tdnreport.base.home import Home, find_home
from tdnreport.base.own_folder import MARK, write_mark
from tdnreport.base.progress import no_progress
from tdnreport.cli import app
from tdnreport.history import closed_check, closing, comparing, previous, views
from tdnreport.history.closing import ClosingError
from tdnreport.ingest.inbox import list_inbox
from tdnreport.plans import DataError
from tdnreport.plans.context import RunContext, load_context
from tdnreport.report import assemble
from tdnreport.report.open_data import writer as open_data
from tdnreport.warehouse import pipeline

HEADER = ["STT", "Nhiệm vụ", "Trạng thái", "Tỷ lệ hoàn thành (%)", "Dự toán giao (đồng)", "Đã giải ngân (đồng)"]
TASK = "Quảng bá hình ảnh của tỉnh trên các phương tiện thông tin đại chúng"
CLOSED_ON = date(2024, 12, 20)


def write(path: Path, unit: str, spent: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [[unit], ["BÁO CÁO NĂM 2024"], HEADER, ["4.1", TASK, "Đang thực hiện", 60, 250_000_000, spent]]
    path.write_bytes(csv_bytes(rows))


def report(of: RunContext, inbox: Path, out: Path) -> Path:
    """The parts of a report that a closing looks at."""
    shutil.rmtree(out, ignore_errors=True)
    (out / "bieu-do").mkdir(parents=True)
    (out / "bieu-do/a.png").write_bytes(b"\x89PNG")
    with pipeline.build_warehouse(of, list_inbox(inbox), out.with_suffix(".duckdb")) as con:
        made = assemble.assemble_report(
            con, assemble.ReportContext(of.home, of.plan, of.period, pipeline.last_received_on(con), is_sample=False)
        )
        open_data.write_parquet(con, out / "du-lieu")
        open_data.write_json(made, con, out / "so-lieu.json")
    write_mark(out, "report tth-2024 2024")
    return out


@pytest.fixture(scope="module")
def first(tmp_path_factory):
    """A project with an inbox of two files and its report, not closed; tests work on copies."""
    root = tmp_path_factory.mktemp("project")
    for part in ("data/plans", "data/reference", "data/templates", "sql", "expectations"):
        shutil.copytree(find_home().root / part, root / part)
    inbox = root / "data/inbox/tth-2024/2024"
    write(inbox / "So TTTT.csv", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", 100_000_000)
    write(inbox / "phòng/So KHĐT.csv", "SỞ KẾ HOẠCH VÀ ĐẦU TƯ", 50_000_000)
    (inbox / "register.csv").write_text("file,received_on\nSo TTTT.csv,2024-11-10\n", encoding="utf-8")
    report(load_context(Home(root), "tth-2024", "2024"), inbox, root / "out/tth-2024/2024")
    return root


@pytest.fixture
def subject(first, tmp_path):
    root = tmp_path / "p"
    shutil.copytree(first, root, copy_function=os.link)
    return load_context(Home(root), "tth-2024", "2024")


def out_of(of: RunContext) -> Path:
    return of.home.out_folder("tth-2024", "2024")


def inbox_of(of: RunContext) -> Path:
    return of.home.data / "inbox/tth-2024/2024"


def again(of: RunContext) -> comparing.Comparison:
    found = comparing.compare_reports(of, report(of, inbox_of(of), of.home.root / "again"))
    assert found
    return found


def test_closing_keeps_inputs_register_figures_and_outputs_with_their_hashes(subject):
    closed = closing.freeze_report(subject, out_of(subject), CLOSED_ON)
    assert {"dau-vao/So TTTT.csv", "dau-vao/phòng/So KHĐT.csv", "dau-vao/register.csv", "ket-qua/so-lieu.json"} <= set(
        closed.files
    )
    for name, digest in closed.files.items():
        assert hashlib.sha256((closed.folder / name).read_bytes()).hexdigest() == digest
    assert len(closed.code) == 64
    assert closed_check.verify_folder(closed.folder) == []


def test_what_is_closed_is_not_closed_again_nor_written_to(subject):
    closed = closing.freeze_report(subject, out_of(subject), CLOSED_ON)
    with pytest.raises(ClosingError, match=r"đã chốt ngày 2024-12-20.*mở lại với lý do"):
        closing.freeze_report(subject, out_of(subject), CLOSED_ON)
    assert {path.stat().st_mode & 0o777 for path in closed.folder.rglob("*") if path.is_file()} == {0o400}


def test_files_that_are_not_those_of_the_report_are_never_closed_with_it(subject):
    (inbox_of(subject) / "So TTTT.csv").unlink()
    write(inbox_of(subject) / "So TTTT.csv", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG", 1)
    with pytest.raises(ClosingError, match=r"đã khác lúc làm báo cáo \(So TTTT.csv\)"):
        closing.freeze_report(subject, out_of(subject), CLOSED_ON)
    write(inbox_of(subject) / "thêm.csv", "SỞ DU LỊCH", 1)
    with pytest.raises(ClosingError, match="--inbox"):
        closing.freeze_report(subject, out_of(subject), CLOSED_ON)
    assert not closing.closed_folder(subject).exists()


def test_a_report_of_another_period_or_none_is_not_closed(subject, tmp_path):
    with pytest.raises(ClosingError, match="hãy làm báo cáo"):
        closing.freeze_report(subject, tmp_path, CLOSED_ON)
    other = load_context(subject.home, "qt-2024", "2024")
    with pytest.raises(ClosingError, match="kế hoạch tth-2024, kỳ 2024"):
        closing.freeze_report(other, out_of(subject), CLOSED_ON)


def test_a_report_of_the_same_files_changes_nothing(subject):
    closing.freeze_report(subject, out_of(subject), CLOSED_ON)
    found = again(subject)
    assert (found.changes, found.inputs, found.definitions) == ((), (), ())
    assert list(comparing.comparison_lines(found)) == [
        "Số liệu kỳ này đã chốt ngày 20/12/2024; mọi con số vẫn như khi chốt."
    ]


def test_every_changed_figure_is_listed_with_the_file_that_changed_it(subject):
    closing.freeze_report(subject, out_of(subject), CLOSED_ON)
    (inbox_of(subject) / "phòng/So KHĐT.csv").unlink()
    write(inbox_of(subject) / "phòng/So KHĐT.csv", "SỞ KẾ HOẠCH VÀ ĐẦU TƯ", 80_000_000)
    changes = {one.figure_id: one for one in again(subject).changes}
    assert set(changes) == {
        "own_line_disbursed_vnd", "own_line_execution_pct", "all_disbursed_vnd", "task 4.1.disbursed_vnd",
    }  # fmt: skip
    for name in ("own_line_disbursed_vnd", "task 4.1.disbursed_vnd"):
        one = changes[name]
        assert (one.before, one.after) == ("150.000.000 đồng", "180.000.000 đồng")
        assert one.reasons == ("Tệp phòng/So KHĐT.csv đã thay nội dung.",)


def test_what_the_report_says_of_a_task_is_compared_too(subject):
    closing.freeze_report(subject, out_of(subject), CLOSED_ON)
    path = inbox_of(subject) / "So TTTT.csv"
    text = path.read_text(encoding="utf-8-sig")
    path.unlink()
    path.write_text(text.replace("60", "30"), encoding="utf-8-sig")
    said = list(comparing.comparison_lines(again(subject)))
    assert "  Nhiệm vụ 4.1, tỷ lệ hoàn thành: 60% → 30%" in said
    assert "    Tệp So TTTT.csv đã thay nội dung." in said


def test_a_late_file_and_a_lost_file_are_told(subject):
    closing.freeze_report(subject, out_of(subject), CLOSED_ON)
    (inbox_of(subject) / "So TTTT.csv").unlink()
    write(inbox_of(subject) / "muộn.csv", "SỞ DU LỊCH", 5_000_000)
    found = again(subject)
    assert found.inputs == ("Tệp So TTTT.csv không còn.", "Tệp muộn.csv mới có sau khi chốt.")
    shown = "\n".join(comparing.comparison_lines(found))
    assert "con số khác với khi chốt" in shown
    assert "Tệp So TTTT.csv không còn." in shown


def test_a_changed_definition_is_given_as_the_reason(subject):
    closing.freeze_report(subject, out_of(subject), CLOSED_ON)
    model = subject.home.sql / "marts/tasks.sql"
    text = model.read_text(encoding="utf-8")
    assert "exact_mean(completion_pct) as" in text
    model.unlink()
    model.write_text(
        text.replace("exact_mean(completion_pct) as", "exact_mean(completion_pct - 1) as"), encoding="utf-8"
    )
    found = again(subject)
    assert found.definitions == ("sql/marts/tasks.sql",)
    assert [one.reasons for one in found.changes if one.figure_id == "mean_progress_pct"] == [
        ("Định nghĩa đã đổi: sql/marts/tasks.sql.",)
    ]


def test_a_period_that_is_not_closed_is_compared_with_nothing(subject):
    assert comparing.compare_reports(subject, out_of(subject)) is None


def test_opening_again_needs_a_reason_and_keeps_what_was_closed(subject):
    with pytest.raises(ClosingError, match="chưa chốt"):
        closing.move_aside(subject, "Sở Tài chính đính chính", CLOSED_ON)
    code = closing.freeze_report(subject, out_of(subject), CLOSED_ON).code
    for reason in ("", " ", "x"):
        with pytest.raises(ClosingError, match="phải nêu rõ lý do"):
            closing.move_aside(subject, reason, CLOSED_ON)
    kept = closing.move_aside(subject, "Sở Tài chính đính chính", date(2024, 12, 24))
    assert closed_check.verify_folder(kept) == []
    closing.freeze_report(subject, out_of(subject), date(2024, 12, 25))
    record = (closing.closed_folder(subject) / "chot.json").read_text(encoding="utf-8")
    assert code in record
    assert "Sở Tài chính đính chính" in record


def test_each_period_keeps_its_own_history_of_openings(subject):
    half = closing.closed_folder(subject).parent / "mo-lai/2024-h1-01.json"
    half.parent.mkdir(parents=True)
    half.write_text('{"reason": "of the half year", "on": "2024-07-01", "code": ""}', encoding="utf-8")
    closing.freeze_report(subject, out_of(subject), CLOSED_ON)
    kept = closing.move_aside(subject, "Sở Tài chính đính chính", CLOSED_ON)
    assert kept.name == "2024-01"
    closing.freeze_report(subject, out_of(subject), CLOSED_ON)
    assert "half year" not in (closing.closed_folder(subject) / "chot.json").read_text(encoding="utf-8")


def test_a_note_of_an_opening_that_was_killed_takes_nothing_from_the_next(subject):
    closing.freeze_report(subject, out_of(subject), CLOSED_ON)
    note = closing.closed_folder(subject).parent / "mo-lai/2024-01.json"
    note.parent.mkdir()
    note.write_text("{", encoding="utf-8")
    kept = closing.move_aside(subject, "Sở Tài chính đính chính", CLOSED_ON)
    assert kept.name == "2024-01"
    assert json.loads(note.read_text(encoding="utf-8"))["reason"] == "Sở Tài chính đính chính"


def run(of: RunContext, *command: str):
    words = [command[0], "--plan", "tth-2024", "--period", "2024", *command[1:]]
    return CliRunner().invoke(app, words, env={"TDNREPORT_HOME": str(of.home.root)})


def test_the_commands_close_verify_and_open_again(subject):
    done = run(subject, "close", "--on", "2024-12-20")
    assert (done.exit_code, "Mã chốt (ghi vào biên bản): " in done.output) == (0, True)
    assert run(subject, "close").exit_code == 2
    assert "mọi con số vẫn như khi chốt" in run(subject, "compare").output
    assert run(subject, "verify-closed").exit_code == 0
    sheet = closing.closed_folder(subject) / "dau-vao/So TTTT.csv"
    sheet.chmod(0o600)
    sheet.write_bytes(sheet.read_bytes()[:-1] + bytes([sheet.read_bytes()[-1] ^ 1]))
    done = run(subject, "verify-closed")
    assert (done.exit_code, done.output) == (1, "dau-vao/So TTTT.csv: nội dung đã thay đổi.\n")
    assert run(subject, "reopen", "--reason", "").exit_code == 2
    assert run(subject, "reopen", "--reason", "Sở Tài chính đính chính").exit_code == 0
    assert run(subject, "compare").output == "Kỳ này chưa chốt.\n"


def test_a_closing_whose_record_is_spoilt_is_an_error_with_a_sentence(subject):
    record = closing.freeze_report(subject, out_of(subject), CLOSED_ON).folder / "chot.json"
    record.chmod(0o600)
    record.write_text("{", encoding="utf-8")
    with pytest.raises(ClosingError, match="verify-closed"):
        comparing.compare_reports(subject, out_of(subject))
    done = run(subject, "verify-closed")
    assert (done.exit_code, "không đọc được" in done.output) == (1, True)


@pytest.fixture(scope="module")
def frozen(first, tmp_path_factory):
    root = tmp_path_factory.mktemp("frozen") / "p"
    shutil.copytree(first, root)
    of = load_context(Home(root), "tth-2024", "2024")
    folder = closing.freeze_report(of, out_of(of), CLOSED_ON).folder
    return folder, sorted(path for path in folder.rglob("*") if path.is_file())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_one_flipped_bit_anywhere_is_found(frozen, data):
    folder, files = frozen
    path = data.draw(st.sampled_from([one for one in files if one.stat().st_size]))
    good = path.read_bytes()
    bit = data.draw(st.integers(0, 8 * len(good) - 1))
    path.chmod(0o600)
    path.write_bytes(good[: bit // 8] + bytes([good[bit // 8] ^ 1 << bit % 8]) + good[bit // 8 + 1 :])
    faults = closed_check.verify_folder(folder)
    path.write_bytes(good)
    assert len(faults) >= 1
    assert path.name in faults[0]


def test_a_file_lost_or_added_is_found(frozen):
    folder, _ = frozen
    lost = folder / "ket-qua/bieu-do/a.png"
    lost.rename(folder / "ket-qua/bieu-do/b.png")
    assert closed_check.verify_folder(folder) == [
        "ket-qua/bieu-do/a.png: không còn.",
        "ket-qua/bieu-do/b.png: không có khi chốt.",
    ]
    (folder / "ket-qua/bieu-do/b.png").rename(lost)
    (folder / "chot.sha256").rename(folder / "x")
    assert closed_check.verify_folder(folder) == [
        "chot.json: không khớp với mã chốt trong chot.sha256.",
        "x: không có khi chốt.",
    ]
    (folder / "x").rename(folder / "chot.sha256")
    assert closed_check.verify_folder(folder) == []


def test_added_folders_links_and_pipes_are_found(frozen):
    folder, _ = frozen
    (folder / "dau-vao/trống").mkdir()
    (folder / "ket-qua/lien-ket").symlink_to(folder / "dau-vao", target_is_directory=True)
    (folder / "dau-vao/mat").symlink_to(folder / "khong-co")
    os.mkfifo(folder / "ong")
    assert closed_check.verify_folder(folder) == [
        "dau-vao/mat: là liên kết, không có khi chốt.",
        "dau-vao/trống: thư mục không có khi chốt.",
        "ket-qua/lien-ket: là liên kết, không có khi chốt.",
        "ong: không phải một tệp thường, không có khi chốt.",
    ]
    (folder / "dau-vao/trống").rmdir()
    for name in ("ket-qua/lien-ket", "dau-vao/mat", "ong"):
        (folder / name).unlink()
    assert closed_check.verify_folder(folder) == []


def test_a_file_and_all_hashes_rewritten_together_are_found_by_the_code_in_the_minutes(subject):
    closed = closing.freeze_report(subject, out_of(subject), CLOSED_ON)
    folder, code = closed.folder, closed.code
    assert run(subject, "verify-closed", "--code", code).exit_code == 0
    assert run(subject, "verify-closed", "--code", f"{code[:32]} {code[32:]}".upper()).exit_code == 0
    figures = folder / "ket-qua/so-lieu.json"
    record = json.loads((folder / "chot.json").read_text(encoding="utf-8"))
    for path in (figures, folder / "chot.json", folder / "chot.sha256"):
        path.chmod(0o600)
    figures.write_text(figures.read_text(encoding="utf-8").replace("100000000", "200000000"), encoding="utf-8")
    record["files"]["ket-qua/so-lieu.json"] = hashlib.sha256(figures.read_bytes()).hexdigest()
    (folder / "chot.json").write_text(json.dumps(record), encoding="utf-8")
    (folder / "chot.sha256").write_bytes(closing.code_line(folder))
    assert closed_check.verify_folder(folder) == []
    done = run(subject, "verify-closed", "--code", code)
    assert (done.exit_code, "khác mã" in done.output, code in done.output) == (1, True, True)
    assert "quá ngắn" in run(subject, "verify-closed", "--code", code[:8]).output


def test_a_closing_that_was_removed_is_missed_by_the_next(subject):
    first = closing.freeze_report(subject, out_of(subject), CLOSED_ON)
    kept = closing.move_aside(subject, "Sở Tài chính đính chính", CLOSED_ON)
    second = closing.freeze_report(subject, out_of(subject), CLOSED_ON)
    assert closed_check.verify_folder(second.folder) == []
    shutil.rmtree(kept)
    [fault] = closed_check.verify_folder(second.folder)
    assert fault.startswith(f"Số liệu đã chốt của tth-2024/mo-lai/2024-01 (mã {first.code[:16]}…) không còn")


@pytest.mark.parametrize(("day", "told"), [("2999-01-01", "chưa đến"), ("2024-11-01", "trước ngày của số liệu")])
def test_a_period_is_not_closed_on_a_day_that_cannot_be(subject, day, told):
    done = run(subject, "close", "--on", day)
    assert (done.exit_code, told in done.output, closing.closed_folder(subject).exists()) == (2, True, False)


def test_only_what_the_program_wrote_is_closed_but_for_texts_edited_by_hand(subject):
    out = out_of(subject)
    mark = (out / MARK).read_bytes()
    (out / MARK).unlink()
    assert "không phải kết quả do chương trình này ghi" in run(subject, "close", "--on", "2024-12-20").output
    (out / MARK).write_bytes(mark)
    (out / "ghi-chu.txt").write_text("của tôi", encoding="utf-8")
    assert "không còn như chương trình đã ghi (ghi-chu.txt)" in run(subject, "close", "--on", "2024-12-20").output
    (out / "ghi-chu.txt").rename(out / "bao-cao (sửa tay 2024-12-01).docx")
    figures = out / "so-lieu.json"
    good = figures.read_bytes()
    figures.unlink()
    figures.write_bytes(good.replace(b"100000000", b"200000000"))
    assert "(so-lieu.json)" in run(subject, "close", "--on", "2024-12-20").output
    figures.write_bytes(good)
    assert run(subject, "close", "--on", "2024-12-20").exit_code == 0


@pytest.mark.parametrize("spoilt", ["{", "[]", "{}", '"x"', "[" * 100_000, '{"figures": 3}', "\udcff"], ids=range(7))
def test_figures_that_cannot_be_read_are_a_sentence_to_every_command(subject, spoilt):
    figures = out_of(subject) / "so-lieu.json"
    figures.unlink()
    figures.write_bytes(spoilt.encode("utf-8", "surrogateescape"))
    with pytest.raises(ClosingError, match=r"so-lieu\.json trong .* bị hỏng"):
        closing.load_figures(out_of(subject))
    out = str(out_of(subject))
    done = CliRunner().invoke(app, ["trace", "rows_read", "--out", out], env={"TDNREPORT_HOME": str(subject.home.root)})
    assert (done.exit_code, "so-lieu.json" in done.output) == (2, True)
    with pytest.raises(DataError, match=r"Không đọc được so-lieu\.json"):
        previous.read_previous_report(subject, out_of(subject))


def test_verifying_what_was_never_closed_says_so(tmp_path):
    with pytest.raises(ClosingError, match="Không có số liệu đã chốt"):
        closed_check.verify_folder(tmp_path / "none")


def test_links_and_pipes_of_an_inbox_do_not_stop_a_closing(subject):
    inbox = inbox_of(subject)
    names = ("ong-dan.csv", "ra-ngoai.csv", "vong-lap.xlsx", "vo-tan.csv")
    for name in names:
        hostile.REFUSED[name][1](inbox / name)
    figures = json.loads((out_of(subject) / "so-lieu.json").read_text(encoding="utf-8"))
    figures["inputs"] += [{"file": name, "sha256": hashlib.sha256().hexdigest()} for name in names]
    (out_of(subject) / "so-lieu.json").unlink()
    (out_of(subject) / "so-lieu.json").write_text(json.dumps(figures), encoding="utf-8")
    closed = closing.freeze_report(subject, out_of(subject), CLOSED_ON, inbox)
    assert sorted(name for name in closed.files if name.startswith("dau-vao/")) == [
        "dau-vao/So TTTT.csv",
        "dau-vao/phòng/So KHĐT.csv",
        "dau-vao/register.csv",
    ]


def kept_rows(of: RunContext) -> dict[str, list[str]]:
    """View of the store → its rows."""
    names = sorted(path.stem for path in (find_home().sql / "history").glob("*.sql"))
    with views.open_history(of.home, views.Sight()) as con:
        return {name: sorted(map(repr, con.execute(f"from history.{name}").fetchall())) for name in names}


def test_a_closing_goes_into_the_store_and_the_store_made_again_from_closings_is_the_same(
    subject, tmp_path, monkeypatch
):
    """First with the build of the report in the store, then from the closed files alone."""
    monkeypatch.setenv("TDNREPORT_STORE", str(tmp_path / "kho"))
    with pipeline.build_in_memory(subject, list_inbox(inbox_of(subject))) as con:
        keep.keep_build(subject, con)
    said: list[str] = []
    close.close_period(subject, CLOSED_ON, say=said.append)
    assert said == []
    before = kept_rows(subject)
    assert [row.count("'closed'") for row in before["builds"]] == [1]
    assert len(before["figures"]) > 20
    shutil.rmtree(tmp_path / "kho")
    assert list(keep.rebuild_store(subject.home, no_progress))[-1].endswith("1 kỳ đã chốt, 1 lần tổng hợp ghi thêm.")
    after = kept_rows(subject)
    assert {name: len(rows) for name, rows in after.items()} == {name: len(rows) for name, rows in before.items()}
    assert after == before


def test_a_store_that_cannot_take_a_closing_is_said_and_the_closing_stands(subject, monkeypatch):
    monkeypatch.setenv("TDNREPORT_STORE", str(inbox_of(subject) / "So TTTT.csv"))
    said: list[str] = []
    closed = close.close_period(subject, CLOSED_ON, say=said.append)
    assert closed_check.verify_folder(closed.folder) == []
    [sentence] = said
    assert "rebuild-store" in sentence
