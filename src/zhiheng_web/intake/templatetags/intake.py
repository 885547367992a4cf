"""Tags of the intake's pages: the five steps, a select of the match, a stored fault in the page's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BoundField
from django.utils.safestring import SafeString

from zhiheng_web.lib.words import Text, language

register = template.Library()

_STEPS = (
    (1, Text("模板", "Template")),
    (2, Text("上传", "Upload")),
    (3, Text("对应列", "Match columns")),
    (4, Text("预检", "Dry run")),
    (5, Text("确认", "Confirm")),
)


@register.inclusion_tag("intake/steps.html")
def import_steps(step: int) -> dict[str, Any]:
    """Show the five steps of an import and which of them this is."""
    return {"steps": _STEPS, "step": step}


@register.filter
def as_select(bound: BoundField) -> SafeString:
    """Draw a select without the furniture of a field: it stands in a table whose rows label it."""
    wrong = " is-invalid" if bound.errors else ""
    return bound.as_widget(attrs={"class": f"form-select form-select-sm{wrong}"})


@register.filter
def place_said(fault: Mapping[str, str]) -> str:
    """Return where a stored fault stands."""
    return fault[f"place_{language()}"]


@register.filter
def reason_said(fault: Mapping[str, str]) -> str:
    """Return what is wrong."""
    return fault[f"reason_{language()}"]


@register.filter
def remedy_said(fault: Mapping[str, str]) -> str:
    """Return how to mend it."""
    return fault[f"remedy_{language()}"]


@register.filter
def value_said(fault: Mapping[str, str]) -> str:
    """Return what was found, in brackets, where there is anything."""
    if not fault["value"]:
        return ""
    return f"（{fault['value']}）" if language() == "zh" else f"({fault['value']})"
