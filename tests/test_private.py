"""What a report must not tell: personal data planted in every place of a file is in no output; marked files mark all made of them."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
import zipfile
from html import unescape
from pathlib import Path

import hostile
import polars as pl
import pytest
from workbooks import Cell, Page, csv_bytes, xlsx

from tdnreport.base.home import find_home
from tdnreport.ingest.inbox import inbox_of_file
from tdnreport.plans.context import load_context
from tdnreport.warehouse import pipeline

PERIOD = ("--plan", "tth-2024", "--period", "2024")
HEADER = [*hostile.HEADER[:5], "Kết quả", "Minh chứng", "Ghi chú", "Người liên hệ 0912 345 601", "Nguồn kinh phí"]
TASK = [*hostile.DATA[:3]]
PLANTED = {
    "0912345601": "a header",
    "0912345602": "a result",
    "can.bo03@hue.gov.vn": "a piece of evidence",
    "0912345604": "a note",
    "046093001205": "a column that is not read",
    "0912345606": "a money cell",
    "0912345607": "a comment",
    "0912345608": "the title block",
    "can.bo09@hue.gov.vn": "the signature block",
    "0912345610": "the page header",
    "191234511": "a formula",
    "0912345612": "a status",
    "0912345613": "a title of a task",
    "0912345614": "a document number of the register",
    "0912345615": "a unit",
}
"""What is sent → where it stands."""
ROWS = [
    [*TASK, 60, 30_000_000, "Liên hệ ông A 0912 345 602", "gửi can.bo03@hue.gov.vn", "ĐT: 0912.345.604", "046093001205", "x"],
    ["4.3", hostile.DATA[1] + " 0912345613", "gọi 0912345612", "70", "hỏi 0912345606", "02 đoàn", "", "", "CMND 191234511"],
]  # fmt: skip
ABOVE = [["SỞ DU LỊCH"], ["Điện thoại: 0912345608"], ["BÁO CÁO NĂM 2024"], ["TỐI MẬT"]]
BELOW = [[], ["Người lập biểu", "", "can.bo09@hue.gov.vn"]]
UNMARKED = csv_bytes([["SỞ CÔNG THƯƠNG"], ["BÁO CÁO NĂM 2024"], HEADER, *ROWS])


def run(*arguments: object, root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tdnreport", *map(str, arguments)]
    environment = os.environ | {"TDNREPORT_HOME": str(root)}
    return subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", env=environment, cwd=root, check=False
    )


def book(path: Path) -> None:
    noted = [Cell(ROWS[0][0], comment="hỏi 0912345607"), *ROWS[0][1:]]
    formula = [*ROWS[1][:8], Cell("CMND 191234511", formula='="CMND 191234511"')]
    rows = [*ABOVE, HEADER, noted, formula, *BELOW]
    xlsx(path, Page("Biểu 01", rows, page_header="Điện thoại 0912345610"))


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = tmp_path_factory.mktemp("home")
    for part in ("data", "sql", "expectations"):
        (root / part).symlink_to(find_home().root / part)
    (root / "inbox").mkdir()
    book(root / "inbox/dau-mat.xlsx")
    (root / "inbox/thuong.csv").write_bytes(UNMARKED)
    unit = ["Đơn vị", *HEADER], ["Sở Ngoại vụ 0912345615", *ROWS[0]]
    (root / "inbox/nhieu.csv").write_bytes(csv_bytes([["BÁO CÁO NĂM 2024"], *unit]))
    (root / "inbox/register.csv").write_bytes(
        csv_bytes([["file", "received_on", "document_no"], ["thuong.csv", "2024-11-10", "12/BC 0912345614"]])
    )
    return root


@pytest.fixture(scope="module")
def made(project):
    """A report that may hold marked files, and what was said on the way."""
    done = run("report", *PERIOD, "--inbox", "inbox", "--out", "kq", "--allow-restricted", root=project)
    assert done.returncode == 0, done.stderr
    checked = run("check", "inbox/dau-mat.xlsx", *PERIOD, "--allow-restricted", root=project)
    traced = run("trace", "rows_rejected", "--out", "kq", root=project)
    return project / "kq", "\n".join(one.stdout + one.stderr for one in (done, checked, traced))


def texts(path: Path) -> str:
    """Everything an output says, whatever it is wrapped in."""
    if path.suffix == ".parquet":
        return pl.read_parquet(path).write_csv()
    if path.suffix in (".docx", ".xlsx"):
        with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as archive:
            return "\n".join(
                re.sub("<[^>]*>", "", archive.read(name).decode("utf-8", "replace")) for name in archive.namelist()
            )
    return unescape(path.read_bytes().decode("utf-8", "replace"))


def told(text: str) -> list[str]:
    bare = re.sub(r"(?<=\d)[ .\-\u00a0](?=\d)", "", text)
    return [f"{value}, {where}" for value, where in PLANTED.items() if value in bare]


def test_what_is_planted_is_found_by_this_test(project):
    with zipfile.ZipFile(project / "inbox/dau-mat.xlsx") as archive:
        held = "".join(archive.read(name).decode() for name in archive.namelist())
    held += "".join(path.read_text("utf-8") for path in (project / "inbox").glob("*.csv"))
    assert len(told(held)) == len(PLANTED)


def test_no_output_tells_personal_data(made):
    out, _ = made
    files = [path for path in out.rglob("*") if path.is_file() and path.suffix != ".png"]
    assert len(files) > 40
    assert {str(path.relative_to(out)): found for path in files if (found := told(texts(path)))} == {}


def test_no_command_prints_personal_data(made):
    assert told(made[1]) == []


def test_the_result_is_printed_with_the_number_covered(made):
    results = pl.read_parquet(made[0] / "du-lieu/progress.parquet")["result_text"].to_list()
    assert "Liên hệ ông A [số điện thoại]" in results
    assert "[số điện thoại]" in texts(made[0] / "bao-cao.docx")


def test_each_place_of_a_table_is_flagged(made):
    found = pl.read_parquet(made[0] / "du-lieu/findings.parquet").filter(pl.col("rule_id") == "personal_data")
    said = "\n".join(found["message"].to_list())
    assert all(kind in said for kind in ("số điện thoại", "thư điện tử", "số định danh"))
    assert found.filter(pl.col("file") == "thuong.csv").height >= 7


def test_all_made_of_marked_files_bears_the_gravest_marking(made):
    out, _ = made
    assert json.loads((out / "so-lieu.json").read_text("utf-8"))["marking"] == "TỐI MẬT"
    with zipfile.ZipFile(out / "bao-cao.docx") as archive:
        headers = [archive.read(name).decode() for name in archive.namelist() if "/header" in name]
    assert headers
    assert all("TỐI MẬT" in header for header in headers)
    for page in ("bao-cao.html", "chat-luong/index.html"):
        assert "<strong>TỐI MẬT</strong>" in (out / page).read_text("utf-8")
    from openpyxl import load_workbook

    for path in (out / "phu-luc.xlsx", out / "phan-hoi/tth.sdl.xlsx"):
        first = load_workbook(path).worksheets[0]
        assert "TỐI MẬT" in [cell.value for row in first["A1:A3"] for cell in row], path.name
    assert "TỐI MẬT" not in (out / "phan-hoi/tth.sct.txt").read_text("utf-8-sig")


def test_without_leave_a_marked_file_is_refused_and_its_cells_are_not_kept(project):
    of = load_context(find_home(), "tth-2024", "2024")
    with pipeline.build_in_memory(of, inbox_of_file(project / "inbox/dau-mat.xlsx")) as con:
        assert con.execute("select state from marts.submissions").fetchall() == [("refused",)]
        assert con.execute("select count(*) from raw.lines").fetchall() == [(0,)]
        found = con.execute("select rule_id, severity, message from marts.findings where rule_id = 'secret_marking'")
        [(_, severity, message)] = found.fetchall()
    assert severity == "file"
    assert "dấu chỉ độ mật “TỐI MẬT” nên không được xử lý" in message


@pytest.mark.parametrize(
    "text",
    ["Bảo mật", "Bảo vệ bí mật nhà nước", "Mật ong Huế", "Số 120/KH-UBND", "Sổ tay lưu hành nội bộ ngành du lịch"],
)
def test_words_that_only_sound_like_a_marking_refuse_nothing(tmp_path, text):
    from tdnreport.ingest.read_file import read_file
    from tdnreport.layout.vocabulary import LayoutWords

    rows = [["SỞ DU LỊCH"], [text], ["BÁO CÁO NĂM 2024"], HEADER, [*ROWS[0][:5], text, text, text]]
    one = read_file(xlsx(tmp_path / "a.xlsx", Page("A", rows)), "a.xlsx", LayoutWords.load(find_home().reference))
    assert [finding.rule_id for finding in one.findings] == []


def test_outputs_and_warehouse_are_for_their_owner_only(project, made):
    made_here = [*made[0].rglob("*"), made[0], *(project / "out").rglob("*")]
    assert {path.name: oct(path.stat().st_mode) for path in made_here if path.stat().st_mode & 0o077} == {}
