"""The forms of cases: documents of a file, their order, interests, whose account an officer's is."""

from __future__ import annotations

from typing import Any

from django import forms

from zhiheng_web.accounts.models import Account
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases import queries
from zhiheng_web.cases.actions import Arranged
from zhiheng_web.cases.actions.documents import MOST_AT_ONCE, TAKEN
from zhiheng_web.cases.models import Case, FileDocument, Officer
from zhiheng_web.cases.pdf_pages import MOST_PAGES
from zhiheng_web.documents.files import MOST_MEGABYTES
from zhiheng_web.lib.fields import EvidenceField, EvidenceInput, spoken, wrong


class DocumentsForm(forms.Form):
    """Documents to be added to a file, several at once, in the order chosen."""

    pieces = EvidenceField(
        most_files=MOST_AT_ONCE,
        most_megabytes=MOST_MEGABYTES,
        widget=EvidenceInput({"accept": ",".join(sorted(TAKEN))}),
        label=spoken("文书文件", "Files"),
        help_text=spoken(
            f"PDF、JPEG、PNG，可一次选多个，每个不超过 {MOST_MEGABYTES} MB；排在已有文书之后",
            f"PDF, JPEG, PNG; several at once, {MOST_MEGABYTES} MB each; they follow those that are there",
        ),
    )
    title = forms.CharField(
        required=False,
        max_length=200,
        label=spoken("文书名称", "Title"),
        help_text=spoken("只选一个文件时可填；不填用文件名", "For a single file; empty takes the name of the file"),
    )


class CopyForm(forms.Form):
    """The blackened copy of a document."""

    piece = EvidenceField(
        most_files=1,
        most_megabytes=MOST_MEGABYTES,
        widget=EvidenceInput({"accept": ",".join(sorted(TAKEN))}),
        label=spoken("涂黑副本", "Blackened copy"),
        help_text=spoken(
            "涂去单位、人员和当事人名称后的扫描件，页数与原件相同；PDF、JPEG 或者 PNG",
            "A scan with the names of body, officers and party blacked out, of as many pages; PDF, JPEG or PNG",
        ),
    )


class WithdrawForm(forms.Form):
    """Why a document is withdrawn."""

    reason = forms.CharField(label=spoken("撤下理由", "Reason"), max_length=2000, widget=forms.Textarea({"rows": 2}))


class ArrangedForm(forms.Form):
    """Where one document stands in the file."""

    document_id = forms.IntegerField(widget=forms.HiddenInput)
    position = forms.IntegerField(min_value=1, max_value=9_999, label=spoken("顺序", "Order"))
    title = forms.CharField(max_length=200, label=spoken("文书名称", "Title"))
    page_from = forms.IntegerField(min_value=1, max_value=MOST_PAGES, label=spoken("起始页", "First page"))
    pages = forms.IntegerField(min_value=1, max_value=MOST_PAGES, label=spoken("页数", "Pages"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if name != "document_id":
                size = " zh-case-title" if name == "title" else " zh-case-number"
                field.widget.attrs["class"] = f"form-control form-control-sm{size}"
                field.widget.attrs["aria-label"] = field.label


ArrangedFormSet = forms.formset_factory(ArrangedForm, extra=0, max_num=500, absolute_max=500)


def arranging(documents: list[FileDocument], data: Any = None) -> Any:
    """Return the forms of the documents of a file, as they stand or as they were sent."""
    names = ("position", "title", "page_from", "pages")
    initial = [{"document_id": one.pk, **{name: getattr(one, name) for name in names}} for one in documents]
    return ArrangedFormSet(data, initial=initial, prefix="documents")


def arranged_of(forms_sent: Any, *, renumber: bool) -> list[Arranged]:
    """Return what was sent in its order; with `renumber` each document begins on the page after the one before."""
    told = sorted((form.cleaned_data for form in forms_sent), key=lambda one: one["position"])
    page, arranged = 1, []
    for place, one in enumerate(told, 1):
        first = page if renumber else one["page_from"]
        arranged.append(Arranged(one["document_id"], place, one["title"], first, one["pages"]))
        page = first + one["pages"]
    return arranged


class InterestForm(forms.Form):
    """An interest: in a body, an officer (by number) or a case (by number), and why."""

    body = forms.ModelChoiceField(
        Body.objects.none(), required=False, label=spoken("单位", "Body"), empty_label=spoken("（不选）", "(none)")
    )
    officer = forms.CharField(required=False, max_length=100, label=spoken("人员编号", "Number of an officer"))
    case = forms.CharField(required=False, max_length=200, label=spoken("案件编号", "Number of a case"))
    reason = forms.CharField(
        label=spoken("事由", "Reason"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=spoken(
            "例如：与当事人或者办案人员系近亲属；曾参与本案办理",
            "For instance: close relative of the party or of an officer; took part in the case",
        ),
    )

    def __init__(self, person: Any, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        choice = self.fields["body"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = queries.bodies_for(person)

    def clean_officer(self) -> Officer | None:
        """Return the officer of the number. Raises ValidationError where the person can see none."""
        code = self.cleaned_data["officer"].strip()
        found: Officer | None = queries.officers_for(self.person).filter(code=code).first() if code else None
        if code and found is None:
            raise wrong(f"没有编号为“{code}”的人员", f"there is no officer with the number {code}")
        return found

    def clean_case(self) -> Case | None:
        """Return the case of the number. Raises ValidationError where the person can see none."""
        code = self.cleaned_data["case"].strip()
        found: Case | None = queries.cases_for(self.person).filter(code=code).first() if code else None
        if code and found is None:
            raise wrong(f"没有编号为“{code}”的案件", f"there is no case with the number {code}")
        return found


class LinkForm(forms.Form):
    """Whose account an officer's is, and why."""

    account = forms.ModelChoiceField(
        Account.objects.none(),
        required=False,
        label=spoken("账号", "Account"),
        empty_label=spoken("（不对应任何账号）", "(nobody's)"),
        help_text=spoken(
            "在本单位任职、还没有对应人员的账号", "Accounts with a post at the body that are no officer's yet"
        ),
    )
    reason = forms.CharField(required=False, max_length=500, label=spoken("说明", "Note"))

    def __init__(self, officer: Officer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["account"]
        assert isinstance(choice, forms.ModelChoiceField)
        choice.queryset = queries.accounts_for(officer)


class InitialsForm(forms.Form):
    """By which pinyin initials an officer is found."""

    initials = forms.CharField(
        max_length=100,
        label=spoken("拼音首字母", "Pinyin initials"),
        help_text=spoken("多音字读错时更正，例如 lzy", "To be corrected where a name was read wrongly, such as lzy"),
    )
