import re
from dataclasses import replace
from datetime import date
from itertools import chain
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_examples import TEMPLATES, context, figures, indicators, tasks, units

from tdnreport.report import prose
from tdnreport.report.model import Section
from tdnreport.vietnamese import formats

NUMBER = re.compile(r"\d+(?:[.,/]\d+)*")


def rendered(**changes) -> str:
    return "\n".join(
        chain.from_iterable(section.paragraphs for section in prose.render_prose(TEMPLATES, context(**changes)))
    )


def one_part(folder: Path, template: str, **changes) -> tuple[Section, ...]:
    """The sections of a plan whose outline has one part, made from this template."""
    for name, text in {"mo-dau": "Mở đầu.", "I": template, "ket-thuc": "Kết thúc./."}.items():
        (folder / f"{name}.j2").write_text(text, encoding="utf-8")
    form = SimpleNamespace(issuing_body=("Sở",), outline=[SimpleNamespace(number="I", title="Kết quả", template="")])
    dip = SimpleNamespace(form=form)
    return prose.render_prose(folder, context(plan=SimpleNamespace(report=form), dip=dip, **changes))


def values(thing) -> list[object]:
    """All single values inside nested rows and figures."""
    if isinstance(thing, dict):
        return list(chain.from_iterable(values(one) for one in thing.values()))
    if isinstance(thing, list | tuple):
        return list(chain.from_iterable(values(one) for one in thing))
    if hasattr(thing, "numerator") and hasattr(thing, "label"):
        return [thing.value, thing.numerator, thing.denominator, thing.note]
    if isinstance(thing, SimpleNamespace):
        return values(vars(thing))
    return [thing]


def printed_forms(value: object) -> set[str]:
    if isinstance(value, str):
        return set(NUMBER.findall(value))
    if isinstance(value, date):
        return {formats.format_day(value)}
    if isinstance(value, bool) or not isinstance(value, int | float):
        return set()
    size = abs(value)
    shown = {
        formats.format_number(size),
        formats.format_trimmed(size, 2),
        formats.format_pct(size)[:-1],
        formats.format_million_vnd(size),
    }
    return shown | ({formats.format_count_in_prose(size)} if isinstance(value, int) else set())


@settings(deadline=None, max_examples=15)
@given(st.integers(1, 9_999), st.floats(0, 100), st.integers(10**6, 10**13))
def test_every_number_of_the_prose_comes_from_the_data(count, rate, money):
    changed = {
        name: replace(figure, value={"count": count, "pct": rate, "vnd": money}[figure.unit])
        for name, figure in figures().items()
    }
    given_ = context(figures=changed)
    known = set().union(*(printed_forms(value) for value in values(given_)))
    text = "\n".join(chain.from_iterable(one.paragraphs for one in prose.render_prose(TEMPLATES, given_)))
    fractions = {
        part for number in NUMBER.findall(text) for part in ([number] if number in known else number.split("/"))
    }
    assert fractions <= known


@pytest.mark.parametrize("path", sorted(TEMPLATES.glob("*.j2")), ids=lambda path: path.name)
def test_no_number_is_typed_in_a_template(path):
    text = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"\d", re.sub(r"^## \d+\. ", "", text, flags=re.MULTILINE))


def test_parts_take_their_titles_from_the_plan_and_stand_between_opening_and_closing_words():
    made = prose.render_prose(TEMPLATES, context())
    assert [(one.number, one.title) for one in made if one.level == 1] == [
        ("", prose.SUMMARY_TITLE),
        *((heading.number, heading.title) for heading in context()["plan"].report.outline),
    ]
    assert (made[0].level, made[0].title, made[-1].level, made[-1].title) == (0, "", 0, "")
    assert made[-1].paragraphs[-1].endswith("./.")


def test_headings_inside_a_part_are_numbered_from_one():
    made = prose.render_prose(TEMPLATES, context())
    starts = [place for place, one in enumerate(made) if one.level == 1]
    for start, stop in zip(starts, [*starts[1:], len(made) - 1], strict=True):
        inner = [one.number for one in made[start + 1 : stop] if one.level == 2]
        assert inner == [str(number) for number in range(1, len(inner) + 1)]


