"""Bringing documents into a case's file, putting them in order, withdrawing one with its reason. None is ever lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO

from django.db.models import Max

from zhiheng.api import Fault, Place, Refusal
from zhiheng_web.audit import acts
from zhiheng_web.cases import queries
from zhiheng_web.cases.models import Case, FileDocument
from zhiheng_web.cases.pdf_pages import MOST_PAGES, pages_of_pdf
from zhiheng_web.documents import files
from zhiheng_web.lib import clock, store
from zhiheng_web.lib.words import Text

ADD, BLACKEN, WITHDRAW = "cases.add_document", "cases.blacken_document", "cases.withdraw_document"
#: What a file of a case is made of: what browsers show by themselves.
TAKEN = {".pdf": "application/pdf", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
MOST_AT_ONCE = 30
_LONGEST_TITLE = 200


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that came: its bytes, the name it was sent under, its size."""

    file: BinaryIO
    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Arranged:
    """Where a document stands in the file: its place, its title, on which page of the bound file it begins."""

    document_id: int
    position: int
    title: str
    page_from: int
    pages: int


def add_documents(actor: Any, *, case: Case, files: Sequence[Upload], title: str = "") -> list[FileDocument]:
    """Add documents to a file, after those that are there, in the order given; all of them or none.

    Pages of a PDF are counted, a picture is one page; each begins after the one before. `title` names a single one,
    else each is called as its file. Raises Refusal for a kind, size or content that is not taken, and for a file twice.
    """
    queries.demand_theirs(actor, case, ADD)
    _refuse_number(case, files)
    came = [_judged(one) for one in files]
    with acts.act(actor, ADD):
        # Two people who add at once must not give two documents one place.
        Case.objects.select_for_update().get(pk=case.pk)
        standing = list(case.documents.filter(withdrawn_at=None))
        known = {one.digest for one in standing}
        position = case.documents.aggregate(last=Max("position"))["last"] or 0
        page = max((one.page_from + one.pages for one in standing if not one.is_blackened), default=1)
        made = []
        for upload, name, media_type, pages in came:
            upload.file.seek(0)
            digest = store.keep(upload.file, name=name)
            if digest in known:
                raise _refused(name, "document_twice", *_TWICE)
            known.add(digest)
            position += 1
            one = FileDocument(case=case, position=position, page_from=page, pages=pages, name=name, digest=digest)
            one.title = _title(title if len(came) == 1 else "", name)
            one.size, one.media_type, one.uploaded_by = upload.size, media_type, actor
            one.save()
            made.append(one)
            page += pages
    return made


def arrange_documents(actor: Any, *, case: Case, arranged: Sequence[Arranged]) -> list[FileDocument]:
    """Give the documents of a file their order, titles and pages; those that are not named stay as they are.

    Raises Refusal for a document of another file, one withdrawn, an empty title, and pages that no file has.
    """
    queries.demand_theirs(actor, case, ADD)
    with acts.act(actor, ADD):
        standing = {one.pk: one for one in case.documents.select_for_update().filter(withdrawn_at=None, masks=None)}
        for wanted in arranged:
            one = standing.get(wanted.document_id)
            if one is None:
                raise _refused(wanted.title, "not_of_this_file", *_NOT_OF_THIS_FILE)
            if not wanted.title.strip():
                raise _refused(one.name, "title_missing", *_NO_TITLE)
            if not (1 <= wanted.page_from <= MOST_PAGES and 1 <= wanted.pages <= MOST_PAGES):
                raise _refused(one.name, "pages_unlikely", *_PAGES, value=f"{wanted.page_from}, {wanted.pages}")
            before = (one.position, one.title, one.page_from, one.pages)
            now = (wanted.position, wanted.title.strip()[:_LONGEST_TITLE], wanted.page_from, wanted.pages)
            if before != now:
                one.position, one.title, one.page_from, one.pages = now
                one.save()
    return list(queries.documents_of(case))


def blacken_document(actor: Any, *, document: FileDocument, upload: Upload) -> FileDocument:
    """Add the blackened copy of a document: in a blind review it is given in the place of the original.

    Raises Refusal for a kind or content that is not taken, for the original itself, for another number of pages, and
    where a copy stands already or the original was withdrawn.
    """
    case = document.case
    queries.demand_theirs(actor, case, BLACKEN)
    _, name, media_type, pages = _judged(upload)
    with acts.act(actor, BLACKEN):
        original: FileDocument = FileDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
        if original.withdrawn_at is not None:
            raise _refused(original.title, "withdrawn", *_WITHDRAWN)
        if original.is_blackened:
            raise _refused(original.title, "is_a_copy", *_IS_A_COPY)
        if original.blackened.filter(withdrawn_at=None).exists():
            raise _refused(original.title, "copy_twice", *_COPY_TWICE)
        if pages != original.pages:
            raise _refused(name, "other_pages", *_OTHER_PAGES, value=f"{pages} ≠ {original.pages}")
        upload.file.seek(0)
        digest = store.keep(upload.file, name=name)
        if case.documents.filter(withdrawn_at=None, digest=digest).exists():
            raise _refused(name, "not_blackened", *_NOT_BLACKENED)
        made = FileDocument(case=case, masks=original, position=original.position, title=original.title, name=name)
        made.page_from, made.pages, made.digest, made.size = original.page_from, pages, digest, upload.size
        made.media_type, made.uploaded_by = media_type, actor
        made.save()
    return made


