"""Commands over the store of all builds: `tdnreport sql`, `tdnreport rebuild-store`; exit statuses as in `cli`."""

from __future__ import annotations

from typing import Annotated

import typer

from tdnreport.base.home import find_home
from tdnreport.terminal import print_lines, print_warning, progress_bar, show_table


def add_history_commands(app: typer.Typer) -> None:
    app.command()(sql)
    app.command(name="rebuild-store")(rebuild_store)


def sql(
    query: Annotated[
        str,
        typer.Argument(
            metavar="CÂU-HỎI", help="Câu SELECT; xem tên bảng bằng: show tables; ví dụ from history.builds."
        ),
    ],
    as_csv: Annotated[bool, typer.Option("--csv", help="In mọi dòng dạng CSV.")] = False,
    sample: Annotated[bool, typer.Option("--sample", help="Hỏi số liệu minh họa thay cho số liệu thật.")] = False,
    allow_restricted: Annotated[
        bool, typer.Option("--allow-restricted", help="Kể cả lần tổng hợp có dấu chỉ độ mật.")
    ] = False,
) -> None:
    """Hỏi kho lịch sử bằng SQL: mọi kế hoạch, kỳ, tỉnh và lần tổng hợp đã lưu (các bảng history.…)."""
    from tdnreport.app.ask_history import ask_history, csv_lines, table_rows

    answer = ask_history(find_home(), query, sample, allow_restricted)
    if as_csv:
        print_lines(csv_lines(answer))
    else:
        show_table("", answer.columns, table_rows(answer))
    for sentence in answer.remarks(as_csv):
        print_warning(sentence)


def rebuild_store() -> None:
    """Dựng lại kho lịch sử từ các kỳ đã chốt (data/closed); lần tổng hợp đã có trong kho không ghi thêm."""
    from tdnreport.app.keep import rebuild_store as rebuild

    with progress_bar() as progress:
        print_lines(rebuild(find_home(), progress))
