"""What a person at a terminal sees: sentences, tables, a progress bar, and an exit status for whatever went wrong."""

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
from tdnreport.base.home import home
from tdnreport.base.privacy import printable

if TYPE_CHECKING:
    from tdnreport.base.progress import Progress


class Commands(TyperGroup):
    """Whatever goes wrong ends in a sentence and an exit status, never in a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            end("Đã dừng theo yêu cầu; báo cáo và kho số liệu trước đó vẫn nguyên vẹn.", errors.INTERRUPTED)
        except (typer.Exit, TyperException):
            raise
        except Exception as error:
            end_with(error)


def say(text: str, err: bool = False) -> None:
    """Print without what a terminal would obey: file names and cell texts come from outside."""
    typer.echo(printable(text), err=err)


def say_lines(lines: Iterable[str]) -> None:
    say("\n".join(lines))


def warn(text: str) -> None:
    say(text, err=True)


def stop_if(stops: bool) -> None:
    if stops:
        raise typer.Exit(errors.STOPPED)


def end(sentence: str, status: int = errors.CANNOT_RUN) -> NoReturn:
    warn(sentence)
    raise typer.Exit(status)


def end_with(error: Exception) -> NoReturn:
    """An error that has a sentence for the officer ends with it; of any other the place in the program is kept."""
    if sentence := errors.sentence_of(error):
        end(sentence, getattr(error, "status", errors.CANNOT_RUN))
    path = errors.record_fault(error, (home().faults, Path(gettempdir(), "tdnreport-loi")), __version__)
    kept = f"; chi tiết để báo lỗi (không có số liệu của đơn vị) ở {path}" if path else f" ({type(error).__name__})"
    end(f"Chương trình gặp lỗi ngoài dự kiến{kept}. Báo cáo và kho số liệu trước đó vẫn nguyên vẹn.", errors.UNEXPECTED)


def show_table(title: str, columns: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    """A table on a terminal, tab-separated lines in a pipe."""
    from rich.console import Console
    from rich.table import Table

    console = Console()
    if not console.is_terminal:
        say_lines("\t".join(row) for row in (columns, *rows))
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
