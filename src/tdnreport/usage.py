"""Help and usage errors of the command line in Vietnamese: typer words both in English and has no other language.

    Cách dùng: tdnreport check [TÙY CHỌN] TỆP...
    Không có tùy chọn --plann. Có phải: --plan?

Out of scope: what the commands do.
"""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from typer.core import TyperCommand

if TYPE_CHECKING:
    from collections.abc import Iterable

HELP = "In hướng dẫn này."
WORDS = (
    ("Usage: ", "Cách dùng: "),
    ("[OPTIONS]", "[TÙY CHỌN]"),
    ("COMMAND [ARGS]...", "LỆNH…"),
    ("\nOptions:\n", "\nTùy chọn:\n"),
    ("\nArguments:\n", "\nĐối số:\n"),
    ("\nCommands:\n", "\nCác lệnh:\n"),
    ("[required]", "[bắt buộc]"),
    ("[default: ", "[mặc định: "),
)
"""What typer puts around our own words."""
METAVARS = {str: "CHỮ", Path: "ĐƯỜNG-DẪN", int: "SỐ", float: "SỐ", datetime: "NĂM-THÁNG-NGÀY"}
WANTED = {
    datetime: "ghi ngày dạng năm-tháng-ngày, ví dụ 2024-11-15",
    float: "phải là một số, phần lẻ sau dấu chấm",
    int: "phải là số nguyên",
}
_TYPE = re.compile(r" <(?:list\[)?(?:str|path|Path|int|float)\]?>")
"""What typer adds to the name of an argument; blanks in its place keep the columns."""
_QUOTED = re.compile(r"'([^']*)'")


class Command(TyperCommand):
    """A command whose help is in Vietnamese."""

    def get_help(self, ctx: Any) -> str:
        name_values(self.params)
        return translate_help(super().get_help(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        return with_own_help(super().get_help_option(ctx))


def name_values(params: Iterable[Any]) -> None:
    """Name what an option takes, where its definition does not."""
    for param in params:
        if param.metavar is None and not getattr(param, "is_flag", False):
            param.metavar = METAVARS.get(value_type(param), METAVARS[str])


def value_type(param: Any) -> type:
    """Of what type the values of a parameter are."""
    return param.type_descriptor.annotation if param is not None else str


def with_own_help(option: Any) -> Any:
    if option is not None:
        option.help = HELP
    return option


def translate_help(text: str) -> str:
    for english, vietnamese in WORDS:
        text = text.replace(english, vietnamese)
    return _TYPE.sub(lambda found: " " * len(found[0]), text)


def usage_sentence(error: Any) -> str | None:
    """What is wrong with a command line and how to see what it takes; None for an error that says so itself."""
    kind = type(error).__name__
    if kind not in SENTENCES:
        return None
    ctx = getattr(error, "ctx", None)
    hint = f" Xem cách dùng: {ctx.command_path} --help" if ctx is not None else ""
    return f"{SENTENCES[kind](error)}{hint}"


def _no_such_option(error: Any) -> str:
    near = f" Có phải: {', '.join(sorted(error.possibilities))}?" if error.possibilities else ""
    return f"Không có tùy chọn {error.option_name}.{near}"


def _missing(error: Any) -> str:
    name = max(error.param.opts, key=len) if error.param else ""
    is_option = getattr(error.param, "param_type_name", "option") == "option"
    return f"Thiếu tùy chọn {name}." if is_option else f"Thiếu {error.param.metavar or error.param.name}."


def _bad_value(error: Any) -> str:
    name = max(error.param.opts, key=len) if error.param else ""
    given = _QUOTED.search(error.message)
    value = f" “{given[1]}”" if given else ""
    return f"Giá trị{value} của {name}: {WANTED.get(value_type(error.param), 'không dùng được')}."


def _usage(error: Any) -> str:
    """Errors that typer tells apart by their words alone."""
    message = error.message
    given = _QUOTED.search(message)
    if message.startswith("No such command") and given:
        near = _QUOTED.findall(message)[1:]
        suggested = f" Có phải: {', '.join(near)}?" if near else ""
        return f"Không có lệnh “{given[1]}”.{suggested}"
    if message.startswith("Got unexpected extra argument"):
        return f"Thừa “{message.partition('(s) (')[2].rstrip(')')}”: lệnh không nhận thêm chữ nào ở đó."
    return "Lệnh viết chưa đúng."


def _bad_option(error: Any) -> str:
    needs = "không nhận giá trị nào" if "does not take" in error.message else "cần một giá trị"
    return f"Tùy chọn {error.option_name} {needs}."


SENTENCES = {
    "NoSuchOption": _no_such_option,
    "MissingParameter": _missing,
    "BadParameter": _bad_value,
    "BadOptionUsage": _bad_option,
    "BadArgumentUsage": _usage,
    "UsageError": _usage,
}
