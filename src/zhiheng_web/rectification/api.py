"""Operations on problems, milestones, guidance, good practices and tasks."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest
from ninja import Field, Router, Schema, Status

from zhiheng_web.bodies.models import Body
from zhiheng_web.bodies.queries import body as body_by_id
from zhiheng_web.lib.rest import api_does
from zhiheng_web.lib.schemas import Day, Line, Reason, Version, Why, Words, Year, paged
from zhiheng_web.rectification import actions, queries
from zhiheng_web.rectification.models import Guidance, Milestone, Practice, Problem, Task

router = Router(tags=["rectification"])
_Title = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*$")]
_Person = Annotated[str, Field(max_length=100, pattern=r"^[^\x00]*$")]
_Rule = Annotated[str, Field(max_length=60, pattern=r"^[^\x00]*$")]


class ProblemOut(Schema):
    """A problem, who answers for it until when, and how far it is."""

    id: int
    body_id: int
    year: int
    title: str
    detail: str
    source: str
    rule_id: str
    person: str
    measure: str
    deadline: date
    status: str
    report: str
    reported_on: date | None
    verdict: str
    verified_on: date | None
    version: int


class ProblemIn(Schema):
    """A problem to be entered."""

    year: Year
    title: _Title
    detail: Words = ""
    source: Literal["self_evaluation", "inspection", "verification", "complaint", "other"] = "other"
    rule_id: _Rule = ""
    person: _Person = ""
    measure: Words = ""
    deadline: Day


class PlanIn(Schema):
    """Who answers, by which measure, until when; a later deadline needs a reason."""

    version: Version
    person: _Person
    measure: Words
    deadline: Day
    reason: Words = ""


class MilestoneIn(Schema):
    """A step on the road map."""

    text: _Title
    day: Day


class MilestoneOut(MilestoneIn):
    """A step on the road map as it stands."""

    id: int
    problem_id: int
    day: date
    done_on: date | None


class ReportIn(Schema):
    """What was done."""

    report: Reason


class ReturnedIn(Schema):
    """What is missing, and until when."""

    verdict: Reason
    deadline: Day


class VerdictIn(Schema):
    """What was found when it was verified."""

    verdict: Reason


class GuidanceIn(Schema):
    """Guidance of a body by the one above it."""

    day: Day
    form: Literal["on_site", "meeting", "training", "written", "inspection"]
    findings: Reason


class GuidanceOut(Schema):
    """Guidance as it was recorded; one that was withdrawn is not counted."""

    id: int
    guide_id: int
    body_id: int
    day: date
    form: str
    findings: str
    withdrawn_on: date | None


class PracticeIn(Schema):
    """A good practice."""

    year: Year
    title: Line = Field(min_length=1)
    practice: Reason
    rule_document: Annotated[str, Field(max_length=300)] = ""
    publicity: Words = ""
    rule_id: _Rule = ""


class ChangedPractice(PracticeIn):
    """A good practice as it is to be."""

    version: Version


class PracticeOut(Schema):
    """A good practice as it stands."""

    id: int
    body_id: int
    year: int
    title: str
    practice: str
    rule_document: str
    publicity: str
    rule_id: str
    version: int


class TaskIn(Schema):
    """A task of the plan."""

    year: Year
    kind: Literal["step", "target"] = "step"
    title: _Title
    person: _Person
    start: Day
    end: Day
    status: Literal["planned", "under_way", "done"] = "planned"
    result: Words = ""


class ChangedTask(TaskIn):
    """A task as it is to be."""

    version: Version


class TaskOut(Schema):
    """A task of the plan as it stands."""

    id: int
    body_id: int
    year: int
    kind: str
    title: str
    person: str
    start: date
    end: date
    status: str
    result: str
    done_on: date | None
    version: int


@router.get("/problems", response=list[ProblemOut])
@paged
@api_does("rectification.read_problem")
def problems(request: HttpRequest) -> QuerySet[Problem]:
    """列出可见的问题清单。 List the problems in reach."""
    return queries.problems_for(request.user)


@router.post("/bodies/{body_id}/problems", response={201: ProblemOut})
@api_does("rectification.enter_problem", target=body_by_id)
def enter(request: HttpRequest, body: Body, told: ProblemIn) -> Any:
    """登记问题。 Enter a problem of a body."""
    return Status(201, actions.enter_problem(actor=request.user, body=body, values=told.dict()))


@router.get("/problems/{problem_id}", response=ProblemOut)
@api_does("rectification.read_problem", target=queries.problem)
def problem(request: HttpRequest, problem: Problem) -> Problem:
    """查看问题。 Read a problem."""
    return problem


@router.put("/problems/{problem_id}/plan", response=ProblemOut)
@api_does("rectification.plan_measure", target=queries.problem)
def plan(request: HttpRequest, problem: Problem, told: PlanIn) -> Any:
    """制定整改措施。 Say who answers, how, until when."""
    values = told.dict()
    version, reason = values.pop("version"), values.pop("reason")
    return actions.plan_measure(actor=request.user, problem=problem, version=version, values=values, reason=reason)


@router.get("/problems/{problem_id}/milestones", response=list[MilestoneOut])
@paged
@api_does("rectification.read_problem", target=queries.problem)
def milestones(request: HttpRequest, problem: Problem) -> QuerySet[Milestone]:
    """列出路线图节点。 List the steps on the road map."""
    found: QuerySet[Milestone] = problem.milestones.all()
    return found


@router.post("/problems/{problem_id}/milestones", response={201: MilestoneOut})
@api_does("rectification.plan_measure", target=queries.problem)
def add_milestone(request: HttpRequest, problem: Problem, told: MilestoneIn) -> Any:
    """添加节点。 Add a step to the road map."""
    return Status(201, actions.add_milestone(actor=request.user, problem=problem, text=told.text, day=told.day))


@router.post("/milestones/{milestone_id}/done", response=MilestoneOut)
@api_does("rectification.plan_measure", target=queries.milestone)
def finish_milestone(request: HttpRequest, milestone: Milestone) -> Any:
    """节点完成。 Note that a step has been done today."""
    return actions.finish_milestone(actor=request.user, milestone=milestone)


@router.post("/problems/{problem_id}/report", response=ProblemOut)
@api_does("rectification.report_done", target=queries.problem)
def report(request: HttpRequest, problem: Problem, told: ReportIn) -> Any:
    """报告整改完成。 Report a problem as rectified."""
    return actions.report_done(actor=request.user, problem=problem, report=told.report)


@router.post("/problems/{problem_id}/verify", response=ProblemOut)
@api_does("rectification.verify_problem", target=queries.problem)
def verify(request: HttpRequest, problem: Problem, told: VerdictIn) -> Any:
    """核查通过。 Verify what was reported."""
    return actions.verify_problem(actor=request.user, problem=problem, verdict=told.verdict)


@router.post("/problems/{problem_id}/return", response=ProblemOut)
@api_does("rectification.verify_problem", target=queries.problem)
def send_back(request: HttpRequest, problem: Problem, told: ReturnedIn) -> Any:
    """核查退回。 Return what was reported."""
    return actions.return_problem(actor=request.user, problem=problem, verdict=told.verdict, deadline=told.deadline)


@router.get("/guidance", response=list[GuidanceOut])
@paged
@api_does("rectification.read_guidance")
def guidance(request: HttpRequest) -> QuerySet[Guidance]:
    """列出指导监督记录。 List the guidance in reach."""
    return queries.guidance_for(request.user)


@router.post("/bodies/{body_id}/guidance", response={201: GuidanceOut})
@api_does("rectification.record_guidance", target=body_by_id)
def record_guidance(request: HttpRequest, body: Body, told: GuidanceIn) -> Any:
    """登记指导监督。 Record guidance of a body."""
    return Status(201, actions.record_guidance(actor=request.user, body=body, **told.dict()))


@router.post("/guidance/{guidance_id}/withdraw", response=GuidanceOut)
@api_does("rectification.record_guidance", target=queries.guidance)
def withdraw_guidance(request: HttpRequest, guidance: Guidance, told: Why) -> Any:
    """撤回误登的记录。 Withdraw a record that was entered wrongly."""
    return actions.withdraw_guidance(actor=request.user, guidance=guidance, reason=told.reason)


@router.get("/practices", response=list[PracticeOut])
@paged
@api_does("rectification.read_practice")
def practices(request: HttpRequest) -> QuerySet[Practice]:
    """列出典型经验。 List the good practices in reach."""
    return queries.practices_for(request.user)


@router.post("/bodies/{body_id}/practices", response={201: PracticeOut})
@api_does("rectification.enter_practice", target=body_by_id)
def enter_practice(request: HttpRequest, body: Body, told: PracticeIn) -> Any:
    """登记典型经验。 Enter a good practice."""
    return Status(201, actions.enter_practice(actor=request.user, body=body, values=told.dict()))


@router.put("/practices/{practice_id}", response=PracticeOut)
@api_does("rectification.enter_practice", target=queries.practice)
def change_practice(request: HttpRequest, practice: Practice, told: ChangedPractice) -> Any:
    """修改典型经验。 Change a good practice."""
    values = told.dict()
    return actions.enter_practice(
        actor=request.user, body=practice.body, practice=practice, version=values.pop("version"), values=values
    )


@router.get("/tasks", response=list[TaskOut])
@paged
@api_does("rectification.read_task")
def tasks(request: HttpRequest) -> QuerySet[Task]:
    """列出工作计划。 List the tasks in reach."""
    return queries.tasks_for(request.user)


@router.post("/bodies/{body_id}/tasks", response={201: TaskOut})
@api_does("rectification.write_task", target=body_by_id)
def add_task(request: HttpRequest, body: Body, told: TaskIn) -> Any:
    """添加任务。 Add a task to the plan of a body."""
    return Status(201, actions.write_task(actor=request.user, body=body, values=told.dict()))


@router.put("/tasks/{task_id}", response=TaskOut)
@api_does("rectification.write_task", target=queries.task)
def change_task(request: HttpRequest, task: Task, told: ChangedTask) -> Any:
    """修改任务。 Change a task."""
    values = told.dict()
    version = values.pop("version")
    return actions.write_task(actor=request.user, body=task.body, task=task, version=version, values=values)
