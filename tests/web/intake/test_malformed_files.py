"""Files that are broken or hostile: each is refused or read with reasons; the server goes on, no row is lost unseen."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from zhiheng.api import Refusal
from zhiheng_web.intake.models import Batch, Book, Row, State, Wrong

from .conftest import Import

pytestmark = pytest.mark.django_db

HEAD = ["case_id", "unit_id", "kind", "fine"]
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)
_BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>'
    '<sheet name="cases" sheetId="1" r:id="r1"/></sheets></workbook>'
)
_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
)


def raw_workbook(rows: str, *, prologue: str = "", padding: int = 0) -> bytes:
    """Return a workbook with hand-written XML."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("xl/_rels/workbook.xml.rels", _RELATIONS)
        archive.writestr("xl/workbook.xml", _BOOK)
        archive.writestr("xl/worksheets/sheet1.xml", prologue + _SHEET.format(rows))
        if padding:
            archive.writestr("xl/media/image1.bin", b"\0" * padding)
    return stream.getvalue()


def workbook(rows: list[list[object]], merge: str = "") -> bytes:
    """Return a workbook with these rows."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, {"nan_inf_to_errors": True}) as book:
        sheet = book.add_worksheet("cases")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
        if merge:
            sheet.merge_range(merge, "案件登记表")
    return stream.getvalue()


def cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


FAR = '<row r="1">' + cell("A1", "case_id") + '</row><row r="1048576">' + cell("XFD1048576", "x") + "</row>"
XXE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]>'
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "hahahahahahahahaha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
ENTITY_ROW = (
    '<row r="1">' + "".join(cell(f"{letter}1", name) for letter, name in zip("ABC", HEAD, strict=False)) + "</row>"
)

REFUSED: dict[str, tuple[str, bytes]] = {
    "zero bytes": ("a.xlsx", b""),
    "zero bytes csv": ("a.csv", b""),
    "only blanks": ("a.csv", b" \n\n  \n"),
    "not a workbook": ("a.xlsx", b"case_id,unit_id\nC1,A\n"),
    "old workbook or locked": ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
    "wrong extension": ("a.exe", b"MZ"),
    "macro workbook": ("a.xlsm", workbook([list(HEAD)])),
    "truncated": ("a.xlsx", workbook([list(HEAD), ["C1", "A", "penalty", 1]])[:1500]),
    "zip bomb": ("a.xlsx", raw_workbook("", padding=800 << 20)),
    "cells too far apart": ("a.xlsx", raw_workbook(FAR)),
    "no workbook inside": ("a.xlsx", b"PK\x05\x06" + b"\0" * 18),
    "damaged parquet": ("a.parquet", b"PAR1" + b"\0" * 60 + b"PAR1"),
    "quotation mark never closed": ("a.csv", b'case_id,unit_id,kind\n"C1,A,penalty\n'),
    "NUL signs": ("a.csv", b"case_id,unit_id,kind\nC1,\0,penalty\n"),
    "neither UTF-8 nor GB18030": ("a.csv", b"case_id,unit_id\n\xff\xff\xff,\xfe\n"),
}


@pytest.mark.parametrize("kind", list(REFUSED))
def test_it_refuses_with_a_reason_and_a_remedy(bring: Import, kind: str) -> None:
    name, data = REFUSED[kind]
    with pytest.raises(Refusal) as refused:
        bring(data, name)
    for fault in refused.value.faults:
        assert fault.reason.zh and fault.reason.en and fault.remedy.zh and fault.remedy.en
    assert not Batch.objects.filter(table="cases").exists()


@pytest.mark.parametrize("prologue", [XXE, LAUGHS], ids=["external entity", "billion laughs"])
def test_it_expands_no_entity(bring: Import, prologue: str) -> None:
    row = '<row r="2">' + cell("A2", "&e;") + cell("B2", "A") + cell("C2", "penalty") + "</row>"
    try:
        batch = bring(raw_workbook(ENTITY_ROW + row, prologue=prologue), "a.xlsx")
    except Refusal as refusal:
        assert refusal.faults[0].code in ("not_a_workbook", "crashed", "bomb", "missing_column")
    else:
        keys = set(Row.objects.filter(batch=batch).values_list("key", flat=True))
        assert keys <= {"", "&e;"}, "an entity was expanded"


HOSTILE_ARCHIVES = {
    "leads outside": {"../units.csv": b"unit_id,name\nA,a\n"},
    "absolute": {"/tmp/units.csv": b"unit_id,name\nA,a\n"},
    "bomb": {"units.csv": b"\0" * (800 << 20)},
    "nothing of a ledger": {"readme.exe": b"MZ"},
}


@pytest.mark.parametrize("kind", list(HOSTILE_ARCHIVES))
def test_it_refuses_or_ignores_what_an_archive_hides(bring: Import, kind: str) -> None:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in HOSTILE_ARCHIVES[kind].items():
            archive.writestr(name, data)
    try:
        batch = bring(stream.getvalue(), "台账.zip", "")
    except Refusal as refusal:
        assert refusal.faults[0].remedy.zh
    else:
        assert kind == "nothing of a ledger" and not batch.count("new")


def test_it_reads_gb18030(bring: Import) -> None:
    batch = bring("案件编号,承办单位编号,执法类别\nC1,A,行政处罚\n".encode("gb18030"))
    assert (batch.state, batch.counts["new"]) == (State.checked, 1)


def test_it_reads_a_header_below_a_merged_title(bring: Import) -> None:
    batch = bring(workbook([["", "", ""], list(HEAD), ["C1", "A", "penalty", 5]], "A1:D1"), "a.xlsx")
    assert batch.counts["new"] == 1


def test_it_tells_what_formulas_and_errors_are(bring: Import) -> None:
    rows = [list(HEAD), ["C1", "A", "penalty", "=1+1"], ["C2", "A", "penalty", float("nan")], ["C3", "A", "penalty", 7]]
    batch = bring(workbook(rows), "a.xlsx")
    # A formula that was never calculated holds 0 in the file; an error cell and NaN are wrong.
    assert batch.counts["new"] + batch.counts["wrong"] == 3
    assert "error_cell" in set(Wrong.objects.filter(batch=batch).values_list("code", flat=True))


def test_it_loses_no_row_unseen(bring: Import) -> None:
    lines = [f"C{n % 40},{'A' if n % 3 else 'Z'},{'penalty' if n % 5 else 'x'},{n}" for n in range(100)]
    batch = bring("case_id,unit_id,kind,fine\n" + "\n".join(lines) + "\n")
    assert sum(batch.counts[name] for name in ("new", "changed", "skipped", "wrong")) == 100


def test_it_answers_a_hostile_upload_with_a_page(signed_in: Callable[[str, str], Client], book: Book) -> None:
    client = signed_in("evaluation_office", "P")
    url = reverse("intake:upload", args=[book.pk, book.body_id, "cases"])
    for name, data in (REFUSED["cells too far apart"], REFUSED["wrong extension"], ("<b>x</b>.csv", b"")):
        answer = client.post(url, {"file": SimpleUploadedFile(name, data), "on_conflict": "stop"})
        assert answer.status_code == 422
        assert "改法" in answer.content.decode()
        assert "<b>x" not in answer.content.decode()
    assert client.get(url).status_code == 200


def test_it_gives_templates_that_come_back_empty(signed_in: Callable[[str, str], Client], book: Book) -> None:
    client = signed_in("evaluation_office", "P")
    for table in ("units", "officers", "cases", "events", "findings", "facts", "surveys"):
        data = client.get(reverse("intake:template", args=[book.pk, book.body_id, table])).content
        sheet = openpyxl.load_workbook(BytesIO(data)).worksheets[0]
        assert sheet.max_row == 1
        answer = client.post(
            reverse("intake:upload", args=[book.pk, book.body_id, table]),
            {"file": SimpleUploadedFile("t.xlsx", data), "on_conflict": "stop"},
        )
        page = client.get(answer["Location"]).content.decode()
        assert "列不导入" not in page, "every head of a template is known"
