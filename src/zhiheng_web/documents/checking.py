"""Checking an edited copy of an issued document: every figure that does not follow from its result is named."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from zhiheng import api
from zhiheng.api import Fault, Place, Refusal, Text
from zhiheng_web.documents import sources
from zhiheng_web.documents.facts import ON_FACTS_ALONE, read_facts
from zhiheng_web.documents.models import IssuedDocument
from zhiheng_web.lib import store


def check_edited(document: IssuedDocument, file: BinaryIO, *, name: str) -> list[Any]:
    """Return each figure of an edited .docx that does not follow (`Discrepancy` of the library); nothing is kept.

    A document that rests on facts alone is checked against the facts that were kept with it. Raises Refusal where the
    file is no Word document, or the document rests on no result and should.
    """
    alone = document.kind in ON_FACTS_ALONE
    if not document.result and not alone:
        raise Refusal(Fault("no_result", Place(file=document.number), *_NO_RESULT))
    facts = read_facts(document.kind, document.facts, document.number)
    with TemporaryDirectory(prefix="zhiheng-") as place:
        copy = Path(place) / "edited.docx"
        copy.write_bytes(file.read())
        scheme = None if alone else sources.scheme_of(document)
        stored = None if alone else store.path_of(document.result)
        try:
            return list(api.documents.check_document(copy, stored, facts, scheme=scheme))
        except Refusal as refusal:
            # The reader knows the file by the name it was sent under, not by that of our copy.
            raise Refusal(
                Fault(fault.code, Place(file=name), fault.reason, fault.remedy, fault.value) for fault in refusal.faults
            ) from None


_NO_RESULT = (
    Text("这份文书没有对应的评价结果", "this document rests on no result"),
    Text("只有依据评价结果的文书可以核对", "only documents made from a result can be checked"),
)
