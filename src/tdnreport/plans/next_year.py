"""A plan → a draft of the plan of the year after, and what its officer must confirm, the most doubtful first.

Units that have ended by the first day of the year give place to their heirs; those that end within it stay, since `heirs` looks up who
owes on the due date. Letterhead, addressees and receivers are those of the last due date. Nothing here reads or writes files.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple, TypeVar

from tdnreport.plans.heirs import is_known_to_end, unit_in_charge
from tdnreport.plans.plans import Deadline, Duty, Period, Plan, ReportForm, Task, TaskUnit
from tdnreport.plans.records import TaskLink
from tdnreport.plans.renewal import Renewal, next_year
from tdnreport.plans.units import Reference

R = TypeVar("R", TaskUnit, Duty)
FIELD = "ttdn"


class TaskResult(NamedTuple):
    """What the last report says of a task: `used_vnd` − `disbursed_vnd` may be carried over."""

    status: str
    used_vnd: int | None
    disbursed_vnd: int | None


@dataclass(frozen=True)
class PlanDraft:
    plan: Plan
    questions: tuple[str, ...]


def draft_next_plan(
    reference: Reference, plan: Plan, plan_id: str, results: Mapping[str, TaskResult] | None = None
) -> PlanDraft:
    """`results`: by task code, from the last report; without them no task and no money is known to be left over."""
    drafting = _Drafting(reference, plan)
    draft = drafting.draft(plan_id, results or {})
    order = sorted(drafting.questions, key=lambda question: question[0])
    return PlanDraft(draft, tuple(dict.fromkeys(text for _, text in order)))


class _Drafting(Renewal):
    def draft(self, plan_id: str, results: Mapping[str, TaskResult]) -> Plan:
        old, province = self.old, self.province_id()
        area = self.reference.areas.area_of(province)
        self._ask_ends()
        self._ask_rank()
        self._ask_money(results)
        return replace(
            old,
            plan_id=plan_id,
            province_id=province,
            province=self.place(self.opens_on)[1],
            area_id=area if area != province else None,
            year=self.year,
            title=self.text(old.title),
            issued_by=self.text(self.names(old.issued_by, self.opens_on)),
            document_no=None,
            document_on=None,
            report=self._report_form(),
            party_report=old.party_report and self._renewed_form(old.party_report),
            tasks=tuple(self._task(task) for task in old.tasks),
            task_units=tuple(_without_repeats(self._rows(old.task_units))),
            duties=tuple(self._rows(old.duties)),
            results=tuple(replace(row, text=self.text(row.text)) for row in old.results),
            periods=tuple(self._period(period) for period in old.periods),
            deadlines=tuple(self._deadline(row) for row in old.deadlines),
            indicators=tuple(
                replace(row, name=self.text(row.name), owners=self.units(row.owners)) for row in old.indicators
            ),
            legal_basis=old.legal_basis,
            corrections=(),
            published=(),
            task_links=tuple(self._link(task, results.get(task.task_code)) for task in old.leaf_tasks),
            budget_moves=(),
        )

    def _ask_ends(self) -> None:
        """Bodies that live on the first day of the year and not on the last due date."""
        rows: tuple[TaskUnit | Duty, ...] = (*self.old.task_units, *self.old.duties)
        named = {row.unit_id for row in rows}
        named |= {unit for period in self.old.periods for unit in period.reporters}
        named |= {unit for group in named for unit in self.reference.units_behind(group, self.opens_on)}
        standing = {unit_in_charge(self.reference, unit, self.opens_on) for unit in sorted(named)} - {None}
        for unit in (self.reference.units[unit_id] for unit_id in sorted(filter(None, standing))):
            held = self.reference.areas.held_by(unit.unit_id, self.opens_on)
            if held and all(row.confidence == "unsourced" for row in held):
                self.ask(
                    2,
                    f"{unit.short_name} ({unit.unit_id}): CHƯA CÓ NGUỒN; đối chiếu tên, ngày thành lập trước khi dùng.",
                )
            if unit.valid_to and unit.valid_to < self.closes_on:
                self.ask(4, self._end_text(unit.unit_id, unit.short_name, unit.valid_to))

    def _end_text(self, unit_id: str, name: str, ended_on: date) -> str:
        held = self.reference.areas.held_by(unit_id, ended_on)
        heirs = {
            row.function_id: unit_in_charge(self.reference, unit_id, self.closes_on, row.function_id) for row in held
        }
        listed = "; ".join(f"{function} → {heir or 'chưa rõ'}" for function, heir in heirs.items())
        unknown = " Chưa rõ đơn vị làm tiếp." if is_known_to_end(self.reference, unit_id, self.closes_on) else ""
        split = " Việc thuộc chức năng khác chức năng đầu thì ghi function_id." if len({*heirs.values()}) > 1 else ""
        return f"{name} ({unit_id}) kết thúc ngày {ended_on:%d/%m/%Y}, trước hạn báo cáo: {listed}.{unknown}{split}"

    def _rows(self, rows: Iterable[R]) -> Iterator[R]:
        for row in rows:
            heir = self.unit(row.unit_id, row.function_id)
            if heir == row.unit_id or heir is None:
                yield from (row,) if heir else ()
            elif isinstance(row, TaskUnit):
                yield replace(row, unit_id=heir, as_written=self.reference.unit_on(heir, self.opens_on).name)
            else:
                yield replace(row, unit_id=heir, summary=self.text(row.summary))

    def _ask_rank(self) -> None:
        """A province that became a city still says "tỉnh" where its tasks mean the area."""
        old_rank, rank = self.place(date(self.old.year, 1, 1))[0], self.place(self.opens_on)[0]
        codes = [task.task_code for task in self.old.tasks if re.search(rf"\b{old_rank}\b", task.title)]
        if rank != old_rank and codes:
            self.ask(6, f"Tên nhiệm vụ {', '.join(codes)} còn chữ “{old_rank}”; sửa thành “{rank}” ở chỗ chỉ địa bàn.")

    def _task(self, task: Task) -> Task:
        if self.names(task.title, self.closes_on) != task.title:
            self.ask(6, f"Nhiệm vụ {task.task_code} nhắc cơ quan đã kết thúc: “{task.title}”; sửa tên nếu cần.")
        if str(self.old.year) in task.title:
            self.ask(
                6, f"Nhiệm vụ {task.task_code} có năm trong tên: “{task.title}”; hằng năm, hai năm một lần hay đã hết?"
            )
        if task.budget_vnd is not None:
            amount = f"{task.budget_vnd:,}".replace(",", ".")
            self.ask(
                5, f"Nhiệm vụ {task.task_code}: kinh phí {amount} đồng là số năm {self.old.year}; ghi số được giao."
            )
        title, content = self.text(task.title), self.text(task.content) if task.content else None
        accountable = self.unit(task.accountable_unit_id) if task.accountable_unit_id else None
        time_text = self.text(task.time_text) if task.time_text else None
        return replace(
            task,
            title=title,
            content=content,
            time_text=time_text,
            accountable_unit_id=accountable,
            starts_on=task.starts_on and next_year(task.starts_on),
            ends_on=task.ends_on and next_year(task.ends_on),
        )

    def _period(self, period: Period) -> Period:
        due_on = next_year(period.due_on)
        self.ask(
            7,
            f"Kỳ {period.label}: hạn {due_on:%d/%m/%Y} và khoảng số liệu chép từ năm {self.old.year}; đối chiếu kế hoạch mới.",
        )
        return replace(
            period,
            period_id=period.period_id.replace(str(self.old.year), str(self.year)),
            label=period.label.replace(str(self.old.year), str(self.year)),
            data_from=next_year(period.data_from),
            data_to=next_year(period.data_to),
            due_text=period.due_text.replace(str(self.old.year), str(self.year)),
            due_on=due_on,
            reporters=self._reporters(period),
            recipient=self.unit(period.recipient, on=due_on) or period.recipient,
            via=self.unit(period.via, on=due_on) if period.via else None,
        )

    def _reporters(self, period: Period) -> tuple[str, ...]:
        """An open group has no members to ask; its list must be filled in first."""
        units = [self.reference.units[unit_id] for unit_id in self.units(period.reporters)]
        for group in (unit for unit in units if unit.is_open):
            self.ask(
                1,
                f"{group.full_name} ({group.unit_id}): chưa có danh sách nên chưa đơn vị nào trong đó phải báo cáo; thêm từng đơn vị "
                "vào reference/units.csv và groups.csv, đổi nhóm thành nhom, rồi ghi lại vào reporters của periods.csv.",
            )
        return tuple(unit.unit_id for unit in units if not unit.is_open)

    def _deadline(self, row: Deadline) -> Deadline:
        return replace(
            row,
            subject=self.text(row.subject),
            reporters=self.units(row.reporters),
            recipient=self.unit(row.recipient) if row.recipient else None,
            via=self.unit(row.via) if row.via else None,
            due_on=row.due_on and next_year(row.due_on),
            next_recipient=self.text(self.names(row.next_recipient, self.closes_on)) if row.next_recipient else None,
        )

    def _report_form(self) -> ReportForm:
        """By whom and to whom the report goes on its last day: the department that holds the field then."""
        form, on = self.old.report, self.closes_on
        areas = self.reference.areas
        area = next(a for a in reversed(areas.successors(areas.area_of(self.old.area), on)) if areas.exists(a, on))
        row = areas.holder_on(area, FIELD, on)
        issuer = self.reference.unit_on(row.unit_id, on) if row and row.unit_id else None
        self.ask(
            7,
            "Thể thức báo cáo trong plan.toml (cơ quan ban hành, nơi nhận, ký hiệu, lưu) lập theo ngày hạn cuối; đối chiếu.",
        )

        renewed = self._renewed_form(form)
        if issuer is None:
            return renewed
        return replace(renewed, issuing_body=(issuer.name,), symbol=f"BC-{issuer.unit_id.split('.')[-1].upper()}")

    def _renewed_form(self, form: ReportForm) -> ReportForm:
        """Names as they are on the last day, years one later."""

        def renewed(lines: tuple[str, ...]) -> tuple[str, ...]:
            return tuple(self.text(self.names(line, self.closes_on)) for line in lines)

        return replace(
            form,
            parent_body=self.text(self.names(form.parent_body, self.closes_on)),
            issuing_body=renewed(form.issuing_body),
            place=self.text(form.place),
            subject=renewed(form.subject),
            addressees=renewed(form.addressees),
            recipients=renewed(form.recipients),
            receivers=tuple(
                replace(row, addressees=renewed(row.addressees), recipients=renewed(row.recipients))
                for row in form.receivers
            ),
            outline=tuple(
                replace(part, title=re.sub(rf"\b{self.year}\b", str(self.year + 1), part.title))
                for part in form.outline
            ),
        )

    def _link(self, task: Task, result: TaskResult | None) -> TaskLink:
        is_left = result is not None and result.status in ("doing", "todo")
        relation: Literal["carried_over", "renamed", "same"]
        relation = "carried_over" if is_left else "same" if self.text(task.title) == task.title else "renamed"
        reason = "chưa xong theo báo cáo năm trước" if is_left else None
        return TaskLink(task.origin, self.old.plan_id, task.task_code, task.task_code, relation, reason)

    def _ask_money(self, results: Mapping[str, TaskResult]) -> None:
        """Money left over counts when it has been decided on, and in no figure before: it is asked about, with the line to write."""
        for task in (task for task in self.old.leaf_tasks if task.fund_mode == "own_line"):
            result = results.get(task.task_code)
            left = (result.used_vnd or 0) - (result.disbursed_vnd or 0) if result else 0
            leads = [row for row in self.old.task_units if row.task_code == task.task_code and row.role == "lead"]
            if left > 0 and leads:
                lead = unit_in_charge(self.reference, leads[0].unit_id, self.opens_on) or leads[0].unit_id
                amount = f"{left:,}".replace(",", ".")
                self.ask(
                    5,
                    f"Nhiệm vụ {task.task_code}: còn {amount} đồng theo báo cáo sau cùng. Phần được chuyển nguồn thì ghi "
                    f"vào budget_moves.csv: {task.task_code},{lead},,carried_in,{left},<ngày>,<số quyết định>.",
                )


def _without_repeats(rows: Iterable[TaskUnit]) -> Iterator[TaskUnit]:
    """Two bodies of a task may have one heir."""
    seen: set[tuple[str, str, str | None]] = set()
    for row in rows:
        key = (row.task_code, row.unit_id, row.function_id)
        if key not in seen:
            seen.add(key)
            yield row
