"""The pages of one's own jobs: the list, and one with its progress, which renews itself until it is over."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path

from zhiheng_web.lib import clock, jobs
from zhiheng_web.lib.gates import does
from zhiheng_web.lib.models import Job
from zhiheng_web.lib.words import Text

_TONES = {"queued": "neutral", "running": "info", "done": "good", "failed": "bad"}


def find(job_id: str) -> Job:
    """Return a job, or Http404."""
    return get_object_or_404(Job, pk=job_id)


@does("lib.read_jobs")
def listed(request: HttpRequest) -> HttpResponse:
    """Show one's latest jobs."""
    rows = [(job, state, _words(state)) for job, state in jobs.jobs_of(request.user)]
    return render(request, "lib/jobs.html", {"rows": rows, "crumbs": []})


@does("lib.read_jobs", target=find)
def shown(request: HttpRequest, job: Job) -> HttpResponse:
    """Show one job of one's own; asked for by htmx, its progress alone."""
    if job.account_id != request.user.pk:
        raise Http404
    state = jobs.state_of(job.pk)
    if state.is_over and job.seen_at is None:
        Job.objects.filter(pk=job.pk).update(seen_at=clock.now())
    context = {
        "job": job,
        "state": state,
        "words": _words(state),
        "tone": _TONES[state.standing],
        "crumbs": [(Text("后台办理", "Background jobs"), "/jobs/")],
    }
    part = getattr(request, "htmx", False)
    return render(request, "lib/job_progress.html" if part else "lib/job.html", context)


def _words(state: jobs.State) -> Text:
    return jobs.STANDINGS[state.standing]


app_name = "jobs"
urlpatterns = [path("", listed, name="jobs"), path("<str:job_id>/", shown, name="job")]
