"""The Word report read back: every number in it is one of the figures, of the open data, of the plan, or of what a unit wrote."""

import re
from decimal import Decimal
from itertools import groupby

import duckdb
import pytest
from docx import Document
from warehouse_case import Sent, filled, subject

from tdnreport.config import home
from tdnreport.report import assemble, document_text, formats, open_data, word
from tdnreport.report.number_marks import marks

TITLES = {
    "4.1": "Quảng bá hình ảnh của tỉnh trên các phương tiện thông tin đại chúng",
    "4.2": "Xuất bản ấn phẩm phục vụ công tác TTĐN",
}
SENT = [
    ["4.1", TITLES["4.1"], "Đang thực hiện", 61.3, 250_000_000, 123_456_789, "Đã đăng 17 tin, bài", None],
    ["4.2", TITLES["4.2"], "Hoàn thành", 100, 81_500_000, 81_500_000, "In 350 cuốn", "2024-10-01"],
]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Folder of the report, and the report."""
    out, of = tmp_path_factory.mktemp("out"), subject()
    con = filled(Sent(rows=SENT), Sent(rows=[SENT[0]], unit_id="tth.sngv", file="b.xlsx"))
    report = assemble.assemble(con, assemble.Context(of.home, of.plan, of.period, None, is_sample=False))
    word.write(report, out / "bao-cao.docx")
    open_data.write_parquet(con, out / "du-lieu")
    open_data.write_json(report, con, out / "so-lieu.json")
    return out, report


def query(out, sql):
    with duckdb.connect() as con:
        tasks = f"read_parquet('{out}/du-lieu/tasks.parquet')"
        return con.execute(sql.format(out=out, tasks=tasks)).fetchall()


def texts_of_data(out):
    """All that the open data, the plan and the rules say, as Vietnamese readers see it."""
    yield (out / "so-lieu.json").read_text(encoding="utf-8")
    for path in sorted((out / "du-lieu").glob("*.parquet")):
        for row in query(path, "from read_parquet('{out}')"):
            yield " | ".join(str(value) for value in row)
    for path in sorted((home().data / "plans/tth-2024").glob("*.*")):
        yield path.read_text(encoding="utf-8-sig")


def known_values(out):
    """Numbers of the data as printed: whole, in per cent with one decimal, in triệu đồng."""
    known = set()
    for text in texts_of_data(out):
        known |= {mark.value for mark in marks(text)}
        for found in re.findall(r"-?\d+(?:\.\d+)?", text):
            value = float(found)
            for shown in (
                formats.number(value),
                formats.pct(value),
                formats.trimmed(value, 2),
                formats.million(value),
                f"{formats.million(value)} triệu",
                formats.trimmed(value, 4),
            ):
                known |= {mark.value for mark in marks(shown)}
    return known


def test_every_number_of_the_prose_and_the_charts_is_in_the_data(made):
    out, _ = made
    known = known_values(out)
    lines = document_text.read(out / "bao-cao.docx")
    prose = [line for line in lines if len(line.cells) == 1 and not line.place.startswith("Phụ lục")]
    unknown = [
        (line.place, mark.text)
        for line in prose
        for mark in marks(line.cells[0])
        if mark.kind in ("number", "pct") and mark.value not in known
    ]
    assert len(prose) > 30
    assert unknown == []


def test_annex_ii_says_for_each_task_what_the_open_data_say(made):
    out, _ = made
    expected = {
        code: tuple(formats.vnd(value) for value in amounts)
        for code, *amounts in query(
            out,
            "select task_code, allocated_vnd, disbursed_vnd from {tasks} where allocated_vnd is not null",
        )
    }
    rows = {
        line.cells[0]: line
        for line in document_text.read(out / "bao-cao.docx")
        if line.place.startswith("Phụ lục II, bảng 1")
    }
    header = next(iter(rows.values())).columns
    at = [header.index("Dự toán giao"), header.index("Đã giải ngân")]
    assert {code: tuple(rows[code].cells[place] for place in at) for code in expected} == expected
    assert set(expected) == {"4.1", "4.2"}


def test_annex_i_says_for_each_task_how_far_it_is(made):
    out, _ = made
    expected = {
        code: formats.pct(value)
        for code, value in query(
            out,
            "select task_code, completion_pct from {tasks} where completion_pct is not null",
        )
    }
    rows = {
        line.cells[0]: line.cells
        for line in document_text.read(out / "bao-cao.docx")
        if line.place.startswith("Phụ lục I, bảng 1")
    }
    assert {code: expected[code] in rows[code] for code in expected} == dict.fromkeys(expected, True)


def test_every_figure_stands_in_the_annex_with_the_code_that_traces_it(made):
    out, report = made
    rows = {line.cells[-1]: line.cells for line in document_text.read(out / "bao-cao.docx") if len(line.cells) == 5}
    for figure in report.figures.values():
        shown = [mark for mark in marks(rows[figure.id][1]) if mark.is_number]
        if figure.value is not None:
            decimals = 1 if figure.unit == "pct" else 0
            assert Decimal(shown[0].value) == formats.rounded(figure.value, decimals), figure.id


def test_the_document_says_the_same_to_another_reader(made):
    out, _ = made
    tables = Document(out / "bao-cao.docx").tables
    cells = [[" ".join(cell.text.split()) for cell in row.cells] for table in tables for row in table.rows]
    ours = [line.cells for line in document_text.read(out / "bao-cao.docx") if ", bảng " in line.place]
    assert [once(row) for row in cells if any(row)] == [once(row) for row in ours]


def once(cells):
    """A merged cell, which one reader repeats for each column it covers, counts once."""
    return [text for text, _ in groupby(cells)]
