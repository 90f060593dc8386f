"""The Word report read back: every number in it is one of the figures, of the open data, of the plan, or of what a unit wrote."""

import io
import json
import re
import zipfile
from decimal import Decimal
from itertools import groupby

import duckdb
import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from shipped import RULES
from warehouse_case import Sent, filled, subject

from tdnreport.app.verify import verify_document as verify
from tdnreport.base.home import find_home
from tdnreport.report import assemble
from tdnreport.report.open_data import writer as open_data
from tdnreport.report.word import table as grid
from tdnreport.report.word import text_lines, word
from tdnreport.report.word.number_marks import split_marks
from tdnreport.vietnamese import formats

TITLES = {
    "4.1": "Quảng bá hình ảnh của tỉnh trên các phương tiện thông tin đại chúng",
    "4.2": "Xuất bản ấn phẩm phục vụ công tác TTĐN",
}
SENT = [
    ["4.1", TITLES["4.1"], "Đang thực hiện", 61.3, 250_000_000, 123_456_789, "Đã đăng 17 tin, bài", None],
    ["4.2", TITLES["4.2"], "Hoàn thành", 100, 81_500_000, 81_500_000, "In 350 cuốn", "2024-10-01"],
]


@pytest.fixture(scope="module")
def con():
    return filled(Sent(rows=SENT), Sent(rows=[SENT[0]], unit_id="tth.sngv", file="b.xlsx"))


def assembled(con):
    of = subject()
    return assemble.assemble_report(con, assemble.ReportContext(of.home, of.plan, of.period, None, is_sample=False))


@pytest.fixture(scope="module")
def made(con, tmp_path_factory):
    """Folder of the report, and the report."""
    out, report = tmp_path_factory.mktemp("out"), assembled(con)
    word.write_document(report, out / "bao-cao.docx", RULES)
    word.write_working_paper(report, out / "ban-lam-viec.docx", RULES)
    open_data.write_parquet(con, out / "du-lieu")
    text_lines.record_documents(out)
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
    for path in sorted((find_home().data / "plans/tth-2024").glob("*.*")):
        yield path.read_text(encoding="utf-8-sig")


@pytest.mark.parametrize(
    ("true", "false"), [("đã đọc 03 dòng", "đã đọc 04 dòng"), ("750.000.000 đồng", "760.000.000 đồng")]
)
def test_a_number_edited_in_the_working_paper_is_found(made, tmp_path, true, false):
    """In a sentence and in a cell of a table."""
    out, _ = made
    document = Document(out / "ban-lam-viec.docx")
    place = next(text for text in document.element.body.iter(qn("w:t")) if true in (text.text or ""))
    place.text = place.text.replace(true, false, 1)
    document.save(tmp_path / "sua.docx")
    assert verify(out / "ban-lam-viec.docx", out) == []
    [found] = verify(tmp_path / "sua.docx", out)
    assert found.expected in true
    assert found.found in false


def known_values(out):
    """Numbers of the data as printed: whole, in per cent with one decimal, in triệu đồng."""
    known = set()
    for text in texts_of_data(out):
        known |= {mark.value for mark in split_marks(text)}
        for found in re.findall(r"-?\d+(?:\.\d+)?", text):
            value = float(found)
            for shown in (
                formats.format_number(value),
                formats.format_pct(value),
                formats.format_trimmed(value, 2),
                formats.format_million_vnd(value),
                f"{formats.format_million_vnd(value)} triệu",
                formats.format_trimmed(value, 4),
            ):
                known |= {mark.value for mark in split_marks(shown)}
    return known


def test_every_number_of_the_prose_and_the_charts_is_in_the_data(made):
    out, _ = made
    known = known_values(out)
    lines = text_lines.read_document(out / "bao-cao.docx")
    prose = [line for line in lines if len(line.cells) == 1 and not line.place.startswith("Phụ lục")]
    unknown = [
        (line.place, mark.text)
        for line in prose
        for mark in split_marks(line.cells[0])
        if mark.kind in ("number", "pct") and mark.value not in known
    ]
    assert len(prose) > 30
    assert unknown == []


