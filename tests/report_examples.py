"""Whole reports made of invented figures, for the tests of the writers: small, large, empty and hostile ones."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from tdnreport.base.home import find_home
from tdnreport.report import model, prose
from tdnreport.report.descriptions import number_annexes, read_table_texts
from tdnreport.report.model import Chart, Column, Figure, Letterhead, Report, Section, Series, Table

Row = dict[str, Any]
AS_OF = date(2024, 11, 15)
TEMPLATES = find_home().templates / "bao-cao"
STATUS = {"done": "Hoàn thành", "doing": "Đang thực hiện", "todo": "Chưa thực hiện", "stopped": "Dừng thực hiện"}
STATES = {
    "on_time": "Đúng hạn",
    "late": "Trễ hạn",
    "undated": "Không rõ ngày nhận",
    "unread": "Đã gửi, chưa đọc được",
    "missing": "Chưa gửi",
}
ANNEXES = (
    *("task_results", "task_unit_results", "documents", "indicator_results", "task_budget", "budget_sources"),
    *("duties", "reporters", "notes"),
)
LETTERHEAD = Letterhead(
    parent_body="UBND tỉnh Thừa Thiên Huế",
    issuing_body=("Sở Thông tin và Truyền thông",),
    symbol="BC-STTTT",
    place="Thừa Thiên Huế",
    subject=("Kết quả thực hiện công tác thông tin đối ngoại", "trên địa bàn tỉnh Thừa Thiên Huế năm 2024"),
    addressees=("Ủy ban nhân dân tỉnh Thừa Thiên Huế", "Bộ Thông tin và Truyền thông (Cục Thông tin đối ngoại)"),
    legal_basis=(
        "Căn cứ Nghị định số 72/2015/NĐ-CP ngày 07/9/2015 của Chính phủ về quản lý hoạt động thông tin đối ngoại",
        "Căn cứ Thông tư số 22/2016/TT-BTTTT ngày 19/10/2016 của Bộ Thông tin và Truyền thông hướng dẫn quản lý hoạt động "
        "thông tin đối ngoại của các tỉnh, thành phố trực thuộc Trung ương",
    ),
    signing_authority=("Giám đốc",),
    recipients=("Như trên", "Thường vụ Tỉnh ủy (báo cáo)", "Ban Tuyên giáo Tỉnh ủy", "Các đơn vị được giao nhiệm vụ"),
    archive="Lưu: VT, TTBCXB",
)
TASKS = (
    (
        "1",
        "Thông tin tuyên truyền, triển khai các chủ trương, đường lối của Đảng, chính sách pháp luật của Nhà nước về thông tin đối ngoại",
        "Sở Thông tin và Truyền thông",
        "done",
        100.0,
        100_000_000,
        92_000_000,
    ),
    (
        "2",
        "Triển khai Kết luận số 57-KL/TW ngày 15/6/2023 của Bộ Chính trị về nâng cao hiệu quả công tác thông tin đối ngoại",
        "Ban Tuyên giáo Tỉnh ủy",
        "done",
        100.0,
        None,
        None,
    ),
    (
        "3",
        "Phối hợp Bộ Thông tin và Truyền thông thực hiện các Chương trình mục tiêu quốc gia",
        "Sở Thông tin và Truyền thông",
        "doing",
        75.0,
        400_000_000,
        318_500_000,
    ),
    (
        "4.1",
        "Quảng bá hình ảnh của tỉnh trên các phương tiện thông tin đại chúng",
        "Sở Thông tin và Truyền thông",
        "done",
        100.0,
        250_000_000,
        250_000_000,
    ),
    (
        "4.2",
        "Xuất bản ấn phẩm phục vụ công tác thông tin đối ngoại",
        "Sở Văn hóa và Thể thao, Sở Ngoại vụ, Sở Kế hoạch và Đầu tư",
        "doing",
        66.7,
        None,
        None,
    ),
    (
        "4.3",
        "Đẩy mạnh hoạt động giao lưu, hợp tác quốc tế, xúc tiến đầu tư, xúc tiến thương mại",
        "Sở Công Thương, Sở Kế hoạch và Đầu tư",
        "doing",
        40.0,
        None,
        None,
    ),
    (
        "5",
        "Tuyên truyền biển, đảo; mối quan hệ với nước bạn Lào",
        "Sở Thông tin và Truyền thông, Bộ Chỉ huy Bộ đội Biên phòng tỉnh",
        "todo",
        0.0,
        None,
        None,
    ),
    (
        "6",
        "Công tác dự báo, tổ chức theo dõi và tổng hợp dư luận báo chí về tỉnh",
        "Sở Thông tin và Truyền thông",
        "doing",
        80.0,
        None,
        None,
    ),
)
UNITS = (
    "Sở Thông tin và Truyền thông",
    "Sở Ngoại vụ",
    "Sở Công Thương",
    "Sở Kế hoạch và Đầu tư",
    "Sở Văn hóa và Thể thao",
    "Ban Tuyên giáo Tỉnh ủy",
    "Bộ Chỉ huy Bộ đội Biên phòng tỉnh",
    "UBND thành phố Huế",
    "UBND huyện A Lưới",
    "UBND huyện Phú Lộc",
)
INDICATORS = (
    ("Tin, bài thông tin đối ngoại trên Trang thông tin điện tử của đơn vị", "tin, bài", 1322.0, 1186.0, None),
    ("Lớp bồi dưỡng, tập huấn cán bộ làm công tác thông tin đối ngoại", "lớp", 2.0, 5.0, 4.0),
    ("Lượt học viên các lớp bồi dưỡng, tập huấn thông tin đối ngoại", "lượt người", 1234567.5, 262.0, None),
    ("Cụm pano tại Cửa khẩu A Đốt được bảo dưỡng, duy trì", "cụm", 1.0, 1.0, 1.0),
    ("Tin, bài cung cấp cho Cổng Vietnam.vn", "tin, bài", None, 212.0, None),
)


def tasks() -> list[Row]:
    return [_task(*task) for task in TASKS]


def _task(
    code: str, title: str, leads: str, status: str, pct: float, allocated: int | None, disbursed: int | None
) -> Row:
    return {
        "task_code": code,
        "title": title,
        "leads_text": leads,
        "coordinators_text": "Các sở, ban, ngành; UBND các huyện, thị xã, thành phố Huế",
        "time_text": "Trong năm 2024",
        "expected_result": "Các sản phẩm thông tin, tuyên truyền (chuyên mục, tin, bài, phóng sự).",
        "results": [_result(leads)] if pct else [],
        "parent_code": code.rpartition(".")[0] or None,
        "parent_title": "Tuyên truyền, quảng bá hình ảnh" if "." in code else None,
        "remark": "",
        "status": status,
        "status_label": STATUS[status],
        "completion_pct": pct,
        "estimated_pct": 100.0 if pct else None,
        "leads_expected": 1,
        "leads_reported": 1,
        "leads_estimated": 1,
        "own_line": allocated is not None,
        "planned_vnd": allocated,
        "allocated_vnd": allocated,
        "disbursed_vnd": disbursed,
        "execution_pct": disbursed and round(100 * disbursed / allocated, 4),
        "carried_in_vnd": None,
        "used_vnd": allocated,
        "units_spending": 1,
        "units_estimated": 1,
        "own_leads": 1,
        "own_leads_reported": 1,
        "coverage": "đủ đơn vị chủ trì",
        "estimated_vnd": allocated,
        "emphasis": "",
        "fund_mode": "Dòng riêng trong kế hoạch" if allocated else "Không bố trí dự toán riêng",
    }


def _result(name: str, text: str = "Đã đăng 120 tin, bài; tổ chức 02 hội nghị", role: str = "lead") -> Row:
    return {"name": name, "role": role, "result_text": text}


def units(count: int = len(UNITS)) -> list[Row]:
    states = ["on_time", "late", "on_time", "on_time", "undated", "on_time", "missing", "on_time", "unread", "on_time"]
    return [_unit(place, UNITS[place % len(UNITS)], states[place % len(states)]) for place in range(count)]


def _unit(place: int, name: str, state: str) -> Row:
    sent = state in ("on_time", "late")
    return {
        "position": place + 1,
        "unit_id": f"tth.u{place}",
        "name": name,
        "short_name": name,
        "state": state,
        "state_label": STATES[state],
        "strict_label": "Trễ hạn" if state == "late" else "Đúng hạn" if sent else None,
        "days_late": 3 if state == "late" else None,
        "received_on": date(2024, 11, 18 if state == "late" else 14) if sent else None,
        "on_time": state == "on_time",
        "on_time_strict": state == "on_time",
        "rows_read": 12 if sent else 0,
        "rows_accepted": 11 if sent else 0,
        "rows_rejected": 1 if sent else 0,
        "files": int(sent),
    }


def indicators() -> list[Row]:
    return [_indicator(place, *one) for place, one in enumerate(INDICATORS, start=1)] + [_rank(len(INDICATORS) + 1)]


def _indicator(place: int, name: str, unit: str, value: float | None, previous: float, target: float | None) -> Row:
    return {
        "position": place,
        "indicator_code": f"i{place}",
        "name": name,
        "unit_of_measure": unit,
        "kind": "count",
        "value": value,
        "base_value": previous,
        "base_from": date(2023, 1, 1),
        "base_to": date(2023, 11, 14),
        "base_label": "cùng kỳ năm 2023",
        "verdict": None if value is None else "same",
        "base_shown": f"{previous} (cùng kỳ năm 2023)",
        "target": target,
        "target_shown": None if target is None else f"{value}/{target} (3 đơn vị tự đặt)",
        "target_from": None if target is None else "units",
        "target_label": None if target is None else "3 đơn vị tự đặt",
        "target_units": None if target is None else 3,
        "planner": None,
        "target_value": None if target is None else value,
        "change_pct": None if value is None else round(100 * (value - previous) / previous, 4),
        "base_pct": None if value is None else round(100 * value / previous, 4),
        "target_pct": None if value is None or target is None else 100 * value / target,
        "units_reported": 3,
        "units_owing": 3,
        "coverage": None,
        "source": "3 đơn vị",
        "ranked_of": None,
        **UNCHANGED_AREA,
    }


UNCHANGED_AREA: Row = {
    "base_parts": None,
    "base_law": None,
    "missing_places": None,
    "has_same_definition": True,
    "changed_because": None,
    "is_corrected": False,
    "is_why_stated": False,
}


def _rank(place: int) -> Row:
    return {
        "position": place,
        "indicator_code": "pci_rank",
        "name": "Thứ hạng PCI",
        "unit_of_measure": "hạng",
        "kind": "index",
        "value": 6.0,
        "base_value": 7.0,
        "base_from": date(2023, 1, 1),
        "base_to": date(2023, 12, 31),
        "base_label": "cả năm 2023",
        "verdict": "not_comparable",
        "base_shown": "7 (cả năm 2023)",
        "target": None,
        "target_shown": None,
        "target_from": None,
        "target_label": None,
        "target_units": None,
        "planner": None,
        "target_value": None,
        "change_pct": None,
        "base_pct": None,
        "target_pct": None,
        "units_reported": 1,
        "units_owing": 1,
        "coverage": None,
        "source": "trên 63 tỉnh, thành phố",
        "ranked_of": 63,
        **UNCHANGED_AREA,
    }


def figures() -> dict[str, Figure]:
    rows = [
        Figure("tasks_total", "Số nhiệm vụ của kế hoạch", 8, "count"),
        Figure("tasks_complete", "Nhiệm vụ hoàn thành", 3, "count"),
        Figure("tasks_in_progress", "Nhiệm vụ đang thực hiện", 4, "count"),
        Figure("tasks_not_started", "Nhiệm vụ chưa thực hiện", 1, "count"),
        Figure("tasks_unknown", "Nhiệm vụ chưa có số liệu", 0, "count"),
        Figure("tasks_stopped", "Nhiệm vụ dừng thực hiện", 0, "count"),
        Figure("completion_rate_pct", "Tỷ lệ nhiệm vụ hoàn thành", 37.5, "pct", 3, 8, "trên số nhiệm vụ không dừng"),
        Figure("mean_progress_pct", "Tiến độ bình quân các nhiệm vụ", 70.2125, "pct", 561.7, 8, "bình quân"),
        Figure("own_line_planned_vnd", "Kinh phí bố trí trong kế hoạch", 750_000_000, "vnd"),
        Figure("own_line_allocated_vnd", "Dự toán giao", 750_000_000, "vnd"),
        Figure("own_line_carried_in_vnd", "Năm trước chuyển sang", None, "vnd", note="chưa có đơn vị nào ghi"),
        Figure("own_line_used_vnd", "Được sử dụng", 750_000_000, "vnd"),
        Figure("own_line_disbursed_vnd", "Đã giải ngân", 660_500_000, "vnd"),
        Figure(
            "own_line_execution_pct",
            "Tỷ lệ giải ngân",
            88.0667,
            "pct",
            660_500_000,
            750_000_000,
            "tổng giải ngân chia tổng dự toán giao",
        ),
        Figure("all_allocated_vnd", "Dự toán ở mọi nhiệm vụ", 812_000_000, "vnd"),
        Figure("all_disbursed_vnd", "Giải ngân ở mọi nhiệm vụ", 701_250_000, "vnd"),
        Figure("reports_expected", "Đơn vị phải gửi báo cáo", 10, "count"),
        Figure("reports_received", "Đơn vị đã gửi báo cáo", 8, "count"),
        Figure("reports_unread", "Đơn vị đã gửi, chưa đọc được", 1, "count"),
        Figure("reports_on_time", "Đơn vị gửi đúng hạn", 6, "count"),
        Figure("reporting_rate_pct", "Tỷ lệ gửi báo cáo", 80.0, "pct", 8, 10),
        Figure(
            "on_time_rate_pct",
            "Tỷ lệ gửi đúng hạn",
            60.0,
            "pct",
            6,
            10,
            "hạn đọc theo nghĩa rộng: “trước ngày” gồm cả ngày đó",
        ),
        Figure("rows_read", "Dòng số liệu đã đọc", 84, "count"),
        Figure("rows_accepted", "Dòng được chấp nhận", 77, "count"),
        Figure("rows_rejected", "Dòng bị loại khỏi số liệu", 7, "count"),
        Figure("files_received", "Tệp đã nhận", 10, "count"),
        Figure("files_refused", "Tệp bị từ chối", 1, "count"),
    ]
    return {figure.id: figure for figure in rows}


def left_out(count: int) -> list[Row]:
    return [
        {
            "position": place + 1,
            "short_name": UNITS[place % len(UNITS)],
            "file": f"so-ngoai-vu/bao-cao-{place + 1}.xlsx",
            "cell": f"G{place + 7}",
            "message": "Tỷ lệ hoàn thành ghi “150%”, ngoài khoảng từ 0 đến 100.",
            "action": "Ghi số từ 0 đến 100, ví dụ 75.",
        }
        for place in range(count)
    ]


def context(**changes: Any) -> dict[str, Any]:
    """What `prose.sections` is given, with some values changed."""
    outline = [
        SimpleNamespace(number=number, title=title, template="")
        for number, title in (
            ("I", "Tình hình và công tác chỉ đạo, điều hành"),
            ("II", "Kết quả thực hiện các nhiệm vụ"),
            ("III", "Đánh giá chung"),
            ("IV", "Kiến nghị, đề xuất"),
            ("V", "Phương hướng, nhiệm vụ năm 2025"),
        )
    ]
    form = SimpleNamespace(issuing_body=LETTERHEAD.issuing_body, outline=outline)
    plan = SimpleNamespace(
        title="Kế hoạch Thông tin đối ngoại trên địa bàn tỉnh Thừa Thiên Huế năm 2024",
        year=2024,
        province="Thừa Thiên Huế",
        issued_by="UBND tỉnh Thừa Thiên Huế",
        document_no=None,
        document_on=None,
        report=form,
        citations=LETTERHEAD.legal_basis,
    )
    return {
        "figures": figures(),
        "tasks": tasks(),
        "units": units(),
        "phan_cong": {"duties": 3, "owed": 4, "reported": 1, "units": 2, "units_reported": 1},
        "chu_tri_ngoai": [],
        "indicators": indicators(),
        "comparisons": [],
        "base_notes": [],
        "budget": tasks(),
        "notes": (),
        "van_ban": [{"document": "Công văn số 512/STTTT-TTBCXB"}],
        "pham_vi_tien": {
            "own_leads": 3,
            "own_leads_reported": 3,
            "own_others_reported": 0,
            "own_tasks": 3,
            "beyond_units": 2,
            "beyond_used_vnd": 62_000_000,
            "beyond_disbursed_vnd": 40_750_000,
        },
        "phu_luc": dict.fromkeys(ANNEXES, "Phụ lục I") | {"notes": None},
        "phu_luc_trong": ("nhiệm vụ được phân công (chưa đơn vị nào báo cáo riêng)",),
        "ky_truoc": None,
        "charts": {chart.id for chart in charts()},
        "plan": plan,
        "period": SimpleNamespace(period_id="2024", label="Năm 2024", due_text="trước ngày 15/11/2024"),
        "as_of": AS_OF,
        "dip": SimpleNamespace(name="year", is_final=True, next_period="năm 2025", form=form),
        "phan": {part.number: part.number for part in outline},
        "is_sample": True,
        **changes,
    }


def charts() -> tuple[Chart, ...]:
    codes = tuple(f"{code}. {title}" for code, title, *_ in TASKS)
    own = [task for task in TASKS if task[5]]
    source = "Nguồn: Tổng hợp báo cáo của các đơn vị, năm 2024; số liệu đến 15/11/2024 (số liệu minh họa)."
    return (
        Chart(
            "completion",
            2,
            "Tỷ lệ hoàn thành theo nhiệm vụ",
            "bars",
            codes,
            (Series("Thực hiện đến ngày báo cáo", tuple(task[4] for task in TASKS)),),
            "%",
            source,
            "Tỷ lệ",
            1,
            100,
        ),
        Chart(
            "budget",
            3,
            "Kinh phí của các nhiệm vụ có dòng riêng",
            "columns",
            tuple(f"Nhiệm vụ {task[0]}" for task in own),
            (
                Series("Dự toán giao", tuple(task[5] / 1e6 for task in own)),
                Series("Đã giải ngân", tuple(task[6] / 1e6 for task in own)),
            ),
            "triệu đồng",
            source,
            "Kinh phí",
            1,
        ),
        Chart(
            "reports",
            1,
            "Tình hình gửi báo cáo theo nhóm đơn vị",
            "stacked",
            ("Sở, ban, ngành", "UBND cấp huyện"),
            (Series("Đúng hạn", (5, 1)), Series("Trễ hạn", (1, 0)), Series("Chưa gửi", (1, 2))),
            "đơn vị",
            source,
            "Báo cáo",
        ),
    )


def described_tables() -> list[dict[str, Any]]:
    return tomllib.loads(Path(model.__file__).with_name("tables.toml").read_text(encoding="utf-8"))["table"]


def tables(rows: Mapping[str, list[Row]]) -> dict[str, Table]:
    """The tables of tables.toml, filled with the rows given by id; absent ones are empty and no annex."""
    annexes = number_annexes(
        read_table_texts(), "superior", {table_id for table_id, its_rows in rows.items() if its_rows}
    )
    summary = [{"label": "Nhiệm vụ hoàn thành", "result": "3/8 (37,5%)", "basis": "nhiệm vụ của Kế hoạch"}]
    rows = {"summary": summary, **rows}
    return {one["id"]: _table(one, rows.get(one["id"], []), annexes.get(one["id"])) for one in described_tables()}


def _table(one: dict[str, Any], rows: list[Row], annex: str | None) -> Table:
    columns = tuple(Column(**column) for column in one["columns"])
    values = tuple(tuple(row.get(column.id) for column in columns) for row in rows)
    emphasis = tuple(row.get("emphasis", "") for row in rows)
    notes = (one.get("unit_note"), one.get("note"))
    return Table(one["id"], one["title"], columns, values, emphasis, annex, *notes, one.get("sheet"))


def result_rows(of: list[Row]) -> list[Row]:
    """What one unit reported on each task."""
    return [
        {"number": task["task_code"], "name": task["leads_text"], "role_label": "Chủ trì", "status_label": "Hoàn thành"}
        | {"result_text": "Đã đăng 120 tin, bài", "evidence_text": "", "completion_pct": 100.0}
        for task in of
    ]


def task_rows() -> list[Row]:
    """Annex I with its heading row 4."""
    heading = {
        "task_code": "4",
        "title": "Tuyên truyền, quảng bá hình ảnh của tỉnh Thừa Thiên Huế theo cách làm mới",
        "emphasis": "group",
    }
    return [*tasks()[:3], heading, *tasks()[3:]]


def budget_rows() -> list[Row]:
    total = {
        "title": "Cộng các nhiệm vụ có dòng kinh phí riêng",
        "planned_vnd": 750_000_000,
        "allocated_vnd": 750_000_000,
        "disbursed_vnd": 660_500_000,
        "execution_pct": 88.0667,
        "estimated_vnd": 750_000_000,
        "emphasis": "total",
    }
    return [*tasks(), total]


def source_rows() -> list[Row]:
    return [
        {**task, "short_name": task["leads_text"], "fund_source_name": "Ngân sách tỉnh"}
        for task in tasks()
        if task["own_line"]
    ]


def report(rows: Mapping[str, list[Row]] | None = None, **changes: Any) -> Report:
    """The small report: 8 tasks, 10 units; `changes` replace fields of the value."""
    filled = (
        rows
        if rows is not None
        else {
            "task_results": task_rows(),
            "task_budget": budget_rows(),
            "task_unit_results": result_rows(tasks()),
            "budget_sources": source_rows(),
            "indicator_results": indicators(),
            "reporters": units(),
            "unit_reports": units(),
            "left_out": left_out(7),
        }
    )
    made = Report(
        plan_id="tth-2024",
        period_id="2024",
        plan_title="Kế hoạch",
        period_label="Năm 2024",
        as_of=AS_OF,
        is_sample=True,
        letterhead=LETTERHEAD,
        figures=figures(),
        tables=tables(filled),
        charts=charts(),
        sections=prose.render_prose(TEMPLATES, context()),
        working_paper=prose.render_working_paper(TEMPLATES.parent, context()),
        inputs=(),
        findings=(),
    )
    return replace(made, **changes)


def large() -> Report:
    """60 units, 40 tasks with titles over 500 letters, amounts in trillions, 300 lines left out."""
    long_title = (
        "Tuyên truyền, quảng bá hình ảnh của tỉnh, giải thích, làm rõ các thông tin sai lệch về tình hình địa phương; "
        * 5
    )
    many = [
        {**task, "task_code": f"{turn}.{task['task_code']}", "title": long_title}
        for turn in range(1, 6)
        for task in tasks()
    ]
    rich = [
        {
            **row,
            **dict.fromkeys(("planned_vnd", "allocated_vnd", "disbursed_vnd", "estimated_vnd"), 12345678901234),
        }
        for row in many
    ]
    return report(
        {
            "task_results": many,
            "task_budget": rich,
            "budget_sources": source_rows() * 20,
            "task_unit_results": result_rows(many),
            "indicator_results": indicators() * 7,
            "reporters": units(60),
            "unit_reports": units(60),
            "left_out": left_out(300),
        },
        sections=prose.render_prose(TEMPLATES, context(tasks=many, units=units(60))),
    )


def with_section(*paragraphs: str, **changes: Any) -> Report:
    """A report of one section with the given paragraphs and no tables."""
    return report({}, sections=(Section(1, "I", "Kết quả", paragraphs),), **changes)
