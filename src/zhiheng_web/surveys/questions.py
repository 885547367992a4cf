"""The questions of a questionnaire as data: what one is, which answers it takes, what must hold before publication."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from zhiheng_web.lib.words import Text

Kind = Literal["single", "multiple", "scale", "text"]
Purpose = Literal["plain", "satisfaction", "stratum"]

KIND_TEXTS: dict[str, Text] = {
    "single": Text("单选", "one choice"),
    "multiple": Text("多选", "several choices"),
    "scale": Text("打分", "scale"),
    "text": Text("文字", "words"),
}
PURPOSE_TEXTS: dict[str, Text] = {
    "plain": Text("一般问题", "plain question"),
    "satisfaction": Text("满意度题（据此计算满意率）", "satisfaction question (the rate follows from it)"),
    "stratum": Text("分层题（据此加权）", "stratum question (weights follow from it)"),
}
#: The longest answer in words that is kept.
MOST_SIGNS = 500


@dataclass(frozen=True, slots=True)
class Question:
    """A question. `options` are keys with their wording; of a scale the keys are 1…n and only the ends have words.

    Of the satisfaction question `satisfied` are the options that count as satisfied, `uncounted` those that are no
    opinion (不了解) and stay out of the rate altogether.
    """

    id: str
    kind: Kind
    text: Text
    options: tuple[tuple[str, Text], ...] = ()
    required: bool = True
    purpose: Purpose = "plain"
    satisfied: tuple[str, ...] = ()
    uncounted: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Return the keys of the options."""
        return tuple(key for key, _ in self.options)

    def option_text(self, key: str) -> Text:
        """Return the wording of an option."""
        return dict(self.options).get(key, Text(key, key))

    def as_data(self) -> dict[str, Any]:
        """Return the question as it is stored."""
        return {
            "id": self.id,
            "kind": self.kind,
            "zh": self.text.zh,
            "en": self.text.en,
            "options": [{"id": key, "zh": text.zh, "en": text.en} for key, text in self.options],
            "required": self.required,
            "purpose": self.purpose,
            "satisfied": list(self.satisfied),
            "uncounted": list(self.uncounted),
        }


def read(data: Mapping[str, Any]) -> Question:
    """Return a question from what is stored."""
    return Question(
        id=data["id"],
        kind=data["kind"],
        text=Text(data["zh"], data["en"]),
        options=tuple((one["id"], Text(one["zh"], one["en"])) for one in data.get("options", ())),
        required=bool(data.get("required", True)),
        purpose=data.get("purpose", "plain"),
        satisfied=tuple(data.get("satisfied", ())),
        uncounted=tuple(data.get("uncounted", ())),
    )


def read_all(stored: Sequence[Mapping[str, Any]]) -> tuple[Question, ...]:
    """Return the questions of a questionnaire."""
    return tuple(read(one) for one in stored)


def with_purpose(questions: Sequence[Question], purpose: Purpose) -> Question | None:
    """Return the question with a purpose, None where there is none."""
    return next((one for one in questions if one.purpose == purpose), None)


def next_id(questions: Sequence[Question]) -> str:
    """Return an id that no question has had: q1, q2 …"""
    numbers = [int(one.id[1:]) for one in questions if one.id[1:].isdecimal()]
    return f"q{max(numbers, default=0) + 1}"


def _options(*wordings: tuple[str, str]) -> tuple[tuple[str, Text], ...]:
    return tuple((str(number), Text(zh, en)) for number, (zh, en) in enumerate(wordings, 1))


def usual() -> tuple[Question, ...]:
    """Return the questions a new questionnaire begins with; every one can be changed or taken out.

    The source defines neither the categories nor the sample (HN-61): five steps, the upper two are satisfied, no
    opinion is not counted.
    """
    return (
        Question(
            "q1",
            "single",
            Text(
                "总体上，您对本地城市管理执法工作是否满意？",
                "On the whole, are you satisfied with urban-management enforcement here?",
            ),
            _options(
                ("非常满意", "Very satisfied"),
                ("满意", "Satisfied"),
                ("一般", "Neither satisfied nor dissatisfied"),
                ("不满意", "Dissatisfied"),
                ("非常不满意", "Very dissatisfied"),
                ("不了解", "No opinion"),
            ),
            purpose="satisfaction",
            satisfied=("1", "2"),
            uncounted=("6",),
        ),
        Question(
            "q2",
            "single",
            Text("您住在哪里？", "Where do you live?"),
            _options(("城区", "In the city"), ("乡镇", "In a town or village")),
            required=False,
            purpose="stratum",
        ),
        Question(
            "q3",
            "text",
            Text("您希望城市管理执法在哪些方面改进？", "What should urban-management enforcement do better?"),
            required=False,
        ),
    )


