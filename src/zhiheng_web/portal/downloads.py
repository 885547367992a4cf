"""The files of the portal: report, bundle, open data. Of a result that holds no more none is handed out."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified, JsonResponse
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from zhiheng_web.lib import exports, store
from zhiheng_web.lib.gates import does
from zhiheng_web.portal import data, frame, queries
from zhiheng_web.portal.queries import Result

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _file(request: HttpRequest, result: Result, digest: str, *, ending: str, kind: str) -> HttpResponseBase:
    """Answer with a stored file; its digest is its mark (ETag): a copy that is still right is not sent again."""
    if not digest or not result.is_in_force:
        raise Http404
    mark = f'"{digest}"'
    response: HttpResponseBase
    if request.headers.get("If-None-Match") == mark:
        response = HttpResponseNotModified()
    else:
        name = f"{result.disclosed.title}{ending}"
        try:
            file = store.open_stored(digest)
        except FileNotFoundError:
            raise Http404 from None
        response = FileResponse(file, as_attachment=True, filename=name, content_type=kind)
    response.headers["ETag"] = mark
    return frame.kept(request, response)


@does("portal.download", target=queries.result)
@require_safe
def report_word(request: HttpRequest, result: Result) -> HttpResponseBase:
    """Answer with the report as Word."""
    return _file(request, result, result.disclosed.word, ending=".docx", kind=_WORD)


@does("portal.download", target=queries.result)
@require_safe
def report_pdf(request: HttpRequest, result: Result) -> HttpResponseBase:
    """Answer with the report as PDF."""
    return _file(request, result, result.disclosed.pdf, ending=".pdf", kind="application/pdf")


@does("portal.download", target=queries.result)
@require_safe
def bundle(request: HttpRequest, result: Result) -> HttpResponseBase:
    """Answer with the bundle that anyone can verify."""
    return _file(request, result, result.disclosed.bundle, ending=".zip", kind="application/zip")


def _json(request: HttpRequest, told: object) -> HttpResponseBase:
    response = JsonResponse(told, safe=False, json_dumps_params={"ensure_ascii": False, "indent": 1})
    # Anybody's page may read what is public.
    response.headers["Access-Control-Allow-Origin"] = "*"
    return frame.kept(request, response)


@does("portal.download", target=queries.result)
@require_safe
def result_json(request: HttpRequest, result: Result) -> HttpResponseBase:
    """Answer with one result as JSON; of one that holds no more, with what became of it."""
    return _json(request, data.result_as_data(result))


@does("portal.download", target=queries.result)
@require_safe
def result_csv(request: HttpRequest, result: Result) -> HttpResponseBase:
    """Answer with one result as CSV."""
    answered = exports.answer("csv", result.disclosed.title, heads=data.HEADS, rows=list(data.rows([result])))
    return frame.kept(request, answered)


@does("portal.download")
@require_safe
def results_json(request: HttpRequest) -> HttpResponseBase:
    """Answer with all results as JSON."""
    return _json(request, data.all_as_data(queries.results()))


@does("portal.download")
@require_safe
def results_csv(request: HttpRequest) -> HttpResponseBase:
    """Answer with all results in force as CSV."""
    answered = exports.answer("csv", "results", heads=data.HEADS, rows=list(data.rows(queries.results())))
    return frame.kept(request, answered)