def test_the_annex_of_money_says_for_each_task_what_the_open_data_say(made):
    out, report = made
    of_budget = f"Phụ lục {report.tables['task_budget'].annex}"
    expected = {
        code: tuple(formats.format_vnd(value) for value in amounts)
        for code, *amounts in query(
            out,
            "select task_code, allocated_vnd, disbursed_vnd from {tasks} where allocated_vnd is not null",
        )
    }
    rows = {
        line.cells[0]: line
        for line in text_lines.read_document(out / "bao-cao.docx")
        if line.place.startswith(f"{of_budget}, bảng 1")
    }
    header = next(iter(rows.values())).columns
    at = [header.index("Dự toán giao"), header.index("Đã giải ngân")]
    assert {code: tuple(rows[code].cells[place] for place in at) for code in expected} == expected
    assert set(expected) == {"4.1", "4.2"}


def test_annex_i_says_for_each_task_how_far_it_is(made):
    out, _ = made
    expected = {
        code: formats.format_pct(value)
        for code, value in query(
            out,
            "select task_code, completion_pct from {tasks} where completion_pct is not null",
        )
    }
    rows = {
        line.cells[0]: line.cells
        for line in text_lines.read_document(out / "bao-cao.docx")
        if line.place.startswith("Phụ lục I, bảng 1")
    }
    assert {code: expected[code] in rows[code] for code in expected} == dict.fromkeys(expected, True)


def test_every_figure_stands_in_the_annex_with_the_code_that_traces_it(made):
    out, report = made
    rows = {
        line.cells[-1]: line.cells
        for line in text_lines.read_document(out / "ban-lam-viec.docx")
        if len(line.cells) == 5
    }
    for figure in report.figures.values():
        shown = [mark for mark in split_marks(rows[figure.id][1]) if mark.is_number]
        if figure.value is not None:
            decimals = 1 if figure.unit == "pct" else 0
            assert Decimal(shown[0].value) == formats.round_half_up(figure.value, decimals), figure.id


def test_the_document_says_the_same_to_another_reader(made):
    out, _ = made
    tables = Document(out / "bao-cao.docx").tables
    cells = [[" ".join(cell.text.split()) for cell in row.cells] for table in tables for row in table.rows]
    ours = [line.cells for line in text_lines.read_document(out / "bao-cao.docx") if ", bảng " in line.place]
    assert [once(row) for row in cells if any(row)] == [once(row) for row in ours]


def once(cells):
    """A merged cell, which one reader repeats for each column it covers, counts once."""
    return [text for text, _ in groupby(cells)]


STANDS_IN = {"value": 7_777, "numerator": 4_441, "denominator": 8_887}
"""What a figure is changed to, to see where the text says it: no other number of the report is one of these."""
IN_PROSE = {
    *("tasks_total", "tasks_in_progress", "completion_rate_pct", "mean_progress_pct"),
    *("own_line_planned_vnd", "own_line_execution_pct"),
    *("reports_expected", "reporting_rate_pct"),
}


def paragraphs(con):
    return [text for section in assembled(con).sections for text in section.paragraphs]


def changed(con, figure_id, scale):
    """The text where this one figure is another."""
    kept = con.execute("from report.figures").fetchall()
    assigned = ", ".join(f"{name} = if({name} is null, null, {value * scale})" for name, value in STANDS_IN.items())
    try:
        con.execute(f"update report.figures set {assigned} where id = ?", [figure_id])
        return paragraphs(con)
    finally:
        con.execute("delete from report.figures")
        con.executemany(f"insert into report.figures values ({', '.join('?' * len(kept[0]))})", kept)


def tied(con):
    """(paragraph, number in it) → (figure id, which of its numbers): found by changing one figure after the other."""
    before, found = paragraphs(con), {}
    figures = con.execute("select id, unit, denominator >= 1e6 from report.figures").fetchall()
    for figure_id, unit, is_money in figures:
        scale = 10**6 if unit == "vnd" or is_money else 1
        shown = {f"{number}": name for name, number in STANDS_IN.items()}
        for place, text in enumerate(changed(con, figure_id, scale)):
            for number, mark in enumerate(split_marks(text)):
                name = shown.get(mark.value.removesuffix("000000") or mark.value)
                if name and mark.is_number and len(split_marks(text)) == len(split_marks(before[place])):
                    found[place, number] = (figure_id, name)
    return found