def test_a_rate_stands_beside_its_numerator_and_denominator():
    text = rendered()
    assert "Tỷ lệ hoàn thành: 3/8 nhiệm vụ, đạt 37,5%" in text
    assert "đã giải ngân 660,5/750 triệu đồng dự toán được giao, đạt 88,1% (số của 3/3 lượt đơn vị chủ trì" in text
    assert "đã nhận báo cáo của 8/10 đơn vị, đạt 80,0%" in text


def test_figures_are_dated():
    assert "Tính đến ngày 15/11/2024" in rendered()
    assert "Tính đến thời điểm báo cáo" in rendered(as_of=None)


def test_small_counts_are_written_with_a_leading_zero():
    assert "03 nhiệm vụ hoàn thành, 04 nhiệm vụ đang thực hiện, 01 nhiệm vụ chưa thực hiện." in rendered()


def test_a_plan_without_budget_lines_says_so_and_shows_no_rate():
    note = "không bố trí dự toán riêng"
    none = {
        name: replace(figure, value=None, numerator=None, denominator=None, note=note)
        if name.startswith("own_line")
        else figure
        for name, figure in figures().items()
    }
    text = rendered(figures=none, budget=[{**task, "own_line": False} for task in tasks()], charts=())
    assert "Kế hoạch không bố trí dự toán riêng cho từng nhiệm vụ" in text
    assert "02 đơn vị tự báo cáo 62 triệu đồng ở các nhiệm vụ không có dòng riêng" in text
    assert "không tính tỷ lệ giải ngân chung" in text
    assert not re.search(r"(?<!\d)0,0%|– ?%|None", text)


def test_units_without_figures_are_named():
    text = rendered()
    assert "Chưa gửi báo cáo: Bộ Chỉ huy Bộ đội Biên phòng tỉnh." in text
    assert "Đã gửi, số liệu chưa tổng hợp được: UBND huyện A Lưới." in text


PROGRAM_WORDS = re.compile(
    r"\btệp\b|dòng số liệu|dòng bị loại|đọc rộng|đọc chặt|nghĩa rộng|nghĩa chặt|mã truy vết|tdnreport|điểm chất lượng"
)


def test_the_report_to_be_issued_says_nothing_of_the_program_and_the_working_paper_does():
    made = [one for section in prose.render_prose(TEMPLATES, context()) for one in (section.title, *section.paragraphs)]
    assert [text for text in made if PROGRAM_WORDS.search(text.lower())] == []
    working = prose.render_working_paper(TEMPLATES.parent, context())
    text = "\n".join(chain.from_iterable(section.paragraphs for section in working))
    assert "Từ 10 tệp đã nhận (01 tệp bị từ chối), đã đọc 84 dòng số liệu, chấp nhận 77 dòng" in text
    assert "Đúng hạn theo nghĩa rộng: 6/10 đơn vị, 60,0%" in text


def test_the_first_page_is_at_most_seven_sentences_and_one_small_table():
    summary = next(one for one in prose.render_prose(TEMPLATES, context()) if one.title == prose.SUMMARY_TITLE)
    *sentences, table = summary.paragraphs
    assert table == "{{table:summary}}"
    assert 4 <= sum(len(re.findall(r"\.(?:\s+(?=\D)|$)", text)) for text in sentences) <= 7
    rows = prose.render_rows(TEMPLATES, "bang-tom-tat", context())
    assert {len(row) for row in rows} == {3}
    assert rows[0] == ("Nhiệm vụ hoàn thành", "3/8 (37,5%)", "nhiệm vụ của Kế hoạch")


def test_tasks_stand_under_the_heading_that_the_plan_gives_them():
    made = prose.render_prose(TEMPLATES, context())
    headings = [(one.number, len(one.paragraphs)) for one in made if one.level == 3]
    assert [number for number, _ in headings] == [f"Nhiệm vụ {code}" for code in ("1", "2", "3", "4", "5", "6")]
    assert dict(headings)["Nhiệm vụ 4"] == 3


def test_open_tasks_are_carried_over_with_the_units_that_lead_them():
    last = [one for one in prose.render_prose(TEMPLATES, context()) if one.title == "Nhiệm vụ tiếp tục thực hiện"][-1]
    open_tasks = [task for task in tasks() if task["status"] in ("doing", "todo")]
    assert len(last.paragraphs) == len(open_tasks)
    for task, paragraph in zip(open_tasks, last.paragraphs, strict=True):
        assert f"Nhiệm vụ {task['task_code']}." in paragraph
        assert task["leads_text"] in paragraph


