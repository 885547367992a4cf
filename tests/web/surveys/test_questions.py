"""Questions as data: what stands in the way of publication, and which answers are taken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from zhiheng_web.lib.words import Text
from zhiheng_web.surveys import questions
from zhiheng_web.surveys.questions import Question

Q1, Q2, Q3 = questions.usual()


def _given(**told: list[str]) -> questions.Given:
    return lambda name: told.get(name, [])


def test_it_keeps_a_question_as_data_and_reads_it_again() -> None:
    assert questions.read_all([one.as_data() for one in questions.usual()]) == questions.usual()


def test_the_usual_questions_can_be_published() -> None:
    assert questions.faults(questions.usual(), {}) == []


@pytest.mark.parametrize(
    ("asked", "weights", "word"),
    [
        ((Q2,), {}, "有且只有一道"),
        ((Q1, replace(Q1, id="q9")), {}, "有且只有一道"),
        ((replace(Q1, satisfied=()),), {}, "哪些选项算满意"),
        ((replace(Q1, satisfied=("1", "2", "3", "4", "5")),), {}, "哪些选项算满意"),
        ((replace(Q1, required=False),), {}, "必答"),
        ((Q1, replace(Q2, options=Q2.options[:1])), {}, "两个选项"),
        ((Q1, replace(Q2, text=Text("只有中文", ""))), {}, "一种文字"),
        ((Q1,), {"1": "1"}, "没有分层题"),
        ((Q1, Q2), {"1": "0.5", "2": "0.5"}, "必答的单选"),
        ((Q1, replace(Q2, required=True)), {"1": "0.5"}, "每个分层"),
        ((Q1, replace(Q2, required=True)), {"1": "0.5", "2": "0.4"}, "合计 0.9"),
    ],
)
def test_it_names_what_stands_in_the_way(asked: tuple[Question, ...], weights: dict[str, str], word: str) -> None:
    assert any(word in fault.zh for fault in questions.faults(asked, weights))


def test_it_takes_weights_that_sum_to_one() -> None:
    assert questions.faults((Q1, replace(Q2, required=True)), {"1": "0.65", "2": "0.35"}) == []


def test_it_takes_answers_of_every_kind() -> None:
    several = Question("q4", "multiple", Text("哪些", "Which"), Q2.options, required=False)
    answers, wrong = questions.take((*questions.usual(), several), _given(q1=["2"], q3=[" 多巡查 "], q4=["2", "1"]))
    assert answers == {"q1": "2", "q3": "多巡查", "q4": ["1", "2"]}
    assert not wrong


@pytest.mark.parametrize("told", [[], [""], ["7"], ["1", "2"]])
def test_it_refuses_what_is_no_answer(told: list[str]) -> None:
    answers, wrong = questions.take((Q1,), _given(q1=told))
    assert not answers
    assert set(wrong) == {"q1"}


def test_it_cuts_words_off_at_the_longest() -> None:
    answers, _ = questions.take((Q3,), _given(q3=["好" * 900]))
    assert len(answers["q3"]) == questions.MOST_SIGNS
