"""What the forms of training share: words, numbers, choices, the body that a thing belongs to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet

from zhiheng_web.bodies.forms import BodyChoice
from zhiheng_web.bodies.models import Body
from zhiheng_web.cases.models import Officer
from zhiheng_web.lib.fields import PointsField, spoken
from zhiheng_web.lib.words import Text


def choices(texts: Mapping[str, Text]) -> list[tuple[str, Any]]:
    """Return choices that are said in the language of the request."""
    return [(key, spoken(text.zh, text.of("en"))) for key, text in texts.items()]


def words(label: Any, *, rows: int = 3, required: bool = True, hint: Any = "", most: int = 5000) -> forms.CharField:
    """Return a field for several lines."""
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, widget=area, max_length=most, required=required, help_text=hint)


def line(label: Any, *, required: bool = True, hint: Any = "", most: int = 200) -> forms.CharField:
    """Return a field for one line."""
    return forms.CharField(label=label, max_length=most, required=required, help_text=hint)


def days(label: Any, *, required: bool = True, hint: Any = "") -> PointsField:
    """Return a field for days in halves."""
    unit = spoken("天", "days")
    return PointsField(label=label, least=0, most=366, places=1, unit=unit, required=required, help_text=hint)


def number(label: Any, *, least: int = 1, most: int = 1000, required: bool = True, hint: Any = "") -> Any:
    """Return a field for a count."""
    field = forms.IntegerField(label=label, min_value=least, max_value=most, required=required, help_text=hint)
    field.widget.attrs["inputmode"] = "numeric"
    return field


class NamedChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A choice of something by what it is called, with more beside it."""

    def __init__(self, queryset: Any, *, told: Any = str, **kwargs: Any) -> None:
        self.told = told
        super().__init__(queryset, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Return the name."""
        return str(self.told(obj))


class OfficersChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Several officers, each with number and unit."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Officer) -> str:
        """Return name, number and unit."""
        return f"{obj.name}（{obj.code}，{obj.body.name}）"


class ReasonForm(forms.Form):
    """A reason."""

    reason = line(spoken("理由", "Reason"), most=300)


class ConfirmForm(forms.Form):
    """A deed that asks for nothing but to be confirmed."""


class OfBody(forms.Form):
    """A form that begins with the body it belongs to; a change keeps the body, so that it is left out there."""

    body = BodyChoice(Body.objects.none(), label=spoken("单位", "Body"), empty_label=None)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("body",)

    def __init__(self, *args: Any, bodies: QuerySet[Body] | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if bodies is None:
            del self.fields["body"]
        else:
            self.offer("body", bodies)

    def offer(self, name: str, rows: Any) -> None:
        """Say what a choice can be of."""
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rows

    def clean_version(self) -> int:
        """Return the version that was looked at."""
        return self.cleaned_data.get("version") or 0


def initial_of(thing: Any, names: Iterable[str]) -> dict[str, Any]:
    """Return what a thing says now, for a form that changes it; its version goes along."""
    return {**{name: getattr(thing, name) for name in names}, "version": thing.version} if thing else {}
