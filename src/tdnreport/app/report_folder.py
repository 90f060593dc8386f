"""The folder of a written report as `trace` reads it: so-lieu.json, the open data, and the units that it speaks of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tdnreport.base.errors import TdnError
from tdnreport.base.offline import OFFLINE
from tdnreport.vietnamese.text import fold_text


class TraceError(TdnError):
    """No report, or no such figure; the message lists what there is."""


def load_content(out: Path) -> dict[str, Any]:
    try:
        content: dict[str, Any] = json.loads((out / "so-lieu.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise TraceError(
            f"Không có so-lieu.json trong {out}; đây không phải thư mục kết quả của một báo cáo."
        ) from None
    except (ValueError, RecursionError) as error:
        raise _damaged_report(out, "so-lieu.json") from error
    if not isinstance(content, dict) or not isinstance(content.get("figures"), dict):
        raise _damaged_report(out, "so-lieu.json")
    return content


def _damaged_report(out: Path, file: str) -> TraceError:
    return TraceError(f"Không đọc được {file} trong {out}: tệp thiếu hoặc hỏng. Hãy chạy lại lệnh report.")


def query_rows(query: str, out: Path, *values: str | None) -> list[tuple[Any, ...]]:
    import duckdb

    with duckdb.connect(config=OFFLINE) as con:
        con.execute("set file_search_path = ?", [str(out / "du-lieu")])
        try:
            return con.execute(query, values).fetchall()
        except (duckdb.IOException, duckdb.InvalidInputException) as error:
            raise _damaged_report(out, "du-lieu/*.parquet") from error


def find_unit(content: dict[str, Any], out: Path, asked: str) -> tuple[str, str]:
    """Id and name of the unit that is asked about: by its id, its name, or a part that no other's name has; with or without marks."""
    units = reported_units(content, out)
    wanted = fold_text(asked)
    exact = [
        unit for unit in units if asked in (unit[0], unit[0].rpartition(".")[2]) or wanted in map(fold_text, unit[1:])
    ]
    matches = exact or [unit for unit in units if wanted and any(wanted in fold_text(name) for name in unit[1:])]
    if len(matches) == 1:
        return matches[0][0], matches[0][1]
    known = ", ".join(name for _, name, _ in matches or units)
    if matches:
        raise TraceError(f"“{asked}” có thể là nhiều đơn vị; hãy ghi rõ một trong: {known}.")
    raise TraceError(
        f"Không có đơn vị “{asked}” trong con số nào: kế hoạch không yêu cầu đơn vị ấy gửi báo cáo, không giao chủ trì nhiệm vụ nào, "
        f"đơn vị cũng không gửi tệp; hoặc tên ghi khác. Các đơn vị của báo cáo: {known}."
    )


def reported_units(content: dict[str, Any], out: Path) -> list[tuple[str, str, str]]:
    """Id, name and short name of units that owe a report, that lead a task, or that sent a file without being asked."""
    short = dict(
        query_rows("select distinct unit_id, short_name from read_parquet('absent.parquet') order by all", out)
    )
    sending = {sender["unit_id"]: sender["unit_id"] for sender in content["inputs"] if sender["unit_id"]}
    asked = {unit["unit_id"]: unit["name"] for unit in content["units"]}
    names = asked | {unit_id: name for unit_id, name in (sending | short).items() if unit_id not in asked}
    return [(unit_id, name, short.get(unit_id, name)) for unit_id, name in names.items()]