def test_changes_are_told_as_increase_and_decrease():
    text = rendered()
    assert "1.322 tin, bài, tăng 11,5% so với cùng kỳ năm 2023 (1.186 tin, bài)" in text
    assert "2 lớp, giảm 60,0% so với cùng kỳ năm 2023 (5 lớp)" in text
    assert "2/4 lớp, đạt 50,0% kế hoạch do 03 đơn vị tự đặt" in text


def whole_year(**more):
    return [
        {**one, "verdict": one["verdict"] and "whole_year", "base_label": "cả năm 2023", "change_pct": None} | more
        for one in indicators()
    ]


def test_a_base_of_a_whole_year_is_neither_a_rise_nor_a_fall():
    text = rendered(indicators=whole_year())
    assert "1.322 tin, bài, bằng 111,5% cả năm 2023 (1.186 tin, bài)" in text
    assert not re.search("cùng kỳ|tăng|giảm", text)


def test_an_invented_base_is_marked_and_a_partial_sum_says_of_how_many_it_is():
    text = rendered(indicators=whole_year(base_label="cả năm 2023, số minh họa", coverage="số của 3/29 đơn vị"))
    assert "1.322 tin, bài (số của 3/29 đơn vị), bằng 111,5% cả năm 2023 (1.186 tin, bài, số minh họa)" in text


@pytest.mark.parametrize("verdict", ["other_window", "not_comparable", "missing"])
def test_what_may_not_be_compared_is_in_no_sentence(verdict):
    assert not re.search(
        "cùng kỳ|cả năm 2023 \\(1", rendered(indicators=[{**one, "verdict": verdict} for one in indicators()])
    )


def test_a_target_is_said_with_whose_it_is():
    of_plan = [{**one, "target_from": one["target_from"] and "plan"} for one in indicators()]
    assert "2/4 lớp, đạt 50,0% chỉ tiêu của Kế hoạch" in rendered(indicators=of_plan)
    of_one = [{**one, "planner": "Sở Du lịch"} for one in indicators()]
    assert "2/4 lớp, đạt 50,0% kế hoạch do Sở Du lịch tự đặt" in rendered(indicators=of_one)


def test_an_index_that_is_not_agreed_has_no_figure():
    undecided = [{**one, "value": None} if one["kind"] == "index" else one for one in indicators()]
    text = rendered(indicators=undecided)
    assert "Chưa thống nhất nên chưa nêu số: thứ hạng PCI" in text
    assert "xếp thứ" not in text


def test_tasks_without_data_stand_beside_the_rate_and_are_not_called_not_begun():
    changed = {**figures(), "tasks_unknown": replace(figures()["tasks_unknown"], value=2)}
    some = [
        {**one, "status": "unknown", "status_label": "Chưa có số liệu", "completion_pct": None} for one in tasks()[-2:]
    ]
    text = rendered(figures=changed, tasks=[*tasks()[:-2], *some])
    assert "Tỷ lệ hoàn thành: 3/8 nhiệm vụ, đạt 37,5% (02 nhiệm vụ chưa có số liệu)" in text
    assert "Đã hoàn thành 3/8 nhiệm vụ, đạt 37,5% (02 nhiệm vụ chưa có số liệu)" in text
    assert "Còn 02 nhiệm vụ chưa có số liệu: nhiệm vụ" in text
    assert "báo cáo kết quả 02 nhiệm vụ chưa có số liệu" in text


def test_money_carried_in_is_told_apart_from_money_given():
    carried = {**figures(), "own_line_carried_in_vnd": replace(figures()["own_line_carried_in_vnd"], value=50_000_000)}
    assert "triệu đồng được sử dụng (dự toán giao 750, năm trước chuyển sang 50)" in rendered(figures=carried)


def test_an_estimate_says_of_how_many_units_it_is():
    some = [{**one, "units_spending": 5, "units_estimated": 3} for one in tasks()]
    assert "triệu đồng (ước của 3/5 đơn vị)" in rendered(budget=some)
    assert "ước của" not in rendered()


