"""Random and bent inputs for the readers, and inputs led by coverage for the parsers of texts; failures and findings are kept.

    python -m torture.fuzz --minutes 5 [--seed 1]

Half of the time atheris leads (`torture.led`, where .venv-fuzz is set up), from `tests/fuzz_corpus.txt` on, and what reaches new code
is added there. The other half good workbooks of every kind are bent in their bytes and, unpacked, in their XML, and CSV is put
together from the pieces that Vietnamese officers type. A reader must come back with a `FileRead` and a sentence, a parser with a
value; the inputs that made them fail are kept in `out/fuzz/`, and `make test` reads the corpus again each time.
"""

from __future__ import annotations

import io
import random
import re
import shutil
import subprocess
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from torture import ROOT
from torture.counts import Count, write

FOUND = ROOT / "out" / "fuzz"
LED = ROOT / ".venv-fuzz" / "bin" / "python"
FIGURES = (
    "100 1.234,5 1,234.5 % tỷ đ ₫ ( ) - – ~ / 15/11/2024 2024-11-15 4.1 III.1.đ ０ ٣ ½ 1e309 ∞ NaN 10^6 1/2 .. ,, --"
)
WORDS = "khoảng trên năm chưa không x UBND TP. =SUM(A1:A9) #REF! 0912345678 a@b.vn <b> {{ ' \" ; \\ Ð Së ä Ã¡ e\u0301 \U0001f600"
PIECES = (
    *FIGURES.split(),
    *WORDS.split(),
    *("triệu đồng", "tháng 11", "quý IV", "Hoàn thành", "đang thực hiện", "Sở Du lịch"),
    *("\u00a0", "\u200b", "\u202e", "\n", "\t", "\x00"),
)
BATCH = 200
ODD = ("chưa xong", "bị dừng")
"""Words of the findings of a file that a reader took too long for or died of."""
LONGEST_SECONDS = 10

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def main(
    minutes: Annotated[float, typer.Option(help="How long in all.")] = 5,
    seed: Annotated[int, typer.Option(help="Of the random half.")] = 1,
    keep: Annotated[bool, typer.Option(help="Keep the counts in docs/reliability.md.")] = False,
) -> None:
    """Fails where anything was found."""
    seconds = 30 * minutes
    shutil.rmtree(FOUND, ignore_errors=True)
    FOUND.mkdir(parents=True)
    counts = [*led(seconds), *bent(seconds, seed)]
    for one in counts:
        typer.echo(str(one))
    if keep:
        write("fuzz", counts)
    if any(FOUND.iterdir()):
        raise SystemExit(f"Failures are kept in {FOUND}")


def led(seconds: float) -> list[Count]:
    """The parsers of texts under atheris; nothing where it is not set up."""
    if not LED.exists():
        typer.echo("atheris is not set up here (scripts/setup-tool fuzz): the parsers of texts are left to the tests.")
        return []
    from text_parsers import encoded, keep, kept

    with tempfile.TemporaryDirectory() as folder:
        for number, text in enumerate(kept()):
            (Path(folder) / str(number)).write_bytes(encoded(text))
        options = [f"-max_total_time={int(seconds)}", f"-timeout={LONGEST_SECONDS}", f"-artifact_prefix={FOUND}/"]
        done = subprocess.run(
            [str(LED), "-m", "torture.led", folder, *options, "-print_final_stats=1"],
            cwd=ROOT, capture_output=True, text=True, errors="replace", check=False,
        )  # fmt: skip
        (FOUND.parent / "fuzz.log").write_text(done.stdout + done.stderr, encoding="utf-8")
        keep(path.read_bytes().decode("utf-8", "surrogateescape") for path in Path(folder).iterdir())
    runs = re.findall(r"^stat::number_of_executed_units: (\d+)", done.stderr, re.MULTILINE)
    if not runs:
        raise SystemExit(f"atheris ended with {done.returncode} and no count; see {FOUND.parent / 'fuzz.log'}")
    survived = int(runs[0]) - len(list(FOUND.iterdir()))
    return [
        Count("texts led by coverage (atheris)", int(runs[0]), survived, f"{len(kept())} kept in tests/fuzz_corpus.txt")
    ]


