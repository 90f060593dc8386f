"""Options that several commands have in common."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from tdnreport.base.home import find_home
from tdnreport.terminal import print_warning


def _usual_plan(given: str) -> str:
    """A plan that is not named is the only one, or that of the last report; a sentence says which."""
    from tdnreport.app.usual import usual_plan

    if given:
        return given
    plan = usual_plan(find_home())
    print_warning(f"Dùng kế hoạch {plan}; kế hoạch khác thì nêu bằng --plan.")
    return plan


def _usual_period(ctx: typer.Context, given: str) -> str:
    """The period likewise; the plan was read before it."""
    from tdnreport.app.usual import usual_period

    if given:
        return given
    home = find_home()
    period = usual_period(home, ctx.params["plan"])
    print_warning(f"Dùng kỳ {period}; kỳ khác thì nêu bằng --period.")
    return period


PlanOption = Annotated[
    str,
    typer.Option(
        "--plan",
        default_factory=str,
        callback=_usual_plan,
        show_default=False,
        help="Mã kế hoạch: tên thư mục trong data/plans, ví dụ tth-2024; mặc định là kế hoạch duy nhất hoặc của báo cáo làm gần nhất.",
    ),
]
PeriodOption = Annotated[
    str,
    typer.Option(
        "--period",
        default_factory=str,
        callback=_usual_period,
        show_default=False,
        help="Kỳ báo cáo của kế hoạch, ví dụ 2024 hoặc 2024-h1; mặc định là kỳ duy nhất hoặc của báo cáo làm gần nhất.",
    ),
]
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
JsonOption = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON cho chương trình khác đọc.")]
CodeOption = Annotated[str, typer.Option("--code", help="Mã chốt ghi trong biên bản, để đối chiếu.")]
