"""Text files that officers edit, and what to say when one cannot be used."""

from __future__ import annotations

import unicodedata
from pathlib import Path

from tdnreport.base.errors import TdnError


class DataError(TdnError):
    """The data of the project cannot be used; `problems` are Vietnamese sentences that name file, line and remedy."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Problems(list[str]):
    """Collects what is wrong, so that an officer sees every mistake at once."""

    def at(self, path: Path, line: int, sentence: str) -> None:
        self.append(f"{shown(path)}, dòng {line}: {sentence}")

    def stop_if_any(self) -> None:
        if self:
            raise DataError(*self)


def shown(path: Path) -> str:
    """The last three parts of a path, enough to find the file: `plans/tth-2024/tasks.csv`."""
    return "/".join(path.parts[-3:])


def read_text(path: Path) -> str:
    """UTF-8 text in NFC, with or without a byte order mark."""
    try:
        return unicodedata.normalize("NFC", path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise DataError(f"{shown(path)}: không có tệp này; tạo tệp theo mẫu của kế hoạch khác.") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{shown(path)}: tệp không phải UTF-8; trong Excel chọn Lưu thành “CSV UTF-8”.") from error
