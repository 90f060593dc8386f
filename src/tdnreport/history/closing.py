"""Closing a period (chốt số liệu): the files sent, the figures and the outputs are kept with their hashes and never written again.

    data/closed/tth-2024/2024/chot.json         every file with its SHA-256, the day, the definitions used, earlier closings
                              chot.sha256       the hash of chot.json: the code that goes into the minutes
                              dau-vao/…         the inbox as received
                              ket-qua/…         the output folder as reported

Re-opening moves the closed folder to `mo-lai/` with the reason. What a later report changed is told by `comparing`.
Out of scope: signatures; the code proves what was closed, not who closed it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tdnreport import __version__
from tdnreport.base.atomic_folder import replace_folder
from tdnreport.base.disk import flush_to_disk
from tdnreport.base.errors import TdnError
from tdnreport.base.home import PACKAGE
from tdnreport.ingest.inbox import InboxFile, find_register, list_inbox
from tdnreport.ingest.sandbox import is_plain_file

if TYPE_CHECKING:
    from tdnreport.plans.context import RunContext

RECORD, CODE, INPUTS, OUTPUTS, REOPENED = "chot.json", "chot.sha256", "dau-vao", "ket-qua", "mo-lai"
DEFINITIONS = ("data/plans/{plan}", "data/reference", "data/own-words", "data/templates", "sql", "expectations")

_FIGURE_KEYS = frozenset({"plan_id", "period_id", "as_of", "inputs", "figures", "findings"})


class ClosingError(TdnError):
    """Why a period cannot be closed, opened again or compared; a Vietnamese sentence."""


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed period as recorded; `files` and `definitions` map a path to its SHA-256."""

    folder: Path
    code: str
    closed_on: str
    files: Mapping[str, str]
    definitions: Mapping[str, str]


def closed_folder(context: RunContext) -> Path:
    return context.home.data / "closed" / context.plan.plan_id / context.period.period_id


