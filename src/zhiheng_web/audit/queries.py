"""Reading the trail: lines as a page shows them, the history of one object, the names of deeds, kinds and fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404

from zhiheng_web.audit.models import Line
from zhiheng_web.lib import policy
from zhiheng_web.lib.words import Text

#: Shown in place of what must not be read from a page: the hash of a password.
_HIDDEN = Text("（不显示）", "(not shown)")


def line(line_id: int) -> Line:
    """Return a line by its number. Raises Http404."""
    return get_object_or_404(Line, pk=line_id)


def lines() -> QuerySet[Line]:
    """Return all lines, the latest first."""
    return Line.objects.all()


def of_object(rows: QuerySet[Line], typed: str) -> QuerySet[Line]:
    """Return the lines about an object: `bodies.body/17`, or all of a kind: `bodies.body`."""
    kind, _, key = typed.strip().partition("/")
    mentioned = Q(mentions__kind=kind.lower()) & (Q(mentions__key=key) if key else Q())
    return rows.filter(mentioned).distinct()


def history_of(kind: str, key: Any, most: int = 20) -> list[Line]:
    """Return the latest lines about an object, for the page of that object."""
    found = Line.objects.filter(mentions__kind=kind, mentions__key=str(key)).order_by("-sequence")
    return list(found[:most])


def told_history_of(kind: str, key: Any) -> list[tuple[Line, Text]]:
    """Return the latest lines about an object, each with the name of its deed: who, when and why, nothing more."""
    return [(one, deed_text(one.deed)) for one in history_of(kind, key)]


def deed_text(key: str) -> Text:
    """Return the name of a deed; a deed that the table no longer has keeps its key."""
    try:
        return policy.deed_of(key).text
    except KeyError:
        return Text(key, key)


def deed_choices() -> list[tuple[str, Text]]:
    """Return every deed of the table for a filter."""
    return [(deed.key, deed.text) for deed in policy.every_deed()]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field before and after; `changed` is False where an object was made or taken away and nothing differs."""

    text: Text
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class ObjectChange:
    """What a line tells of one object."""

    kind: str
    key: str
    text: Text
    sort: Text
    fields: tuple[FieldChange, ...]
    digest: str
    batch: int | None


_MADE, _ERASED = Text("新增", "made"), Text("删除", "deleted")
_CHANGED, _TOLD, _BATCH = Text("修改", "changed"), Text("记事", "noted"), Text("批量写入", "written in bulk")


def changes_of(one: Line) -> list[ObjectChange]:
    """Return what a line tells of each object, field by field."""
    return [_change(change) for change in one.changes]


def _change(change: Mapping[str, Any]) -> ObjectChange:
    kind, key = str(change["kind"]), str(change["id"])
    model = _model(kind)
    before, after = change.get("before"), change.get("after")
    if "told" in change:
        sort, after = _TOLD, change["told"]
    elif "batch" in change:
        sort = _BATCH
    else:
        sort = _MADE if before is None else _ERASED if after is None else _CHANGED
    names = list(dict.fromkeys([*(before or {}), *(after or {})]))
    fields = tuple(
        FieldChange(field_text(model, name), _shown(name, before), _shown(name, after))
        for name in names
        if _shown(name, before) not in ("", None) or _shown(name, after) not in ("", None)
    )
    return ObjectChange(kind, key, kind_text(kind), sort, fields, str(change.get("state", "")), change.get("batch"))


def _shown(name: str, state: Mapping[str, Any] | None) -> Any:
    if state is None or name not in state:
        return None
    return _HIDDEN if name == "password" and state[name] else state[name]


def _model(kind: str) -> type[models.Model] | None:
    try:
        return apps.get_model(kind)
    except (LookupError, ValueError):
        return None


#: What objects are called; a kind that is not listed shows its own name.
_KINDS = {
    "accounts.account": Text("账号", "account"),
    "bodies.body": Text("机构", "body"),
    "bodies.post": Text("任职", "post"),
    "bodies.postproposal": Text("任职提名", "proposed post"),
    "bodies.transfer": Text("调动记录", "transfer"),
    "bodies.leadinggroup": Text("领导小组", "leading group"),
    "bodies.seat": Text("领导小组席位", "seat of a leading group"),
}


def kind_text(kind: str) -> Text:
    """Return what objects of a kind are called: by this table, else by the model's own name."""
    if kind in _KINDS:
        return _KINDS[kind]
    model = _model(kind)
    return in_both(str(model._meta.verbose_name)) if model is not None else Text(kind, kind)


#: Fields that every object has, and facts that are noted without a field.
_NAMES = {
    "id": Text("编号", "number"),
    "password": Text("口令", "password"),
    "address": Text("网络地址", "network address"),
    "how": Text("方式", "by"),
    "sort": Text("种类", "kind"),
    "lines": Text("记录数", "lines"),
    "problems": Text("问题数", "problems"),
    "query": Text("条件", "conditions"),
    "rows": Text("行数", "rows"),
}


def field_text(model: type[models.Model] | None, name: str) -> Text:
    """Return what a field is called; the stored name where the model has it no longer."""
    if name in _NAMES or model is None:
        return _NAMES.get(name, Text(name, name))
    for one in model._meta.concrete_fields:
        if name in (one.attname, one.name):
            return in_both(str(one.verbose_name))
    return Text(name, name)


def in_both(label: str) -> Text:
    """Return a label such as `名称 name` as a Text: our models name their fields so."""
    zh, _, en = label.partition(" ")
    is_chinese = any("\u4e00" <= sign <= "\u9fff" for sign in zh)
    return Text(zh, en) if is_chinese and en else Text(label, label)