def bent(seconds: float, seed: int) -> list[Count]:
    """Workbooks and CSV files bent at random, each kind in turn."""
    tried: Counter[str] = Counter()
    end = time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        bender = Bender(Path(folder), random.Random(seed))
        while time.monotonic() < end:
            for what in (bender.bend_bytes, bender.bend_xml, bender.bend_csv):
                what()
                tried[what.__doc__ or what.__name__] += 1
        bender.read()
    return [Count(f"bent files: {name}", number, number - bender.odd[name]) for name, number in tried.items()]


class Bender:
    """Inputs of every kind from a seed; `odd` counts those that a reader did not come back from with a plain sentence."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        import hostile
        from workbooks import Page, ods, xls, xlsx

        self.folder, self.chance = folder, chance
        page = Page("Biểu 01", [*hostile.GOOD, hostile.DATA], merges=["A1:B1"], hidden_rows=[6])
        self.good = {
            kind: writer(folder / f"good.{kind}", page).read_bytes()
            for kind, writer in (("xlsx", xlsx), ("xls", xls), ("ods", ods))
        }
        self.waiting: list[tuple[Path, str]] = []
        self.odd: Counter[str] = Counter()

    def bend_bytes(self) -> None:
        """bytes of a workbook changed, lost or doubled"""
        kind = self.chance.choice(list(self.good))
        self._keep(kind, self._bent(self.good[kind]), self.bend_bytes)

    def bend_xml(self) -> None:
        """a sound zip with bent XML"""
        kind = self.chance.choice(("xlsx", "ods"))
        out = io.BytesIO()
        with (
            zipfile.ZipFile(io.BytesIO(self.good[kind])) as source,
            zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
        ):
            names = source.namelist()
            chosen = self.chance.sample(names, self.chance.randint(1, 3))
            for name in names:
                data = source.read(name)
                target.writestr(name, self._bent(data) if name in chosen else data)
        self._keep(kind, out.getvalue(), self.bend_xml)

    def bend_csv(self) -> None:
        """CSV of odd pieces in three encodings"""
        marks = [*PIECES, ";", ",", '"', " "]
        lines = ["".join(self.chance.choices(marks, k=self.chance.randint(0, 20))) for _ in range(9)]
        text = "STT;Nhiệm vụ;Trạng thái;Tỷ lệ\n" + "\n".join(lines)
        data = text.encode(self.chance.choice(("utf-8", "utf-16", "utf-8-sig")), "replace")
        self._keep("csv", self._bent(data) if self.chance.random() < 0.5 else data, self.bend_csv)

    def read(self) -> None:
        """The files that wait; an odd one is kept under its hash."""
        from tdnreport.base.home import find_home
        from tdnreport.ingest.sandbox import read_files

        for one, (path, what) in zip(
            read_files([(path, path.name) for path, _ in self.waiting], find_home().reference_folders),
            self.waiting,
            strict=True,
        ):
            if any(word in finding.detail for finding in one.findings for word in ODD):
                self.odd[what] += 1
                (FOUND / f"{one.sha256[:12]}-{path.name}").write_bytes(path.read_bytes())
        self.waiting.clear()

    def _bent(self, data: bytes) -> bytes:
        held = bytearray(data)
        for _ in range(self.chance.randint(1, 6)):
            at = self.chance.randrange(len(held) + 1)
            length = self.chance.choice((1, 1, 2, 8, 64))
            held[at : at + length] = self._instead(bytes(held[at : at + length]), length)
        return bytes(held)

    def _instead(self, old: bytes, length: int) -> bytes:
        """What takes the place of some bytes: noise, nothing, themselves again and again, or what means something in XML."""
        match self.chance.randrange(4):
            case 0:
                return self.chance.randbytes(length)
            case 1:
                return b""
            case 2:
                return old * self.chance.choice((2, 4, 1000))
            case _:
                return self.chance.choice((b"\xff" * length, b"\0" * length, b"9" * length, b"<", b'"', b"&#0;"))

    def _keep(self, kind: str, data: bytes, what: Callable[[], None]) -> None:
        """Read in batches, for the reading process takes many files."""
        path = self.folder / f"{len(self.waiting)}.{kind}"
        path.write_bytes(data)
        self.waiting.append((path, what.__doc__ or what.__name__))
        if len(self.waiting) >= BATCH:
            self.read()


if __name__ == "__main__":
    app()
