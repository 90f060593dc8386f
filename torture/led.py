"""The parsers of texts under atheris, led by coverage; started by `torture.fuzz` with the Python of .venv-fuzz.

    python -m torture.led FOLDER [libFuzzer options]      FOLDER holds the inputs to start from, new ones are added

Out of scope: workbooks, whose readers are compiled code that atheris cannot see into (`torture.fuzz` bends them).
"""

from __future__ import annotations

import sys

import atheris

from torture import ROOT


def main() -> None:
    with atheris.instrument_imports(include=["tdnreport"]):
        import text_parsers

    assert ROOT
    text_parsers.vocabulary()

    def one(data: bytes) -> None:
        text_parsers.parse(data.decode("utf-8", "surrogateescape"))

    atheris.Setup(sys.argv, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
