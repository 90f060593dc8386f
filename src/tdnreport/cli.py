"""Commands of tdnreport. Exit status: 0 done; 1 done, but a finding forbids the report; 2 could not run."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from tdnreport import __version__
from tdnreport.base.home import home
from tdnreport.base.os_errors import why
from tdnreport.base.privacy import printable

if TYPE_CHECKING:
    from tdnreport.base.progress import Progress
    from tdnreport.plans.context import RunContext

app = typer.Typer(
    name="tdnreport",
    help="Từ tệp báo cáo của các đơn vị đến báo cáo tổng hợp công tác thông tin đối ngoại của tỉnh.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"max_content_width": 120},
    rich_markup_mode=None,  # plain help and messages: frames around them would double the time to start
)

PlanOption = Annotated[str, typer.Option("--plan", help="Mã kế hoạch: tên thư mục trong data/plans, ví dụ tth-2024.")]
PeriodOption = Annotated[str, typer.Option("--period", help="Kỳ báo cáo của kế hoạch, ví dụ 2024 hoặc 2024-h1.")]
InboxOption = Annotated[Path, typer.Option("--inbox", help="Thư mục chứa tệp các đơn vị gửi (và register.csv nếu có).")]
RestrictedOption = Annotated[
    bool,
    typer.Option(
        "--allow-restricted", help="Nhận cả tệp có dấu chỉ độ mật; mọi kết quả mang dấu cao nhất trong số đó."
    ),
]
OnOption = Annotated[
    datetime | None, typer.Option("--on", formats=["%Y-%m-%d"], help="Ngày chốt hoặc mở lại; mặc định là hôm nay.")
]

EXIT_STOPPED = 1
EXIT_CANNOT_RUN = 2


def main() -> None:
    """Run a command; messages are UTF-8 whatever the terminal's own code page is."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    os.umask(0o077)
    app()


@app.callback(invoke_without_command=True)
def _about(version: Annotated[bool, typer.Option("--version", help="In số phiên bản.")] = False) -> None:
    if version:
        _say(f"tdnreport {__version__}")
        raise typer.Exit


@app.command()
def report(
    plan: PlanOption,
    period: PeriodOption,
    inbox: InboxOption,
    out: Annotated[Path | None, typer.Option("--out", help="Thư mục kết quả; mặc định out/<kế hoạch>/<kỳ>.")] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="Ngày của số liệu; mặc định là ngày nhận tệp sau cùng."),
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
    from tdnreport.quality import gate

    with _plain_errors(), gate.opened() as judge, _progress() as progress:
        from tdnreport.app import report as make
        from tdnreport.history import comparing

        subject = _subject(plan, period, allow_restricted)
        folder = out or home().out(plan, period)
        with _alone(plan, period):
            day = as_of.date() if as_of else None
            made = make.report(subject, _folder(inbox), folder, day, judge, progress, previous)
            changed = None if made.stops else comparing.compare(subject, folder)
    for line in (*make.summary(made), *(comparing.lines(changed) if changed else ())):
        _say(line)
    if made.stops:
        raise typer.Exit(EXIT_STOPPED)


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
    from tdnreport.quality import gate

    with _plain_errors(), gate.opened() as judge, _progress() as progress:
        from tdnreport.app import report as make

        subject = _subject(plan, period, allow_restricted)
        path = out_warehouse or home().warehouse(plan, period)
        with _alone(plan, period):
            built = make.build(subject, _folder(inbox), path, judge, progress)
    for line in make.build_summary(built):
        _say(line)
    if built.stops:
        raise typer.Exit(EXIT_STOPPED)


