"""Commands about one finished document. Arguments in, a call of `app`, sentences out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tdnreport.base.home import find_home
from tdnreport.terminal import exit_if_stopped, print_lines

app = typer.Typer()


@app.command()
def lint(document: Annotated[Path, typer.Argument(help="Báo cáo Word, làm bằng chương trình hoặc soạn tay.")]) -> None:
    """Soát thể thức báo cáo Word theo Nghị định 30: trang, lề, phông, các thành phần, lời văn, số trang; nêu từng điều cần sửa."""
    from tdnreport.app.lint import lint_document, lint_summary

    home = find_home()
    found = lint_document(document, home)
    print_lines(lint_summary(document, found, home))
    exit_if_stopped(bool(found))