def test_an_earlier_report_is_compared_in_points_of_percent():
    earlier = {"label": "6 tháng đầu năm 2024", "previous_pct": 34.83, "completion_pct": 70.2, "change_points": 35.37}
    earlier |= {"tasks": 7, "tasks_total": 8}
    told = (
        "trên 7/8 nhiệm vụ có số liệu của cùng đơn vị chủ trì ở cả hai kỳ, tiến độ bình quân tăng 35,4 điểm phần trăm"
    )
    assert told in rendered(ky_truoc=earlier)
    assert "giảm 1,5 điểm phần trăm (" in rendered(ky_truoc={**earlier, "change_points": -1.5})
    assert "điểm phần trăm" not in rendered()


def test_half_a_year_does_not_blame_tasks_that_still_have_time():
    half = SimpleNamespace(period_id="2024-h1", label="6 tháng đầu năm 2024", due_text="trước ngày 25/5")
    dip = SimpleNamespace(
        name="half_year", is_final=False, next_period="6 tháng cuối năm 2024", form=context()["dip"].form
    )
    told = rendered(period=half, dip=dip)
    assert "Còn 04 nhiệm vụ chưa hoàn thành" in rendered()
    assert "chưa hoàn thành:" not in told.lower()
    assert "Trên đây là báo cáo 6 tháng đầu năm 2024 về kết quả thực hiện Kế hoạch" in told


def test_a_task_whose_leads_did_not_all_report_says_how_many_did():
    partial = [{**tasks()[4], "leads_expected": 3, "leads_reported": 2}]
    assert "mới có số liệu của 2/3 đơn vị" in rendered(tasks=partial)
    assert "mới có số liệu" not in rendered()


def test_a_rank_says_its_place_among_the_provinces():
    assert "thứ hạng PCI: xếp thứ 6/63 tỉnh, thành phố (cả năm 2023: thứ 7)" in rendered()


def test_no_completed_task_is_said_in_words():
    none = {**figures(), "tasks_complete": replace(figures()["tasks_complete"], value=0)}
    assert "của Kế hoạch chưa có nhiệm vụ nào báo cáo hoàn thành, 04 nhiệm vụ" in rendered(figures=none)


def test_what_no_file_can_tell_is_left_to_the_unit_in_a_marked_place():
    made = prose.render_prose(TEMPLATES, context())
    places = [paragraph for one in made for paragraph in one.paragraphs if "[Đơn vị bổ sung" in paragraph]
    assert len(places) >= 6


def test_a_chart_is_placed_only_where_the_report_has_it():
    assert "{{chart:completion}}" in rendered().splitlines()
    assert "{{chart" not in rendered(charts=())


def test_a_report_without_any_data_still_reads_as_sentences():
    nothing = {
        name: replace(figure, value=0 if figure.unit == "count" else None, note=None)
        for name, figure in figures().items()
    }
    text = rendered(figures=nothing, tasks=[], units=[], indicators=[], budget=[], charts=())
    assert "Chưa có số liệu hoạt động được chấp nhận trong kỳ." in text
    assert "None" not in text


def test_all_tasks_done_leaves_nothing_to_carry_over():
    done = [{**task, "status": "done", "status_label": "Hoàn thành"} for task in tasks()]
    assert "không có nhiệm vụ chuyển tiếp" in rendered(tasks=done)


@pytest.mark.parametrize(
    "text", ["# I. Giả mạo", "x\n## 9. Giả mạo\ny", "{{chart:completion}}", "a\n\n{{table:figures}}\n\nb", "{% raw %}"]
)
def test_what_data_say_opens_no_heading_and_places_no_chart(tmp_path, text):
    made = one_part(tmp_path, "{{ tasks[0].title }}\n\n- {{ tasks[0].title }}", tasks=[{**tasks()[0], "title": text}])
    assert [one.title for one in made] == ["", "Kết quả", ""]
    shown = " ".join(text.split())
    assert made[1].paragraphs == (shown, f"- {shown}")


def test_lines_join_to_a_paragraph_until_a_blank_line_or_a_list_item(tmp_path):
    made = one_part(tmp_path, "Một câu\ndài.\n\nCâu khác:\n- một;\n- hai.\n{{ chart('budget') }}\nHết.\n")
    assert made[1].paragraphs == ("Một câu dài.", "Câu khác:", "- một;", "- hai.", "{{chart:budget}}", "Hết.")


