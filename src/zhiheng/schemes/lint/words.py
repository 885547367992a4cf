"""Words and sources: open questions, open values, rules without a clause, terms without a definition."""

from __future__ import annotations

from collections.abc import Iterator

from zhiheng.domain.scheme import Scheme
from zhiheng.domain.texts import Text
from zhiheng.schemes.lint.remarks import Remark
from zhiheng.schemes.vocabulary import defined_terms


def examine_words(scheme: Scheme) -> Iterator[Remark]:
    """Yield `open_question`, `unspecified`, `uncited` and `undefined_term` remarks."""
    for question in scheme.open_questions:
        yield Remark("open_question", question.rule_id, question.line, question.text, question.ambiguity)
    for open_path in scheme.open_paths:
        yield Remark("unspecified", open_path.path.split(".")[0], open_path.line, open_path.text)
    for rule in scheme.every_rule():
        if not rule.clause.zh:
            text = Text("规则没有条款原文（zh_text）", "the rule stands without its clause (zh_text)")
            yield Remark("uncited", rule.id, rule.line, text)
    for option in scheme.options:
        if not option.ambiguity:
            text = Text(
                f"选项 {option.id} 没有写明依据（ambiguity 或 basis）",
                f"option {option.id} names no ambiguity or basis",
            )
            yield Remark("uncited", option.id, option.line, text)
    known = defined_terms()
    for term, line in scheme.terms:
        if term not in known:
            text = Text(f"词汇表没有“{term}”", f"the vocabulary does not define `{term}`")
            yield Remark("undefined_term", "", line, text)
