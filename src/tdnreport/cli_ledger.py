"""Commands of closing, publishing and comparing. Arguments in, a call of `app`, sentences out."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tdnreport.base.home import find_home
from tdnreport.options import CodeOption, JsonOption, OnOption, PeriodOption, PlanOption
from tdnreport.terminal import exit_if_stopped, exit_with, print_lines, print_text, print_warning, show_table

if TYPE_CHECKING:
    from tdnreport.plans.context import RunContext

app = typer.Typer()

NumberOption = Annotated[str, typer.Option("--document-no", help="Số văn bản, ví dụ 245 hoặc 245/BC-STTTT.")]
SignedOption = Annotated[datetime, typer.Option("--signed-on", formats=["%Y-%m-%d"], help="Ngày ký, ví dụ 2024-12-12.")]
ReasonOption = Annotated[str, typer.Option("--reason", help="Lý do; được lưu trong sổ.")]


@app.command()
def close(
    plan: PlanOption,
    period: PeriodOption,
    inbox: Annotated[
        Path | None, typer.Option("--inbox", help="Thư mục tệp đã làm báo cáo; mặc định là data/inbox hoặc tệp mẫu.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Thư mục kết quả; mặc định out/<kế hoạch>/<kỳ>.")] = None,
    on: OnOption = None,
) -> None:
    """Chốt số liệu của kỳ: giữ nguyên tệp đầu vào, con số và kết quả kèm mã băm trong data/closed."""
    from tdnreport.app.close import close_period

    closed = close_period(_context(plan, period), _date_or_today(on), out, inbox, print_warning)
    print_text(f"Đã chốt {len(closed.files)} tệp vào {closed.folder}.\nMã chốt (ghi vào biên bản): {closed.code}")


@app.command()
def reopen(
    plan: PlanOption,
    period: PeriodOption,
    reason: Annotated[str, typer.Option("--reason", help="Lý do mở lại; được lưu cùng số liệu đã chốt.")],
    on: OnOption = None,
) -> None:
    """Mở lại kỳ đã chốt, phải nêu lý do; bản đã chốt vẫn được giữ."""
    from tdnreport.app.close import reopen_period

    print_text(f"Đã mở lại; bản đã chốt giữ trong {reopen_period(_context(plan, period), reason, _date_or_today(on))}.")


@app.command()
def compare(
    plan: PlanOption,
    period: PeriodOption,
    out: Annotated[Path | None, typer.Option("--out", help="Thư mục kết quả; mặc định out/<kế hoạch>/<kỳ>.")] = None,
) -> None:
    """So báo cáo hiện có với số liệu đã chốt: con số nào đổi, do tệp nào."""
    from tdnreport.app.close import compare_with_closed

    print_lines(compare_with_closed(_context(plan, period), out))


@app.command(name="verify-closed")
def verify_closed(plan: PlanOption, period: PeriodOption, code: CodeOption = "") -> None:
    """Kiểm tra số liệu đã chốt còn nguyên từng bit."""
    from tdnreport.app.close import verify_closed_period

    code, faults = verify_closed_period(_context(plan, period), code)
    print_lines(faults or [f"Số liệu đã chốt còn nguyên vẹn. Mã chốt: {code}"])
    exit_if_stopped(bool(faults))


@app.command()
def publish(
    plan: PlanOption,
    period: PeriodOption,
    document_no: NumberOption,
    signed_on: SignedOption,
    replaces: Annotated[
        str | None, typer.Option("--replaces", help="Mã văn bản trong sổ mà báo cáo này thay thế.")
    ] = None,
    reason: Annotated[str | None, typer.Option("--reason", help="Lý do thay thế.")] = None,
    inbox: Annotated[Path | None, typer.Option("--inbox", help="Thư mục tệp đã làm báo cáo, khi kỳ chưa chốt.")] = None,
) -> None:
    """Công bố số liệu của kỳ theo báo cáo đã ký: chốt kỳ nếu chưa chốt, ghi vào sổ data/published."""
    from tdnreport.app.publish import publish_period, published_text

    published = publish_period(
        _context(plan, period), document_no, signed_on.date(), replaces, reason, inbox, print_warning
    )
    print_lines(published_text(published))


@app.command()
def baseline(
    file: Annotated[Path, typer.Argument(help="Báo cáo đã ký của năm trước (.docx).")],
    plan: PlanOption,
    period: PeriodOption,
    document_no: NumberOption,
    signed_on: SignedOption,
    column: Annotated[
        str, typer.Option("--column", help="Tiêu đề của cột chứa kết quả trong bảng chỉ tiêu.")
    ] = "Thực hiện",
    data_from: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], help="Ngày đầu kỳ số liệu; mặc định theo kỳ.")
    ] = None,
    data_to: Annotated[
        datetime | None, typer.Option("--to", formats=["%Y-%m-%d"], help="Ngày cuối kỳ số liệu; mặc định theo kỳ.")
    ] = None,
) -> None:
    """Đưa số của báo cáo năm trước đã ký (tệp Word) vào sổ, làm gốc so sánh trong năm đầu sử dụng."""
    from tdnreport.app.baseline import baseline_text, enter_baseline

    if (data_from is None) != (data_to is None):
        exit_with("--from và --to phải đi cùng nhau.")
    window = (data_from.date(), data_to.date()) if data_from and data_to else None
    made = enter_baseline(_context(plan, period), file, document_no, signed_on.date(), column, window)
    print_lines(baseline_text(made))


@app.command()
def correct(
    document: Annotated[str, typer.Option("--document", help="Mã văn bản trong sổ, ví dụ 2024-245/BC-STTTT.")],
    reason: ReasonOption,
    figure: Annotated[
        str | None, typer.Option("--figure", help="Mã con số đã công bố, ví dụ press_conferences.")
    ] = None,
    value: Annotated[float | None, typer.Option("--value", help="Giá trị đúng.")] = None,
    document_no: Annotated[str | None, typer.Option("--document-no", help="Số văn bản mới, khi đã ký.")] = None,
    signed_on: Annotated[
        datetime | None, typer.Option("--signed-on", formats=["%Y-%m-%d"], help="Ngày ký văn bản mới.")
    ] = None,
    form_only: Annotated[
        bool, typer.Option("--form-only", help="Chỉ đính chính lỗi trình bày: soạn công văn, không sửa số liệu.")
    ] = False,
) -> None:
    """Sửa số đã công bố: soạn báo cáo thay thế (hoặc công văn đính chính), ghi số mới vào sổ khi đã ký."""
    from tdnreport.app.correct import FORM_ONLY, correct_figure, correct_form, corrected_text

    if (document_no is None) != (signed_on is None):
        exit_with("--document-no và --signed-on phải đi cùng nhau: số và ngày của văn bản đã ký.")
    signed = (document_no, signed_on.date()) if document_no and signed_on else None
    if form_only and (figure is not None or value is not None):
        exit_with(FORM_ONLY)
    if form_only:
        print_lines(corrected_text(correct_form(find_home(), document, reason, signed)))
    elif figure is None or value is None:
        exit_with("Sửa số liệu cần cả --figure và --value; chỉ sửa lỗi trình bày thì dùng --form-only.")
    else:
        print_lines(corrected_text(correct_figure(find_home(), document, figure, value, reason, signed)))


@app.command()
def revisions(
    plan: Annotated[str | None, typer.Option("--plan", help="Chỉ các số của một kế hoạch.")] = None,
    as_json: JsonOption = False,
    excel: Annotated[Path | None, typer.Option("--excel", help="Ghi bảng các lần công bố ra tệp Excel.")] = None,
) -> None:
    """Số đã công bố nào đã điều chỉnh: lần đầu, lần cuối, chênh lệch, lý do."""
    from tdnreport.app.revisions import COLUMNS, find_revisions, revision_rows, revisions_json, write_triangle

    found = find_revisions(find_home().data, plan)
    if excel:
        write_triangle(found, excel)
    if as_json:
        print_lines([revisions_json(found)])
    elif found:
        show_table("Số đã công bố có điều chỉnh", COLUMNS, revision_rows(found))
    else:
        print_lines(["Chưa có số đã công bố nào được điều chỉnh."])


@app.command(name="compare-years")
def compare_years(plan: PlanOption, period: PeriodOption, as_json: JsonOption = False) -> None:
    """So từng con số của kỳ với năm trước: gốc, có so được không, lời của báo cáo."""
    from tdnreport.app.compare_years import COLUMNS, comparison_rows, comparisons_json
    from tdnreport.app.compare_years import compare_years as compare

    rows = compare(_context(plan, period))
    if as_json:
        print_lines([comparisons_json(rows)])
    else:
        show_table(f"So sánh với năm trước, kỳ {period}", COLUMNS, comparison_rows(rows))


def _context(plan: str, period: str) -> RunContext:
    from tdnreport.plans.context import load_context

    return load_context(find_home(), plan, period)


def _date_or_today(given: datetime | None) -> date:
    return given.date() if given else date.today()
