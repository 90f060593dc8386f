from __future__ import annotations

from pathlib import Path

import pytest

from tdnreport.base.data_error import DataError
from tdnreport.plans.rules import PLACEHOLDERS, SEVERITIES, Rule, fill_message, load_rules, rules_table

DATA = Path(__file__).parents[1] / "data"
HEADER = "rule_id,severity,title,message,action,source,column_name\n"
RULE = Rule("r", "row", "Sai", "Ô {cell}: “{value}” sai. {detail}", "Sửa.", "Nguồn", "status")

CONTRACT = """
pct_out_of_range pct_not_a_number spent_gt_allocated negative_amount amount_not_a_number amount_scale_suspect
status_pct_mismatch unknown_status unknown_unit unknown_task duplicate_row missing_required date_not_a_date
date_outside_year done_without_evidence not_responsible cumulative_lt_period cumulative_decreased total_mismatch
code_title_disagree hidden_rows approximate_value late_report missing_report received_on_unknown file_unreadable
file_encrypted no_table_found wrong_year superseded secret_marking
"""
ROW_RULES = """
pct_out_of_range pct_not_a_number spent_gt_allocated negative_amount amount_not_a_number amount_scale_suspect
status_pct_mismatch unknown_status unknown_unit unknown_task missing_required date_not_a_date date_outside_year
duplicate_row
"""
FILE_RULES = "file_unreadable file_encrypted file_too_large no_table_found wrong_year secret_marking"


def data_folder(tmp_path: Path, rules: str, changes: str | None = None) -> Path:
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "rules.csv").write_text(HEADER + rules, encoding="utf-8")
    if changes is not None:
        (tmp_path / "plans" / "p").mkdir(parents=True)
        (tmp_path / "plans" / "p" / "rules.csv").write_text("rule_id,severity,reason\n" + changes, encoding="utf-8")
    return tmp_path


def test_every_rule_of_the_contract_is_there_with_its_severity() -> None:
    rules = load_rules(DATA, "tth-2024")
    assert rules.keys() >= set(CONTRACT.split())
    assert {rules[rule_id].severity for rule_id in ROW_RULES.split()} == {"row"}
    assert {rules[rule_id].severity for rule_id in FILE_RULES.split()} == {"file"}
    assert {rules[rule_id].severity for rule_id in ("late_report", "not_responsible", "superseded")} == {"warning"}


@pytest.mark.parametrize("rule", load_rules(DATA, "tth-2024").values(), ids=lambda rule: rule.rule_id)
def test_every_message_reads_as_a_sentence_once_filled_in(rule: Rule) -> None:
    filled = fill_message(rule, value="abc", cell="F7", sheet="Biểu 1", file="a.xlsx", row_no=7)
    assert "{" not in filled
    assert "  " not in filled
    assert filled.endswith(".")
    assert rule.action.endswith(".")
    assert rule.title[0].isupper()


@pytest.mark.parametrize("rule", load_rules(DATA, "tth-2024").values(), ids=lambda rule: rule.rule_id)
def test_every_rule_comes_from_the_plan_or_says_that_it_is_the_systems_own(rule: Rule) -> None:
    """No article of a law is cited that nobody here has read."""
    assert rule.source.startswith(("Kế hoạch", "Danh mục chỉ tiêu của kế hoạch", "Quy tắc của hệ thống"))
    assert "Điều" not in rule.source


def test_a_message_names_cell_value_and_detail() -> None:
    filled = fill_message(RULE, cell="F7", value="abc", detail="Ghi một số.")
    assert filled == "Ô F7: “abc” sai. Ghi một số."


def test_a_message_without_a_cell_names_the_row_and_without_a_row_the_file() -> None:
    assert fill_message(RULE, row_no=7, value="x", file="a.xlsx") == "Dòng 7: “x” sai."
    assert fill_message(RULE, value="x", file="a.xlsx") == "Tệp a.xlsx: “x” sai."


def test_braces_in_a_cell_stay_text() -> None:
    assert fill_message(RULE, cell="F7", value="{cell} {0.__class__}") == "Ô F7: “{cell} {0.__class__}” sai."


def test_a_placeholder_nobody_knows_is_a_programming_error() -> None:
    with pytest.raises(TypeError, match="known: value"):
        fill_message(RULE, row=7)


def test_the_table_keeps_the_order_of_the_file() -> None:
    rules = load_rules(DATA, "tth-2024")
    table = rules_table(rules)
    assert table.columns == [
        "rule_id", "position", "severity", "title", "message", "action", "source", "column_name",
    ]  # fmt: skip
    assert table["rule_id"].to_list() == list(rules)
    assert table["position"].to_list() == list(range(1, len(rules) + 1))


def test_a_plan_changes_a_severity_and_says_why(tmp_path: Path) -> None:
    data = data_folder(tmp_path, "a,row,A,Sai.,Sửa.,Nguồn,\nb,row,B,Sai.,Sửa.,Nguồn,\n", "b,warning,Có chuyển nguồn\n")
    rules = load_rules(data, "p")
    assert (rules["a"].severity, rules["a"].reason) == ("row", "")
    assert (rules["b"].severity, rules["b"].reason) == ("warning", "Có chuyển nguồn")


@pytest.mark.parametrize(
    ("rules", "changes", "sentence"),
    [
        (
            "a,severe,A,Sai.,Sửa.,Nguồn,\n",
            None,
            "rules.csv, dòng 2: cột “severity” là “severe”; chỉ dùng một trong: warning, row",
        ),
        ("a,row,A,Sai.,,Nguồn,\n", None, "dòng 2: cột “action” để trống"),
        ("a,row,A,Sai.,Sửa.\n", None, "dòng 2: có 5 ô, hàng tiêu đề có 7 cột"),
        ("a,row,A,Ô {o} sai.,Sửa.,Nguồn,\n", None, f"không có chỗ điền “o”. .*{', '.join(PLACEHOLDERS)}"),
        ("a,row,A,Ô {cell sai.,Sửa.,Nguồn,\n", None, "dòng 2: dấu ngoặc nhọn"),
        ("a,row,A,Sai.,Sửa.,Nguồn,\na,row,B,Sai.,Sửa.,Nguồn,\n", None, "dòng 3: quy tắc “a” được khai hai lần"),
        ("a,row,A,Sai.,Sửa.,Nguồn,\n", "b,row,Vì sao\n", "p/rules.csv, dòng 2: không có quy tắc “b”. .*đã biết: a"),
        ("a,row,A,Sai.,Sửa.,Nguồn,\n", "a,gone,Vì sao\n", f"cột “severity” là “gone”; .*{', '.join(SEVERITIES)}"),
        ("a,row,A,Sai.,Sửa.,Nguồn,\n", "a,warning,\n", "dòng 2: cột “reason” để trống"),
    ],
)
def test_a_mistake_in_the_rules_is_named_with_file_and_line(
    tmp_path: Path, rules: str, changes: str | None, sentence: str
) -> None:
    with pytest.raises(DataError, match=sentence):
        load_rules(data_folder(tmp_path, rules, changes), "p")


def test_a_missing_file_and_missing_columns_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"reference/rules\.csv: không có tệp này"):
        load_rules(tmp_path, "p")
    data_folder(tmp_path, "")
    (tmp_path / "reference" / "rules.csv").write_text("rule_id,severity\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"dòng 1: thiếu cột “title”; .*\(rule_id, severity, title"):
        load_rules(tmp_path, "p")