@app.command()
def check(
    files: Annotated[list[Path], typer.Argument(help="Tệp cần kiểm tra trước khi gửi.")],
    plan: PlanOption,
    period: PeriodOption,
    as_json: Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON cho chương trình khác đọc.")] = False,
    allow_restricted: RestrictedOption = False,
) -> None:
    """Kiểm tra tệp trước khi gửi: nêu từng ô sai, sai gì và cần ghi thế nào. Không ghi gì vào kho số liệu."""
    from tdnreport.app import check as checking

    with _plain_errors():
        missing = [str(file) for file in files if not file.is_file()]
        if missing:
            _cannot_run(f"Không có tệp: {', '.join(missing)}.")
        checked = checking.check(_subject(plan, period, allow_restricted), files)
    _say(checking.as_json(checked) if as_json else "\n".join(checking.as_text(checked)))
    if any(one.to_mend for one in checked):
        raise typer.Exit(EXIT_STOPPED)


@app.command()
def template(
    plan: PlanOption,
    period: PeriodOption,
    out: Annotated[Path, typer.Option("--out", help="Thư mục ghi biểu mẫu, mỗi đơn vị một tệp.")],
) -> None:
    """Tạo biểu mẫu điền sẵn cho từng đơn vị phải báo cáo."""
    from tdnreport.feedback.form import write_templates
    from tdnreport.history import earlier

    with _plain_errors():
        subject = _subject(plan, period)
        said = earlier.last(home(), subject.plan, subject.period)
        paths = write_templates(subject.plan, subject.period, subject.reference, out, said)
    beside = f", kèm số đã báo cáo kỳ {said.label}" if said else ""
    _say(f"Đã tạo {len(paths)} biểu mẫu trong {out}{beside}.")


@app.command()
def status(plan: PlanOption, period: PeriodOption, inbox: InboxOption) -> None:
    """Đơn vị nào đã gửi, gửi muộn, chưa gửi."""
    from tdnreport.app import status as statuses

    with _plain_errors(), _progress() as progress:
        table = statuses.table(_subject(plan, period), _folder(inbox), progress)
    statuses.show(table)


@app.command()
def remind(
    plan: PlanOption,
    period: PeriodOption,
    inbox: InboxOption,
    out: Annotated[Path, typer.Option("--out", help="Thư mục ghi công văn, mỗi đơn vị một tệp .docx.")],
) -> None:
    """Soạn công văn đôn đốc cho từng đơn vị chưa gửi, gửi tệp không đọc được hoặc gửi muộn."""
    from tdnreport.app.remind import write_letters

    with _plain_errors(), _progress() as progress:
        paths = write_letters(_subject(plan, period), _folder(inbox), out, progress)
    _say(f"Đã soạn {len(paths)} công văn đôn đốc trong {out}." if paths else "Không có đơn vị nào phải đôn đốc.")


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
    from tdnreport.app import trace as tracing

    with _plain_errors():
        lines = list(tracing.lines(figure, out or tracing.last_report(home()), unit))
    _say("\n".join(lines))