def test_numbers_of_the_prose_are_those_of_the_figures_they_are_tied_to(con, made):
    out, _ = made
    said = json.loads((out / "so-lieu.json").read_text(encoding="utf-8"))["figures"]
    places, text = tied(con), paragraphs(con)
    shown = [line.cells[0] for line in text_lines.read_document(out / "bao-cao.docx") if len(line.cells) == 1]
    for (place, number), (figure_id, name) in places.items():
        assert text[place] in shown
        mark, value = split_marks(text[place])[number], said[figure_id][name]
        forms = {
            formats.format_number(value),
            formats.format_trimmed(value, 2),
            formats.format_pct(value),
            formats.format_million_vnd(value),
        }
        assert mark.value in {
            one.value for form in forms for one in split_marks(f"{form} triệu" if "triệu" in mark.text else form)
        }
    assert {figure_id for figure_id, _ in places.values()} >= IN_PROSE


def test_every_cell_of_every_annex_is_that_of_the_report(made):
    out, report = made
    lines = [line.cells for line in text_lines.read_document(out / "bao-cao.docx") if ", bảng " in line.place]
    for table in (grid.drop_empty_columns(one) for one in report.tables.values() if one.annex):
        for row, emphasis in zip(table.rows, table.emphasis or [""] * len(table.rows), strict=True):
            cells = [formats.format_cell(value, column.kind) for value, column in zip(row, table.columns, strict=True)]
            shown = tuple(" ".join(cell.split()) for cell in cells)
            assert emphasis == "group" or shown in lines, (table.id, shown)


def chart_parts(path):
    with zipfile.ZipFile(path) as archive:
        names = sorted(name for name in archive.namelist() if re.fullmatch(r"word/(charts|embeddings)/[^/]+", name))
        return {name: archive.read(name) for name in names}


def test_every_value_of_a_chart_is_that_of_the_report_in_its_drawing_and_in_its_workbook(made):
    out, report = made
    parts = chart_parts(out / "bao-cao.docx")
    books = [openpyxl.load_workbook(io.BytesIO(parts[name])).active for name in parts if name.endswith(".xlsx")]
    drawn = [line for line in text_lines.read_document(out / "bao-cao.docx") if line.place.startswith("Biểu đồ")]
    charts = {chart.series: chart for chart in report.charts}
    in_word = [chart for chart in charts.values() if any(chart.title in text for text in captions(out))]
    assert len(in_word) == len(books) >= 2
    for chart in in_word:
        columns = [
            (one.name, *(formats.format_trimmed(value, 4) if value is not None else "" for value in one.values))
            for one in chart.series
        ]
        assert all(any(line.cells == column for line in drawn) for column in columns), chart.id
        sheets = [[tuple(cell.value for cell in column) for column in book.columns][1:] for book in books]
        assert [(one.name, *one.values) for one in chart.series] in [
            [tuple(column) for column in sheet] for sheet in sheets
        ], chart.id


def captions(out):
    return [
        line.cells[0] for line in text_lines.read_document(out / "bao-cao.docx") if line.cells[0].startswith("Biểu đồ ")
    ]


def planted(out, folder, member, old, new):
    """The report after somebody changed one text of one part by hand."""
    target = folder / "sua.docx"
    with zipfile.ZipFile(out / "bao-cao.docx") as archive, zipfile.ZipFile(target, "w") as edited:
        for name in archive.namelist():
            text = archive.read(name)
            if name == member:
                assert old.encode() in text
                text = text.replace(old.encode(), new.encode(), 1)
            edited.writestr(name, text)
    return target


@pytest.mark.parametrize(
    ("member", "old", "new", "place", "found"),
    [
        ("word/document.xml", "Kế hoạch giao 08 nhiệm vụ", "Kế hoạch giao 09 nhiệm vụ", "Phần I, mục 1", "09"),
        ("word/document.xml", ">123.456.789<", ">123.456.788<", "Phụ lục ", "123.456.788"),
        ("word/charts/chart1.xml", "<c:v>61.3</c:v>", "<c:v>71.3</c:v>", "Biểu đồ 1, dãy 1", "71,3"),
    ],
)
def test_a_number_planted_in_prose_in_a_cell_and_in_a_native_chart_is_found(
    made, tmp_path, member, old, new, place, found
):
    out, _ = made
    [difference] = verify(planted(out, tmp_path, member, old, new), out)
    assert difference.place.startswith(place)
    assert difference.found == found
