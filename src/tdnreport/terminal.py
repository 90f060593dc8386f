"""Terminal output: sentences, tables, a progress bar, and an exit status for every error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any, NoReturn

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from tdnreport import __version__
from tdnreport.base import errors
from tdnreport.base.home import find_home
from tdnreport.base.privacy import strip_unprintable
from tdnreport.usage import name_values, translate_help, usage_sentence, with_own_help

if TYPE_CHECKING:
    from tdnreport.base.progress import Progress


class Commands(TyperGroup):
    """Turns every error of a command into a sentence and an exit status; no traceback is printed. Help is in Vietnamese."""

    def make_context(self, *given: Any, **more: Any) -> Any:
        try:
            return super().make_context(*given, **more)
        except TyperException as error:
            _exit_with_usage(error)

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            exit_with("Đã dừng theo yêu cầu; báo cáo và kho số liệu trước đó vẫn nguyên vẹn.", errors.INTERRUPTED)
        except TyperException as error:
            _exit_with_usage(error)
        except typer.Exit:
            raise
        except Exception as error:
            exit_with_error(error)

    def get_help(self, ctx: Any) -> str:
        name_values(self.params)
        return translate_help(super().get_help(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        return with_own_help(super().get_help_option(ctx))


def _exit_with_usage(error: TyperException) -> NoReturn:
    """A command line that cannot be understood ends with its sentence; help that was asked for is printed as it is."""
    sentence = usage_sentence(error)
    if sentence is None:
        raise error
    exit_with(sentence)


def print_text(text: str, err: bool = False) -> None:
    """Print text with terminal control characters removed; file names and cell texts come from outside."""
    typer.echo(strip_unprintable(text), err=err)


def print_lines(lines: Iterable[str]) -> None:
    print_text("\n".join(lines))


def print_warning(text: str) -> None:
    print_text(text, err=True)


def exit_if_stopped(stops: bool) -> None:
    if stops:
        raise typer.Exit(errors.STOPPED)


def exit_with(sentence: str, status: int = errors.CANNOT_RUN) -> NoReturn:
    print_warning(sentence)
    raise typer.Exit(status)


def exit_with_error(error: Exception) -> NoReturn:
    """End with the error's own sentence; for any other exception record where it was raised."""
    if sentence := errors.sentence_of(error):
        exit_with(sentence, getattr(error, "status", errors.CANNOT_RUN))
    path = errors.record_fault(error, (find_home().faults, Path(gettempdir(), "tdnreport-loi")), __version__)
    kept = f"; chi tiết để báo lỗi (không có số liệu của đơn vị) ở {path}" if path else f" ({type(error).__name__})"
    exit_with(
        f"Chương trình gặp lỗi ngoài dự kiến{kept}. Báo cáo và kho số liệu trước đó vẫn nguyên vẹn.", errors.UNEXPECTED
    )


def show_table(title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """A table on a terminal, tab-separated lines in a pipe."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if not console.is_terminal:
        print_lines("\t".join(row) for row in (columns, *rows))
        return
    table = Table(*columns, title=title)
    for row in rows:
        table.add_row(*row)
    console.print(table)


@contextmanager
def progress_bar() -> Iterator[Progress]:
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