@app.command()
def verify(
    document: Annotated[Path, typer.Argument(help="Báo cáo Word đã sửa tay, ví dụ bao-cao.docx.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="Thư mục kết quả của báo cáo; mặc định là báo cáo làm sau cùng.")
    ] = None,
) -> None:
    """Soát báo cáo Word đã sửa tay: nêu từng con số không còn khớp với số liệu, ở đoạn nào, ô nào."""
    from tdnreport.app import trace as tracing
    from tdnreport.app import verify as verifying

    with _plain_errors():
        found = verifying.verify(document, out or tracing.last_report(home()))
    _say("\n".join(verifying.lines(document, found)))
    if found:
        raise typer.Exit(EXIT_STOPPED)


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
    from tdnreport.history import closing

    with _plain_errors(), _alone(plan, period):
        closed = closing.close(_subject(plan, period), out or home().out(plan, period), _day(on), inbox)
    _say(f"Đã chốt {len(closed.files)} tệp vào {closed.folder}.\nMã chốt (ghi vào biên bản): {closed.code}")


@app.command()
def reopen(
    plan: PlanOption,
    period: PeriodOption,
    reason: Annotated[str, typer.Option("--reason", help="Lý do mở lại; được lưu cùng số liệu đã chốt.")],
    on: OnOption = None,
) -> None:
    """Mở lại kỳ đã chốt, phải nêu lý do; bản đã chốt vẫn được giữ."""
    from tdnreport.history import closing

    with _plain_errors():
        kept = closing.reopen(_subject(plan, period), reason, _day(on))
    _say(f"Đã mở lại; bản đã chốt giữ trong {kept}.")


@app.command()
def compare(
    plan: PlanOption,
    period: PeriodOption,
    out: Annotated[Path | None, typer.Option("--out", help="Thư mục kết quả; mặc định out/<kế hoạch>/<kỳ>.")] = None,
) -> None:
    """So báo cáo hiện có với số liệu đã chốt: con số nào đổi, do tệp nào."""
    from tdnreport.history import comparing

    with _plain_errors():
        found = comparing.compare(_subject(plan, period), out or home().out(plan, period))
    _say("\n".join(comparing.lines(found)) if found else "Kỳ này chưa chốt.")


@app.command(name="verify-closed")
def verify_closed(plan: PlanOption, period: PeriodOption) -> None:
    """Kiểm tra số liệu đã chốt còn nguyên từng bit."""
    from tdnreport.history import closing

    with _plain_errors():
        folder = closing.folder_of(_subject(plan, period))
        faults = closing.verify(folder)
    _say("\n".join(faults) if faults else f"Số liệu đã chốt còn nguyên vẹn. Mã chốt: {closing.closed(folder).code}")
    if faults:
        raise typer.Exit(EXIT_STOPPED)


@contextmanager
def _alone(plan: str, period: str) -> Iterator[None]:
    from tdnreport.base.run_lock import alone

    with alone(home().warehouse(plan, period), lambda text: _say(text, err=True)):
        yield


def _day(given: datetime | None) -> date:
    return given.date() if given else date.today()


def _subject(plan: str, period: str, allow_restricted: bool = False) -> RunContext:
    from tdnreport.plans.context import allowing_restricted, load_context

    found = load_context(home(), plan, period)
    return allowing_restricted(found) if allow_restricted else found


def _folder(path: Path) -> Path:
    if not path.is_dir():
        _cannot_run(f"Không có thư mục {path}. Hãy ghi đúng đường dẫn đến thư mục chứa tệp các đơn vị gửi.")
    return path


def _say(text: str, err: bool = False) -> None:
    """Print without what a terminal would obey: file names and cell texts come from outside."""
    typer.echo(printable(text), err=err)


def _cannot_run(message: str) -> NoReturn:
    _say(message, err=True)
    raise typer.Exit(EXIT_CANNOT_RUN)


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Errors that have a sentence for the officer end the command with it, not with a traceback."""
    try:
        yield
    except OSError as error:
        _cannot_run(f"Không đọc hoặc ghi được {error.filename or 'tệp'}: {why(error)}.")
    except Exception as error:
        if not isinstance(error, _errors_with_a_sentence()):
            raise
        _cannot_run(str(error))


def _errors_with_a_sentence() -> tuple[type[Exception], ...]:
    """Imported when something went wrong only: a command starts without the modules it does not need."""
    from tdnreport.app.outputs import FolderInUse
    from tdnreport.app.trace import TraceError
    from tdnreport.app.verify import VerifyError
    from tdnreport.history.closing import ClosingError
    from tdnreport.plans import DataError
    from tdnreport.plans.rules import RuleError
    from tdnreport.quality.gate import GateError
    from tdnreport.quality.suites import SuiteError
    from tdnreport.report.prose import ProseError
    from tdnreport.warehouse.models import ModelError

    return (
        DataError, RuleError, SuiteError, ModelError, GateError, FolderInUse, ProseError, TraceError, VerifyError,
        ClosingError,
    )  # fmt: skip


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on a terminal; silence in a pipe or a log."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bars

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn())
    with Bars(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        tasks: dict[str, int] = {}

        def step(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total)
            bars.update(tasks[what], completed=done, total=total)  # type: ignore[arg-type]

        yield step