def test_headings_of_two_levels_open_sections(tmp_path):
    made = one_part(tmp_path, "Lời dẫn.\n\n## 1. Kết quả chung\nA.\n### 1.1. Chi tiết\nB.\n")
    assert [(one.level, one.number, one.title) for one in made[1:-1]] == [
        (1, "I", "Kết quả"),
        (2, "1", "Kết quả chung"),
        (3, "1.1", "Chi tiết"),
    ]


def test_plain_values_are_printed_in_vietnamese_form(tmp_path):
    made = one_part(tmp_path, "{{ figures.completion_rate_pct.value }} {{ as_of }} {{ indicators[4].value }}")
    assert made[1].paragraphs == ("37,5 15/11/2024 –",)


def test_a_misspelt_figure_is_an_error_with_file_line_and_the_known_names(tmp_path):
    with pytest.raises(prose.ProseError, match=r"I\.j2, dòng 3.*tasks_totl.*Các chỉ số đã biết: tasks_total") as error:
        one_part(tmp_path, "A.\n\n{{ figures.tasks_totl.value }}\n")
    assert "Traceback" not in str(error.value)


def test_a_broken_template_is_an_error_with_file_and_line(tmp_path):
    with pytest.raises(prose.ProseError, match=r"Mẫu I\.j2, dòng 2, viết sai cú pháp"):
        one_part(tmp_path, "A.\n{% if %}\n")


def test_a_part_without_a_template_is_an_error_that_lists_the_templates(tmp_path):
    form = SimpleNamespace(issuing_body=("Sở",), outline=[SimpleNamespace(number="VI", title="Khác", template="")])
    (tmp_path / "mo-dau.j2").write_text("A.", encoding="utf-8")
    with pytest.raises(prose.ProseError, match=r"Không có mẫu VI\.j2.*mo-dau\.j2"):
        prose.render_prose(tmp_path, context(dip=SimpleNamespace(form=form)))


def test_a_template_reaches_nothing_but_its_values(tmp_path):
    with pytest.raises(prose.ProseError, match="không dùng được"):
        one_part(tmp_path, "{{ figures.__class__.__mro__ }}")


@pytest.mark.parametrize(
    ("items", "text"),
    [
        ([], ""),
        (["A"], "A"),
        (["A", "B"], "A và B"),
        (["A", "B", "C"], "A, B và C"),
        (["Sở Du lịch", "Tạp chí Huế Xưa và Nay"], "Sở Du lịch; Tạp chí Huế Xưa và Nay"),
    ],
)
def test_enumerated_joins_as_sentences_do(items, text):
    assert prose.join_with_and(items) == text


def results(*texts, role="lead"):
    return [{"name": f"Đơn vị {place}", "role": role, "result_text": text} for place, text in enumerate(texts, 1)]


def test_a_long_result_is_cut_nowhere_and_says_where_the_rest_stands():
    clause = "tổ chức 05 lớp " + "tập huấn " * 20
    long = [{**tasks()[0], "results": results("; ".join([clause.strip()] * 9))}]
    [line] = [line for line in rendered(tasks=long).splitlines() if "Kết quả: Đơn vị" in line]
    assert line.endswith(f"Kết quả: Đơn vị 1: {clause.strip()}.")
    assert "…" not in rendered(tasks=long)


def test_of_many_units_six_are_told_with_what_they_measured():
    many = [
        {
            **tasks()[0],
            "leads_expected": 9,
            "leads_reported": 9,
            "results": results(*["01 lớp; thi đua tốt"] * 8, "Duy trì"),
        }
    ]
    text = rendered(tasks=many)
    assert "Đơn vị 6: 01 lớp; kết quả của 03 đơn vị khác nêu tại Phụ lục I." in text
    assert "thi đua" not in text


def test_notes_are_told_in_whole_clauses():
    note = {
        "kind": "proposal",
        "addressee_level": "central",
        "text": "Bố trí kinh phí; " + "rà soát " * 100,
        "units": "Sở Du lịch",
    }
    text = rendered(notes=[{**note, "tasks": None}])
    assert "- Bố trí kinh phí (Sở Du lịch)." in text
    assert "…" not in text


def test_units_and_indicators_of_the_examples_cover_every_state():
    assert {unit["state"] for unit in units()} == {"on_time", "late", "undated", "unread", "missing"}
    assert {one["kind"] for one in indicators()} == {"count", "index"}