def freeze_report(context: RunContext, out: Path, on: date, inbox: Path | None = None) -> Closed:
    """Freeze the report in `out` and the files it was made of; `ClosingError` where they do not belong together."""
    folder = closed_folder(context)
    if folder.exists():
        raise ClosingError(
            f"Kỳ {context.period.period_id} đã chốt ngày {load_closed(folder).closed_on}; muốn chốt lại thì mở lại với lý do (lệnh reopen)."
        )
    figures = load_figures(out)
    require_same_period(context, figures, out)
    _require_possible_day(on, figures)
    sent = {sent_file["file"]: sent_file["sha256"] for sent_file in figures["inputs"]}
    entries = _inbox_entries(inbox, sent) if inbox else _usual_inbox_entries(context, sent)
    with replace_folder(folder) as new:
        _copy_inputs(entries, new / INPUTS)
        shutil.copytree(out, new / OUTPUTS)
        record = {
            "plan_id": context.plan.plan_id,
            "period_id": context.period.period_id,
            "closed_on": on.isoformat(),
            "as_of": figures["as_of"],
            "version": __version__,
            "files": hash_files(new),
            "definitions": hash_definitions(context),
            "reopened": _reopenings(folder),
            "others": find_closings(context.home.data / "closed"),
        }
        text = json.dumps(record, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        (new / RECORD).write_text(text, encoding="utf-8")
        (new / CODE).write_bytes(code_line(new))
    _make_read_only(folder)
    return load_closed(folder)


def move_aside(context: RunContext, reason: str, on: date) -> Path:
    """Move the closed folder aside with the reason; the period can then be closed again."""
    folder = closed_folder(context)
    if not folder.exists():
        raise ClosingError(f"Kỳ {context.period.period_id} chưa chốt nên không có gì để mở lại.")
    if len(reason.split()) < 2:
        raise ClosingError(
            "Mở lại số liệu đã chốt phải nêu rõ lý do, ví dụ: --reason “Sở Tài chính đính chính số giải ngân”."
        )
    code = load_closed(folder).code
    history = folder.parent / REOPENED
    history.mkdir(exist_ok=True)
    kept = next(path for number in count(1) if not (path := history / f"{folder.name}-{number:02d}").exists())
    note = {"reason": reason, "on": on.isoformat(), "code": code}
    kept.with_suffix(".json").write_text(json.dumps(note, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    for path in (kept.with_suffix(".json"), history):
        flush_to_disk(path)
    os.replace(folder, kept)
    for path in (history, folder.parent):
        flush_to_disk(path)
    return kept


def load_closed(folder: Path) -> Closed:
    """Load a closing; `ClosingError` where its record cannot be read."""
    try:
        record = load_record(folder)
        return Closed(folder, _hash_file(folder / RECORD), record["closed_on"], record["files"], record["definitions"])
    except (OSError, ValueError, KeyError, TypeError):
        raise ClosingError(
            f"Không đọc được {RECORD} của số liệu đã chốt trong {folder}; hãy kiểm tra bằng lệnh verify-closed."
        ) from None


def find_closings(top: Path) -> dict[str, str]:
    """Code of each closing below `data/closed`, those opened again too → plan and period."""
    folders = sorted(path.parent for path in (*top.glob(f"*/*/{RECORD}"), *top.glob(f"*/{REOPENED}/*/{RECORD}")))
    return {_hash_file(folder / RECORD): folder.relative_to(top).as_posix() for folder in folders}


def load_record(folder: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    return record


def code_line(folder: Path) -> bytes:
    """The closing code as `sha256sum --check` reads it."""
    return f"{_hash_file(folder / RECORD)}  {RECORD}\n".encode()


def load_figures(out: Path) -> dict[str, Any]:
    try:
        figures: dict[str, Any] = json.loads((out / "so-lieu.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ClosingError(f"Không có so-lieu.json trong {out}; hãy làm báo cáo (lệnh report) trước.") from None
    except (ValueError, RecursionError):
        raise _damaged_figures(out) from None
    if not isinstance(figures, dict) or not figures.keys() >= _FIGURE_KEYS or not isinstance(figures["figures"], dict):
        raise _damaged_figures(out)
    return figures


def _damaged_figures(out: Path) -> ClosingError:
    return ClosingError(
        f"so-lieu.json trong {out} bị hỏng hoặc không phải của một báo cáo; hãy làm lại báo cáo (lệnh report)."
    )


def require_same_period(context: RunContext, figures: Mapping[str, Any], out: Path) -> None:
    report_period = (figures["plan_id"], figures["period_id"])
    if report_period != (context.plan.plan_id, context.period.period_id):
        raise ClosingError(
            f"Báo cáo trong {out} là của kế hoạch {report_period[0]}, kỳ {report_period[1]}, không phải kỳ được hỏi."
        )
    stops = [rule for rule in figures["findings"] if rule in context.rules and context.rules[rule].severity == "stop"]
    if stops:
        raise ClosingError(
            f"Báo cáo trong {out} có lỗi không cho phép phát hành ({', '.join(stops)}) nên không dùng được."
        )


def _require_possible_day(on: date, figures: Mapping[str, Any]) -> None:
    """A closing is not dated before its figures, nor after the day on which it is made."""
    if on > date.today():
        raise ClosingError(
            f"Ngày chốt {on:%d/%m/%Y} chưa đến; ghi ngày hôm nay hoặc ngày đã qua (--on năm-tháng-ngày)."
        )
    as_of = date.fromisoformat(figures["as_of"]) if figures["as_of"] else on
    if on < as_of:
        raise ClosingError(
            f"Ngày chốt {on:%d/%m/%Y} trước ngày của số liệu ({as_of:%d/%m/%Y}); ghi lại ngày chốt (--on năm-tháng-ngày)."
        )


def _inbox_entries(inbox: Path, sent: Mapping[str, str]) -> list[InboxFile]:
    """Files of an inbox, which must be the ones the report was made from."""
    entries = list(list_inbox(inbox).files)
    hash_by_file = {
        entry.file: _hash_file(entry.path) if is_plain_file(entry.path, entry.file) else _hash_file()
        for entry in entries
    }
    changed = sorted({name for name in sent.keys() | hash_by_file.keys() if sent.get(name) != hash_by_file.get(name)})
    if changed:
        raise ClosingError(
            f"Thư mục {inbox} đã khác lúc làm báo cáo ({', '.join(changed[:5])}); hãy làm lại báo cáo rồi mới chốt."
        )
    register = find_register(inbox)
    return [*entries, InboxFile(register, register.name, None)] if register.is_file() else entries


def _usual_inbox_entries(context: RunContext, sent: Mapping[str, str]) -> list[InboxFile]:
    """Without a named inbox: the usual folder that holds exactly the files of the report."""
    plan_id, period_id = context.plan.plan_id, context.period.period_id
    usual = context.home.data / "inbox"
    for folder in (usual / plan_id / period_id, usual, context.home.sample_inbox(plan_id, period_id)):
        if folder.is_dir() and {entry.file for entry in list_inbox(folder).files} == sent.keys():
            return _inbox_entries(folder, sent)
    raise ClosingError("Không rõ báo cáo được làm từ thư mục nhận tệp nào; hãy chỉ thư mục đó bằng --inbox.")


def _copy_inputs(entries: Iterable[InboxFile], folder: Path) -> None:
    """Files that could not be read (a broken link, a pipe) are not copied."""
    for entry in entries:
        if is_plain_file(entry.path, entry.file):
            kept = folder / entry.file
            kept.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(entry.path, kept)


def hash_files(folder: Path) -> dict[str, str]:
    """Path and hash of every file but the record itself; links and what is no file have none."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    names = ((path.relative_to(folder).as_posix(), path) for path in paths)
    return {name: _hash_file(path) for name, path in names if name not in (RECORD, CODE)}


def hash_definitions(context: RunContext) -> dict[str, str]:
    """Hashes of everything besides the files that decides a figure: plan, lists, SQL, expectations, program."""
    hashes = {"tdnreport": f"{__version__} {_hash_program()}"}
    for pattern in DEFINITIONS:
        name = pattern.format(plan=context.plan.plan_id)
        top = context.home.folder(name)
        hashes |= {
            f"{name}/{path.relative_to(top).as_posix()}": _hash_file(path)
            for path in sorted(top.rglob("*"))
            if path.is_file()
        }
    return hashes


def _hash_program() -> str:
    """One hash for the program's own files: a mended reader is another definition."""
    paths = sorted(path for path in PACKAGE.rglob("*") if path.suffix in (".py", ".toml"))
    parts = (path for path in paths if "product" not in path.relative_to(PACKAGE).parts)
    text = "".join(f"{path.relative_to(PACKAGE).as_posix()} {_hash_file(path)}\n" for path in parts)
    return hashlib.sha256(text.encode()).hexdigest()


def _reopenings(folder: Path) -> list[dict[str, str]]:
    return [
        json.loads(path.read_text(encoding="utf-8"))
        for path in sorted((folder.parent / REOPENED).glob(f"{folder.name}-[0-9][0-9].json"))
    ]


def _make_read_only(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            path.chmod(0o400)


def _hash_file(path: Path | None = None) -> str:
    """Hash of a file, or of nothing."""
    if path is None:
        return hashlib.sha256().hexdigest()
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
