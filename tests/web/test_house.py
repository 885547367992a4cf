"""How the web application is kept: both languages at the place of use, nothing inline, everything recorded."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models

import zhiheng_web
from zhiheng_web.audit import verification
from zhiheng_web.audit.recorded import Recorded
from zhiheng_web.lib import policy

ROOT = Path(zhiheng_web.__file__).parent
TEMPLATES = sorted(path for path in ROOT.glob("*/templates/**/*") if path.suffix in (".html", ".txt"))
OURS = [name.rpartition(".")[2] for name in settings.OUR_APPS]

#: Stored things that the trail does not tell of, and why.
UNRECORDED = {
    "audit.Line": "the trail itself",
    "audit.Mention": "derived from the lines, and compared with them at every verification",
    "intake.Row": "covered by the digest of its batch, which every verification computes again",
    "intake.Wrong": "what a dry run found; of no weight once the batch is confirmed",
    "intake.Working": "what is at hand while a batch is worked on; of no weight later",
    "evaluations.Card": "derived from the sealed result; must be compared with it at every verification",
    "lib.Job": "what a person sees of their own long work; the deeds of the work are recorded",
}
#: Stored things outside of the trail whose rows people rely on: the kind of batch that verification computes again.
COMPARED = {"intake.Row": "intake.", "evaluations.Card": "evaluations."}
#: Words that are the same in every language: marks, names of formats, keys.
SAME_EVERYWHERE = re.compile(
    r"\b(OpenAPI|Authorization|Bearer|Excel|CSV|PDF|Word|JSON|ZIP|XES|OIDC|TOTP|WebAuthn|QR|ICP|API|Ctrl|Enter|Esc|Tab|"
    r"Shift|Alt|SHA|URL|URI|CAPTCHA|nbsp|amp|lt|gt|ldquo|rdquo|times|middot|hellip|mdash|ndash|rarr|larr|[a-zA-Z])\b"
)
#: Names of style classes, which blocks hand to a page's frame.
_CLASS = re.compile(r"^(btn|zh)-")
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.S)
_COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", re.S)
_PLAIN = re.compile(r"<(code|kbd|samp|pre)\b.*?</\1>", re.S)
_SPOKEN_ATTRIBUTE = re.compile(r"\b(?:aria-label|title|placeholder|alt|aria-description|content)=\"([^\"]*)\"")
_NOT_SPOKEN = re.compile(r"<meta\b[^>]*>", re.S)


def _words_outside(text: str) -> list[str]:
    """Return what a reader would see or hear that stands in no tag: Han signs, or words of two letters and more."""
    # Tags first: inside `{% t … %}` stand quotation marks and angle brackets that are no HTML.
    bare = _TAG.sub("", _COMMENT.sub("", text))
    bare = _NOT_SPOKEN.sub("", _PLAIN.sub("", bare))
    spoken = _SPOKEN_ATTRIBUTE.findall(bare)
    spoken += re.sub(r"<[^>]*>", "\n", re.sub(r"<!doctype[^>]*>", "", bare)).splitlines()
    found = []
    for one in spoken:
        rest = SAME_EVERYWHERE.sub("", one)
        found += re.findall(r"[\u4e00-\u9fff]+|[A-Za-z][A-Za-z'-]+", rest)
    return [word for word in found if not _CLASS.match(word)]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_it_says_nothing_outside_of_the_bilingual_tag(path: Path) -> None:
    assert _words_outside(path.read_text(encoding="utf-8")) == []


def test_it_would_notice_words_outside() -> None:
    assert _words_outside("<p>保存</p>") == ["保存"]
    assert _words_outside('<button aria-label="Save all">{% t "存" "Save" %}</button>') == ["Save", "all"]
    assert (
        _words_outside(
            '<p class="zh-soft">{% t "甲 <b>" "Total: {n}" n=one %} / {{ name }}</p><code>zhiheng serve</code>'
        )
        == []
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_it_keeps_script_and_style_out_of_templates(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<script(?![^>]*\bsrc=)[^>]*>", text), "a script stands in a file of its own"
    assert not re.search(r"<style\b|\sstyle=", text), "the policy of the site (CSP) refuses inline style"
    assert not re.search(r"\son[a-z]+=\"|javascript:|\bhx-on\b", text), "the policy of the site refuses inline handlers"


def _models() -> list[type[models.Model]]:
    return [model for name in OURS for model in apps.get_app_config(name).get_models()]


def test_it_records_every_stored_thing_or_says_why_not() -> None:
    loose = {model._meta.label for model in _models() if not issubclass(model, Recorded)}
    # An app may give the reason in the docstring of the model: "Not recorded …".
    told = {
        model._meta.label
        for model in _models()
        if re.search(r"not\s+`?recorded`?", model.__doc__ or "", re.I) or model._meta.label in UNRECORDED
    }
    assert loose <= told, f"make them Recorded, or say why not: {sorted(loose - told)}"
    assert {label for label in UNRECORDED if label.partition(".")[0] in OURS} <= loose


def test_it_compares_what_is_relied_on_and_stands_outside_of_the_trail() -> None:
    there = {model._meta.label for model in _models()}
    silent = [
        label
        for label, prefix in COMPARED.items()
        if label in there and not any(kind.startswith(prefix) for kind in verification._batches)
    ]
    assert not silent, f"audit.verification.register_batch in the app's ready: {silent}"


def test_it_has_no_table_that_the_trail_cannot_see() -> None:
    made = [
        f"{model._meta.label}.{field.name}"
        for model in _models()
        for field in model._meta.local_many_to_many
        if field.remote_field.through._meta.auto_created
    ]
    assert not made, f"give the relation a model of its own (through=): {made}"


def test_it_keeps_no_float_and_no_clock_in_models() -> None:
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in _models()
        for field in model._meta.concrete_fields
        if isinstance(field, models.FloatField)
        or getattr(field, "auto_now", False)
        or getattr(field, "auto_now_add", False)
    ]
    assert not wrong, wrong


def test_it_loses_nothing_along_with_something_else() -> None:
    wrong = [
        f"{model._meta.label}.{field.name}"
        for model in _models()
        if issubclass(model, Recorded)
        for field in model._meta.concrete_fields
        if field.remote_field is not None and field.remote_field.on_delete is not models.PROTECT
    ]
    assert not wrong, f"on_delete=PROTECT: a cascade deletes what the trail is not told of: {wrong}"


def test_it_names_every_deed_in_both_languages() -> None:
    for deed in policy.every_deed():
        assert re.fullmatch(r"[a-z_]+\.[a-z_]+", deed.key), deed.key
        assert re.search(r"[\u4e00-\u9fff]", deed.text.zh), deed.key
        assert re.search(r"[A-Za-z]", deed.text.en), deed.key
        assert not re.search(r"[\u4e00-\u9fff]", deed.text.en), deed.key
        assert deed.key.partition(".")[0] in {*OURS, "tests"}, deed.key


def test_it_keeps_administrators_out_of_the_business() -> None:
    mixed = [
        deed.key
        for deed in policy.every_deed()
        if set(deed.grants) & policy.ADMINISTRATORS
        and set(deed.grants) & policy.BUSINESS
        and deed.key.partition(".")[0]
        in ("evaluations", "intake", "documents", "rectification", "surveys", "disclosure")
        and not deed.key.partition(".")[2].startswith("read_")
    ]
    assert not mixed, f"who keeps the system does not evaluate (三员分立): {mixed}"


@pytest.mark.parametrize("app", OURS)
def test_it_gives_every_app_the_same_inside(app: str) -> None:
    folder = ROOT / app
    have = {path.stem for path in folder.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    assert "apps" in have
    if "models" in have:
        assert (folder / "migrations" / "0001_initial.py").is_file()
    if "urls" in have:
        assert have & {"views", "pages", "display"}, "addresses lead to views"
    if app not in ("lib", "portal", "demonstration"):
        assert "deeds" in have, "an app has its part of the policy table"
    assert (Path(__file__).parent / app).is_dir(), f"tests/web/{app} is missing"


def test_it_loads_the_registers_of_an_app_when_it_is_ready() -> None:
    for app in OURS:
        for name in ("deeds", "menu", "duties"):
            if (ROOT / app / f"{name}.py").is_file():
                text = (ROOT / app / "apps.py").read_text(encoding="utf-8")
                assert "declare_deeds(self)" in text, f"{app}/apps.py: call declare_deeds(self) in ready"
