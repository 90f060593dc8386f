"""Commands about days and years: who stands for whom on a day, and next year's plan. Arguments in, a call of `app`, sentences out."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tdnreport.base.home import find_home
from tdnreport.options import JsonOption
from tdnreport.terminal import print_lines, show_table

if TYPE_CHECKING:
    from tdnreport.plans import Reference

app = typer.Typer()

DayOption = Annotated[datetime, typer.Option("--on", formats=["%Y-%m-%d"], help="Ngày cần biết, ví dụ 2025-11-15.")]


@app.command()
def units(
    on: DayOption,
    area: Annotated[str | None, typer.Option("--area", help="Một địa bàn, ví dụ hue, qtm; mặc định là tất cả.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Các đơn vị của một ngày: giữ chức năng nào, theo căn cứ nào, báo cáo thay cho đơn vị nào đã kết thúc."""
    from tdnreport.app.units import COLUMNS, units_json, units_of_day, units_rows

    reference = _reference()
    found = units_of_day(reference, on.date(), area)
    if as_json:
        print_lines([units_json(found)])
    else:
        show_table(f"Các đơn vị ngày {on:%d/%m/%Y}", COLUMNS, units_rows(reference, found))


@app.command()
def who(
    function: Annotated[str, typer.Argument(help="Mã chức năng trong data/reference/functions.csv, ví dụ ttdn.")],
    area: Annotated[str, typer.Option("--area", help="Địa bàn, ví dụ hue, qt, qtm, tw.")],
    on: DayOption,
    as_json: JsonOption = False,
) -> None:
    """Đơn vị nào giữ một chức năng ở một địa bàn vào một ngày, theo căn cứ nào, trước đó là đơn vị nào."""
    from tdnreport.app.who import holder_json, holder_of_day, holder_text

    reference = _reference()
    found = holder_of_day(reference, function, area, on.date())
    print_lines([holder_json(reference, found)] if as_json else holder_text(reference, found))


@app.command(name="next-year")
def next_year(
    plan: Annotated[str, typer.Option("--plan", help="Mã kế hoạch năm nay, ví dụ tth-2024.")],
    out: Annotated[
        Path, typer.Option("--out", help="Thư mục sẽ ghi, ví dụ data/plans/hue-2025; tên là mã kế hoạch mới.")
    ],
) -> None:
    """Soạn dự thảo kế hoạch năm sau: đơn vị kế thừa, nhiệm vụ và tiền chuyển tiếp, những điều cần xác nhận."""
    from tdnreport.app.next_year import draft_text, draft_year

    print_lines(draft_text(draft_year(find_home(), plan, out)))


def _reference() -> Reference:
    from tdnreport.plans import load_reference

    return load_reference(*find_home().reference_folders)
