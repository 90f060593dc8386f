"""Commands of tdnreport: arguments in, a call of `app`, sentences out.

Exit status: 0 done; 1 done, but a finding forbids the report; 2 could not run; 3 a fault of the program; 130 stopped by Ctrl+C.
"""

from __future__ import annotations

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tdnreport import __version__, cli_documents, cli_ledger, cli_years
from tdnreport.base.home import find_home
from tdnreport.history_commands import add_history_commands
from tdnreport.options import InboxOption, PeriodOption, PlanOption, RestrictedOption
from tdnreport.terminal import (
    Commands,
    exit_if_stopped,
    exit_with,
    print_lines,
    print_text,
    print_warning,
    progress_bar,
    show_table,
)
from tdnreport.usage import Command
from tdnreport.web.command import desk

if TYPE_CHECKING:
    from tdnreport.plans.context import RunContext


app = typer.Typer(
    name="tdnreport",
    cls=Commands,
    help="Từ tệp báo cáo của các đơn vị đến báo cáo tổng hợp công tác thông tin đối ngoại của tỉnh.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"max_content_width": 120},
    rich_markup_mode=None,  # plain help and messages: frames around them would double the time to start
)
app.command()(desk)


def main() -> None:
    """Run a command; messages are UTF-8 whatever the terminal's own code page is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    os.umask(0o077)
    app(prog_name="tdnreport")


@app.callback(invoke_without_command=True)
def _show_version(version: Annotated[bool, typer.Option("--version", help="In số phiên bản.")] = False) -> None:
    if version:
        print_text(f"tdnreport {__version__}")
        raise typer.Exit


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="THƯ-MỤC", help="Thư mục sẽ tạo.")],
    sample: Annotated[bool, typer.Option("--sample", help="Kèm tệp mẫu (số liệu minh họa) của các kế hoạch.")] = False,
) -> None:
    """Tạo thư mục làm việc: kế hoạch, nơi đặt tệp các đơn vị gửi, từ ngữ riêng."""
    from tdnreport.app.init import make_project

    made = make_project(folder, find_home().product, sample)
    print_text(f"Đã tạo thư mục làm việc {made.root}. Đặt tệp vào data/inbox rồi chạy lệnh report ở thư mục đó.")


@app.command()
def report(
    plan: PlanOption,
    period: PeriodOption,
    inbox: InboxOption,
    out: Annotated[Path | None, typer.Option("--out", help="Thư mục kết quả; mặc định out/<kế hoạch>/<kỳ>.")] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            "--as-of",
            formats=["%Y-%m-%d"],
            help="Ngày của số liệu: tệp nhận sau đó không tính; mặc định là ngày nhận cuối cùng.",
        ),
    ] = None,
    previous: Annotated[
        Path | None,
        typer.Option(
            "--previous", help="Thư mục kết quả của báo cáo kỳ trước, để đối chiếu lũy kế và điểm chất lượng."
        ),
    ] = None,
    allow_restricted: RestrictedOption = False,
) -> None:
    """Làm báo cáo: đọc tệp, kiểm tra, tổng hợp, xuất Word, trang HTML, Excel, biểu đồ và dữ liệu mở."""
    from tdnreport.app.report import make_report, report_summary

    context = _context(plan, period, allow_restricted)
    with progress_bar() as progress:
        made = make_report(
            context, _existing_folder(inbox), out, as_of and as_of.date(), previous, progress, print_warning
        )
    print_lines(report_summary(made))
    exit_if_stopped(made.stops)


@app.command()
def build(
    plan: PlanOption,
    period: PeriodOption,
    inbox: InboxOption,
    out_warehouse: Annotated[
        Path | None,
        typer.Option("--out-warehouse", help="Tệp kho số liệu (DuckDB) sẽ ghi; mặc định là kho của kỳ trong out."),
    ] = None,
    allow_restricted: RestrictedOption = False,
) -> None:
    """Đọc, kiểm tra và tổng hợp vào kho số liệu, không xuất báo cáo."""
    from tdnreport.app.report import build_summary, build_warehouse

    context = _context(plan, period, allow_restricted)
    with progress_bar() as progress:
        built = build_warehouse(context, _existing_folder(inbox), out_warehouse, progress, print_warning)
    print_lines(build_summary(built))
    exit_if_stopped(built.stops)


@app.command()
def check(
    files: Annotated[
        list[Path], typer.Argument(metavar="TỆP", help="Tệp cần kiểm tra trước khi gửi, hoặc thư mục chứa các tệp.")
    ],
    plan: PlanOption,
    period: PeriodOption,
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON cho chương trình khác đọc.")] = False,
    allow_restricted: RestrictedOption = False,
) -> None:
    """Kiểm tra tệp trước khi gửi: nêu từng ô sai, sai gì và cần ghi thế nào. Không ghi gì vào kho số liệu."""
    from tdnreport.app.check import check_files, check_json, check_text

    missing = [str(file) for file in files if not file.exists()]
    if missing:
        exit_with(f"Không có tệp: {', '.join(missing)}.")
    checked = check_files(_context(plan, period, allow_restricted), files)
    print_lines([check_json(checked)] if as_json else check_text(checked))
    exit_if_stopped(any(file.to_mend for file in checked))


@app.command()
def explain(
    file: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp cần xem.")], plan: PlanOption, period: PeriodOption
) -> None:
    """Cho biết từng cột của tệp được hiểu là gì, theo chữ và quy tắc nào; từng dòng được coi là gì."""
    from tdnreport.app.explain import explain_file

    print_lines(explain_file(_context(plan, period, False), file))


@app.command()
def template(
    plan: PlanOption,
    period: PeriodOption,
    out: Annotated[Path, typer.Option("--out", help="Thư mục ghi biểu mẫu, mỗi đơn vị một tệp.")],
) -> None:
    """Tạo biểu mẫu điền sẵn cho từng đơn vị phải báo cáo."""
    from tdnreport.app.template import make_templates, template_summary

    print_text(template_summary(make_templates(_context(plan, period), out)))


@app.command()
def status(plan: PlanOption, period: PeriodOption, inbox: InboxOption) -> None:
    """Đơn vị nào đã gửi, gửi muộn, chưa gửi."""
    from tdnreport.app.status import COLUMNS, unit_states

    with progress_bar() as progress:
        rows = unit_states(_context(plan, period), _existing_folder(inbox), progress, print_warning)
    show_table("Tình hình gửi báo cáo", COLUMNS, rows)


@app.command()
def remind(
    plan: PlanOption,
    period: PeriodOption,
    inbox: InboxOption,
    out: Annotated[Path, typer.Option("--out", help="Thư mục ghi công văn, mỗi đơn vị một tệp .docx.")],
) -> None:
    """Soạn công văn đôn đốc cho từng đơn vị chưa gửi, gửi tệp không đọc được hoặc gửi muộn."""
    from tdnreport.app.remind import write_letters

    context = _context(plan, period)
    with progress_bar() as progress:
        paths = write_letters(context, _existing_folder(inbox), out, progress)
    print_text(f"Đã soạn {len(paths)} công văn đôn đốc trong {out}." if paths else "Không có đơn vị nào phải đôn đốc.")


@app.command()
def trace(
    figure: Annotated[str, typer.Argument(help="Mã con số trong so-lieu.json, ví dụ completion_rate_pct.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Thư mục kết quả của báo cáo; mặc định là báo cáo làm sau cùng.")
    ] = None,
    unit: Annotated[
        str | None, typer.Option(help="Một đơn vị (tên hoặc mã): có trong con số này không, vì sao không.")
    ] = None,
) -> None:
    """Từ một con số của báo cáo trở về tệp, trang tính, dòng và ô đã tạo ra nó; và vì sao không có số liệu của một đơn vị."""
    from tdnreport.app.trace import last_report, trace_figure

    print_lines(trace_figure(figure, out or last_report(find_home()), unit))


@app.command()
def verify(
    document: Annotated[Path, typer.Argument(help="Báo cáo Word đã sửa tay, ví dụ bao-cao.docx.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Thư mục kết quả của báo cáo; mặc định là báo cáo làm sau cùng.")
    ] = None,
) -> None:
    """Soát báo cáo Word đã sửa tay: nêu từng con số không còn khớp với số liệu, ở đoạn nào, ô nào."""
    from tdnreport.app.trace import last_report
    from tdnreport.app.verify import verify_document, verify_summary

    found = verify_document(document, out or last_report(find_home()))
    print_lines(verify_summary(document, found))
    exit_if_stopped(bool(found))


for commands in (cli_years, cli_ledger, cli_documents):
    app.registered_commands += commands.app.registered_commands
add_history_commands(app)
for command in app.registered_commands:
    command.cls = Command


def _context(plan: str, period: str, allow_restricted: bool = False) -> RunContext:
    from tdnreport.plans.context import load_context, with_restricted_allowed

    context = load_context(find_home(), plan, period)
    return with_restricted_allowed(context) if allow_restricted else context


def _existing_folder(path: Path) -> Path:
    if not path.is_dir():
        exit_with(f"Không có thư mục {path}. Hãy ghi đúng đường dẫn đến thư mục chứa tệp các đơn vị gửi.")
    return path