def faults(questions: Sequence[Question], weights: Mapping[str, str]) -> list[Text]:
    """Return what stands in the way of publication, each with what to do."""
    found = [fault for one in questions for fault in _faults_of(one)]
    meant = [one for one in questions if one.purpose == "satisfaction"]
    if len(meant) != 1:
        found.append(
            Text(
                f"满意度题要有且只有一道，现在有 {len(meant)} 道；在题目里指定",
                f"exactly one satisfaction question is needed, there are {len(meant)}; name it in the questions",
            )
        )
    found += [fault for one in meant for fault in _faults_of_satisfaction(one)]
    strata = [one for one in questions if one.purpose == "stratum"]
    if len(strata) > 1:
        found.append(Text("分层题至多一道", "there may be one stratum question at most"))
    return [*found, *_faults_of_weights(strata[0] if strata else None, weights)]


def _faults_of(one: Question) -> list[Text]:
    place_zh, place_en = f"“{one.text.zh}”", f"“{one.text.en}”"
    found = []
    if not all((text.zh and text.en) for text in (one.text, *(text for _, text in one.options))):
        found.append(
            Text(
                f"{place_zh}缺少一种文字；补上中文或英文",
                f"{place_en} lacks a language; add the Chinese or the English",
            )
        )
    if one.kind != "text" and len(one.options) < 2:
        found.append(Text(f"{place_zh}至少要有两个选项", f"{place_en} needs two options at least"))
    return found


def _faults_of_satisfaction(one: Question) -> list[Text]:
    found = []
    if one.kind not in ("single", "scale") or not one.required:
        found.append(
            Text("满意度题要是必答的单选或打分题", "the satisfaction question must be a required choice or scale")
        )
    counted = set(one.keys) - set(one.uncounted)
    if not one.satisfied or not set(one.satisfied) < counted:
        found.append(
            Text(
                "满意度题要写明哪些选项算满意，并至少留一个计入而不算满意的选项",
                "say which options count as satisfied, and leave one that counts and is not satisfied",
            )
        )
    return found


def _faults_of_weights(stratum: Question | None, weights: Mapping[str, str]) -> list[Text]:
    if not weights:
        return []
    if stratum is None:
        return [Text("设了权重但没有分层题；指定分层题或清空权重", "there are weights but no stratum question")]
    if stratum.kind != "single" or not stratum.required:
        return [Text("加权时分层题要是必答的单选题", "with weights the stratum question must be a required choice")]
    if set(weights) != set(stratum.keys):
        return [Text("每个分层都要有权重", "every stratum needs a weight")]
    total = sum((_number(weight) for weight in weights.values()), Decimal(0))
    if total != 1 or any(_number(weight) <= 0 for weight in weights.values()):
        return [Text(f"权重都要大于 0，合计为 1；现在合计 {total}", f"weights are above 0 and sum to 1, not {total}")]
    return []


def _number(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal(0)


Given = Callable[[str], Sequence[str]]


def take(questions: Sequence[Question], given: Given) -> tuple[dict[str, Any], dict[str, Text]]:
    """Return the answers that were given, and what is wrong with which question. `given` is a form's `getlist`."""
    answers: dict[str, Any] = {}
    wrong: dict[str, Text] = {}
    for one in questions:
        told = [value.strip() for value in given(one.id) if value.strip()]
        if not told:
            if one.required:
                wrong[one.id] = Text("这一题还没有回答", "this question has not been answered")
        elif one.kind == "text":
            answers[one.id] = told[0][:MOST_SIGNS]
        elif any(value not in one.keys for value in told) or (one.kind != "multiple" and len(told) > 1):
            wrong[one.id] = Text("请从所列选项中选择", "choose from the options listed")
        else:
            answers[one.id] = sorted(set(told)) if one.kind == "multiple" else told[0]
    return answers, wrong
