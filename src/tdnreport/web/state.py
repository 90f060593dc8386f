"""What the desk knows while it runs. All of it can be read again from the folders: a restart loses nothing but a build under way."""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tdnreport.app import desk as work
from tdnreport.app.intake import UPLOAD_PREFIX, Received, remove_unfinished
from tdnreport.base.home import Home
from tdnreport.web.worker import TaskFailed, Worker

MOST_RECEIVED = 300
Stamp = tuple[tuple[str, int, int], ...]
"""Name, size and time of every file that a survey looks at."""


@dataclass
class Job:
    """A task under way or just ended; `what`, `done` and `total` as its progress says."""

    name: str
    what: str = "Chuẩn bị"
    done: int = 0
    total: int = 0
    is_running: bool = True
    failure: str = ""

    def tell(self, what: str, done: int, total: int) -> None:
        self.what, self.done, self.total = what, done, total


@dataclass
class Desk:
    """The project folder and its periods; three processes, so that a look at a file waits neither for a survey nor for a report."""

    home: Home
    inbox: Path | None = None
    reader: Worker = field(default_factory=Worker)
    viewer: Worker = field(default_factory=Worker)
    builder: Worker = field(default_factory=Worker)
    periods: dict[tuple[str, str], PeriodDesk] = field(default_factory=dict)
    choices: tuple[work.PeriodChoice, ...] = ()

    def load_choices(self) -> tuple[work.PeriodChoice, ...]:
        self.choices = work.list_choices(self.home)
        return self.choices

    def find_choice(self, plan_id: str, period_id: str) -> work.PeriodChoice | None:
        wanted = (plan_id, period_id)
        for choices in (self.choices, self.load_choices()):
            for choice in choices:
                if (choice.plan_id, choice.period_id) == wanted:
                    return choice
        return None

    def open_period(self, plan_id: str, period_id: str) -> PeriodDesk | None:
        """The period's part of the desk, made when it is first asked for; None where no plan has such a period."""
        choice = self.find_choice(plan_id, period_id)
        if choice is None:
            return None
        key = (plan_id, period_id)
        if key not in self.periods:
            inbox = self.inbox or self.home.data / "inbox" / plan_id / period_id
            inbox.mkdir(parents=True, exist_ok=True)
            remove_unfinished(inbox)
            self.periods[key] = PeriodDesk(self, choice, work.Subject(self.home, plan_id, period_id, inbox))
        return self.periods[key]

    def close(self) -> None:
        for worker in (self.reader, self.viewer, self.builder):
            worker.close()


@dataclass
class PeriodDesk:
    """`version` grows with everything that a page would show anew."""

    desk: Desk
    choice: work.PeriodChoice
    subject: work.Subject
    version: int = 1
    found: work.DeskSurvey | None = None
    survey_failure: str = ""
    notice: str = ""
    is_alarm: bool = False
    arriving: int = 0
    received: deque[Received] = field(default_factory=lambda: deque(maxlen=MOST_RECEIVED))
    survey_job: Job | None = None
    build_job: Job | None = None
    result: work.FinishedReport | None = None
    letters_job: Job | None = None
    _stamp: Stamp | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def is_surveying(self) -> bool:
        return self.survey_job is not None and self.survey_job.is_running

    @property
    def is_building(self) -> bool:
        return self.build_job is not None and self.build_job.is_running

    def changed(self) -> None:
        self.version += 1

    def say(self, sentence: str, is_alarm: bool = False) -> None:
        self.notice, self.is_alarm = sentence, is_alarm
        self.changed()

    async def look(self) -> None:
        """Survey the inbox where it is not as it was, whoever put a file there."""
        if self.is_surveying or self.arriving:
            return
        stamp = await asyncio.to_thread(self._make_stamp)
        if stamp != self._stamp and not self.is_surveying:
            self._start(self._survey(stamp))

    def _make_stamp(self) -> Stamp:
        return tuple(sorted(_stamp_rows(self.subject.inbox, self.subject.out / "so-lieu.json")))

    async def _survey(self, stamp: Stamp) -> None:
        self._stamp = stamp
        job = self.survey_job = Job("Đọc hộp thư")
        self.changed()
        try:
            self.found = await self.desk.reader.run(work.survey_period, self.subject, progress=job.tell)
            self.survey_failure = ""
        except TaskFailed as error:
            self.survey_failure = str(error)
        job.is_running = False
        self.changed()

    def survey_again(self) -> None:
        """At the next look, whatever the files say."""
        self._stamp = None

    def start_report(self) -> bool:
        """False where one is being made already."""
        if self.is_building:
            return False
        self.build_job, self.result = Job("Lập báo cáo"), None
        self._start(self._build(self.build_job))
        return True

    async def _build(self, job: Job) -> None:
        self.changed()
        try:
            self.result = await self.desk.builder.run(work.make_report, self.subject, progress=job.tell)
            self.say("Đã lập xong báo cáo.")
        except TaskFailed as error:
            job.failure = str(error)
            self.say("Chưa lập được báo cáo; báo cáo trước (nếu có) vẫn nguyên. Lý do ghi ở bước 4.", is_alarm=True)
        job.is_running = False
        self.changed()

    def start_letters(self) -> None:
        if self.letters_job is None or not self.letters_job.is_running:
            self.letters_job = Job("Soạn công văn")
            self._start(self._write_letters(self.letters_job))

    async def _write_letters(self, job: Job) -> None:
        self.changed()
        try:
            names = await self.desk.reader.run(work.write_letters, self.subject, progress=job.tell)
            self.say(f"Đã soạn {len(names)} công văn đôn đốc." if names else "Không có đơn vị nào phải đôn đốc.")
        except TaskFailed as error:
            job.failure = str(error)
            self.say(job.failure, is_alarm=True)
        job.is_running = False
        self.changed()

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def view(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """A short task about this period, in the viewer's process."""
        return await self.desk.viewer.run(function, self.subject, *arguments)


def _stamp_rows(inbox: Path, figures: Path) -> Iterator[tuple[str, int, int]]:
    paths = [
        Path(parent, name)
        for parent, _, names in os.walk(inbox)
        for name in names
        if not name.startswith(UPLOAD_PREFIX)
    ]
    for path in (*paths, figures):
        try:
            status = path.stat()
        except OSError:
            continue
        yield str(path), status.st_size, status.st_mtime_ns
