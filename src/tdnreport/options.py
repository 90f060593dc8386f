"""Options that several commands have in common."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

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
JsonOption = Annotated[bool, typer.Option("--json", help="In kết quả dạng JSON cho chương trình khác đọc.")]
CodeOption = Annotated[str, typer.Option("--code", help="Mã chốt ghi trong biên bản, để đối chiếu.")]
