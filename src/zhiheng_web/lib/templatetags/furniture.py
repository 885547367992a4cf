"""The furniture of pages: badges, due dates, points, fields, error summaries, lists, charts. Each says one thing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.forms import BaseForm, BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

from zhiheng_web.lib import icons, marks
from zhiheng_web.lib.charts import Chart
from zhiheng_web.lib.listing import Listing
from zhiheng_web.lib.words import Text

register = template.Library()

register.simple_tag(marks.state_mark, name="badge")
register.simple_tag(marks.due_mark, name="due")
register.simple_tag(marks.points_mark, name="points")
register.simple_tag(marks.day_mark, name="day")
register.simple_tag(marks.instant_mark, name="instant")
register.simple_tag(marks.figure_mark, name="figure")
register.simple_tag(icons.svg, name="icon")


@register.inclusion_tag("lib/furniture/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """Show a form field: label above, hint, control, error, and whether it must be filled in."""
    hint_id, error_id = f"{bound.auto_id}_hint", f"{bound.auto_id}_error"
    described = [hint_id] if bound.help_text else []
    described += [error_id] if bound.errors else []
    attributes: dict[str, Any] = dict(bound.field.widget.attrs)
    attributes["class"] = f"{attributes.get('class', '')} {_control_class(bound)}".strip()
    # Django would describe the group; each control of it is described here.
    attributes["aria-describedby"] = " ".join(described) or None
    if bound.errors:
        attributes["aria-invalid"] = "true"
        attributes["class"] += " is-invalid"
    kind = str(getattr(bound.field.widget, "input_type", ""))
    return {
        "bound": bound,
        "control": bound.as_widget(attrs={key: value for key, value in attributes.items() if value is not None}),
        "hint_id": hint_id,
        "error_id": error_id,
        "is_group": bound.use_fieldset,
        "options": _options(bound),
        "is_tick": kind == "checkbox" and not bound.use_fieldset,
        "is_hidden": bound.is_hidden,
        "unit": getattr(bound.field, "unit", ""),
    }


def _options(bound: BoundField) -> list[Any]:
    """Return the ticks or dots of a group, each to be drawn with its own label; none for any other field."""
    if not bound.use_fieldset or str(getattr(bound.field.widget, "input_type", "")) not in ("checkbox", "radio"):
        return []
    options = list(bound.subwidgets)
    for option in options:
        option.data["wrap_label"] = False
        option.data["attrs"] |= {"class": "form-check-input"} | ({"aria-invalid": "true"} if bound.errors else {})
    return options


def _control_class(bound: BoundField) -> str:
    kind = str(getattr(bound.field.widget, "input_type", ""))
    if kind in ("checkbox", "radio"):
        return "form-check-input"
    return "form-select" if kind == "select" else "form-control"


@register.inclusion_tag("lib/furniture/form_errors.html")
def form_errors(form: BaseForm | None) -> dict[str, Any]:
    """Show what has to be put right, on top of a form, each line leading to its field."""
    if form is None or not form.is_bound:
        return {"lines": []}
    lines = [{"target": "", "label": "", "error": error} for error in form.non_field_errors()]
    for bound in form:
        target = bound.id_for_label or f"{bound.auto_id}_0"
        lines += [{"target": target, "label": bound.label, "error": error} for error in bound.errors]
    return {"lines": lines}


@register.inclusion_tag("lib/furniture/empty_state.html")
def empty_state(title: Text | str, text: Text | str = "", url: str = "", label: Text | str = "") -> dict[str, Any]:
    """Say why nothing is here and offer the one next action; "no data" alone is never said."""
    return {"title": title, "text": text, "url": url, "label": label}


@register.inclusion_tag("lib/furniture/pager.html")
def pager(listing: Listing) -> dict[str, Any]:
    """Show how many there are, which of them are on this page, the way to the others, and the exports."""
    return {"listing": listing}


@register.inclusion_tag("lib/furniture/sort_head.html")
def sort_head(listing: Listing, column: str, zh: str, en: str, *, css: str = "") -> dict[str, Any]:
    """Show the head of a column that sorts the list when opened; `css` is a further class (`zh-number`)."""
    return {
        "text": Text(zh, en),
        "href": listing.sort_href(column),
        "direction": listing.direction_of(column),
        "css": css,
    }


@register.inclusion_tag("lib/furniture/filters.html", takes_context=True)
def filters(context: template.Context, listing: Listing) -> dict[str, Any]:
    """Show the query form of a list; what is chosen stands in the address, and can be kept under a name."""
    signed_in = context.get("signed_in")
    return {"listing": listing, "csrf_token": context.get("csrf_token") if signed_in else None}


@register.inclusion_tag("lib/furniture/listing_table.html")
def listing_table(listing: Listing, caption: Text | str) -> dict[str, Any]:
    """Show the rows of a list by its column spec: row numbers, sticky heads, cells that may lead somewhere."""
    return {"listing": listing, "caption": caption}


@register.inclusion_tag("lib/furniture/chart.html")
def chart(spec: Chart) -> dict[str, Any]:
    """Draw a chart with its table beside it; without scripts the table alone says everything."""
    return {"spec": spec, "options": spec.options()}


@register.simple_tag
def hidden_fields(values: Mapping[str, Any]) -> SafeString:
    """Carry values along in a form, for check pages that are confirmed."""
    rows = (format_html('<input type="hidden" name="{}" value="{}">', name, value) for name, value in values.items())
    return SafeString("".join(rows))