def withdraw_document(actor: Any, *, document: FileDocument, reason: str) -> FileDocument:
    """Withdraw a document from its file with the reason; row and bytes stay. Raises Refusal without a reason, twice.

    With an original its blackened copy goes too.
    """
    queries.demand_theirs(actor, document.case, WITHDRAW)
    if not reason.strip():
        raise _refused(document.title, "reason_missing", *_NO_REASON)
    with acts.act(actor, WITHDRAW, reason=reason.strip()):
        one: FileDocument = FileDocument.objects.select_for_update(of=("self",)).get(pk=document.pk)
        if one.withdrawn_at is not None:
            raise _refused(one.title, "withdrawn", *_WITHDRAWN)
        copies = list(one.blackened.select_for_update().filter(withdrawn_at=None))
        for gone in (one, *copies):
            gone.withdrawn_at, gone.withdrawn_reason = clock.now(), reason.strip()
            gone.save()
    return one


def _judged(upload: Upload) -> tuple[Upload, str, str, int]:
    """Return a file with its plain name, media type and pages. Raises Refusal where it is not taken."""
    name = files.plain_name(upload.name)
    if PurePath(name).suffix.lower() not in TAKEN:
        raise _refused(name, "kind_not_taken", *_NOT_TAKEN)
    media_type = files.media_type_of(name, upload.file, upload.size)
    if media_type != "application/pdf":
        return upload, name, media_type, 1
    upload.file.seek(0)
    # What cannot be counted is one page until somebody says otherwise.
    return upload, name, media_type, pages_of_pdf(upload.file.read()) or 1


def _refuse_number(case: Case, came: Sequence[Upload]) -> None:
    if not came:
        raise _refused(case.code, "nothing_chosen", *_NOTHING)
    if len(came) > MOST_AT_ONCE:
        raise _refused(case.code, "too_many", *_TOO_MANY, value=str(len(came)))


def _title(given: str, name: str) -> str:
    return (given.strip() or PurePath(name).stem or name)[:_LONGEST_TITLE]


def _refused(name: str, code: str, reason: Text, remedy: Text, *, value: str = "") -> Refusal:
    return Refusal(Fault(code, Place(file=name), reason, remedy, value))


_NOT_TAKEN = (
    Text("卷内文书只收 PDF 和图片", "a file takes PDF and pictures only"),
    Text("另存为 PDF，或者用 JPEG、PNG 图片", "save it as PDF, or use JPEG or PNG"),
)
_TWICE = (
    Text("卷内已有同一个文件", "the very same file is in there already"),
    Text("不必重复上传；要替换的，先撤下原来的", "there is no need to add it again; to replace one, withdraw it first"),
)
_NOTHING = (
    Text("没有选择文件", "no file was chosen"),
    Text("选一个或几个 PDF、JPEG、PNG 文件", "choose one or more PDF, JPEG or PNG files"),
)
_TOO_MANY = (
    Text(f"一次最多上传 {MOST_AT_ONCE} 个文件", f"at most {MOST_AT_ONCE} files at once"),
    Text("分几次上传", "upload them in several goes"),
)
_NOT_OF_THIS_FILE = (
    Text("这份文书不在本案卷内，或者已经撤下", "the document is not in this file, or has been withdrawn"),
    Text("刷新页面后重试", "reload the page and try again"),
)
_NO_TITLE = (
    Text("文书没有名称", "the document has no title"),
    Text("写上文书名称，例如“行政处罚决定书”", "give it a title, such as “decision on a penalty”"),
)
_PAGES = (
    Text(f"页码和页数应在 1 到 {MOST_PAGES} 之间", f"pages lie between 1 and {MOST_PAGES}"),
    Text("核对起始页和页数", "check first page and number of pages"),
)
_NO_REASON = (
    Text("没有写撤下的理由", "no reason is given"),
    Text("写明为什么撤下这份文书", "say why the document is withdrawn"),
)
_WITHDRAWN = (
    Text("这份文书已经撤下", "the document has been withdrawn already"),
    Text("刷新页面", "reload the page"),
)
_IS_A_COPY = (
    Text("这份文书本身就是涂黑副本", "the document is a blackened copy itself"),
    Text("在原件的页面上传涂黑副本", "add the copy on the page of the original"),
)
_COPY_TWICE = (
    Text("这份文书已有涂黑副本", "there is a blackened copy of the document"),
    Text("要替换的，先撤下原来的副本", "to replace it, withdraw the one that is there first"),
)
_OTHER_PAGES = (
    Text("涂黑副本的页数与原件不同", "the copy has another number of pages than the original"),
    Text(
        "上传同样页数的副本；原件页数登记有误的，先更正",
        "add a copy of as many pages, or correct the original's",
    ),
)
_NOT_BLACKENED = (
    Text("这个文件与卷内的文书一模一样，没有涂黑", "the very same file is in there: nothing is blackened"),
    Text("涂去单位、人员和当事人的名称后再上传", "black the names of body, officers and party out, then add it"),
)
