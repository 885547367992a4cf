"""Which complaints are about the same problem, look-alikes above all."""

from __future__ import annotations

import random
import time

import pytest

from zhiheng.ledgers.canonical import text_key
from zhiheng.ledgers.canonical.places import settle_places, signs_of
from zhiheng.ledgers.canonical.problems import Complaint, problems_of


def problems(*complaints: tuple[str | None, str | None, str | None]) -> list[int]:
    return problems_of([Complaint(issue, place and text_key(place), words) for issue, place, words in complaints])


WORDS = "摊贩占道经营影响通行"
LONG = "每天早晨六点起有摊贩占道经营，影响居民通行和休息"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("占道", "人民路12号", WORDS), ("占道", "人民路１２号", "商贩占道，影响行人通行"), True),
        (("占道", "人民路12号", WORDS), ("占道", "人民路120号", WORDS), False),
        (("占道", "解放东路5号", WORDS), ("占道", "解放西路5号", WORDS), False),
        (("占道", "第三大道5号", WORDS), ("占道", "第四大道5号", WORDS), False),
        (("占道", "幸福小区A座", WORDS), ("占道", "幸福小区B座", WORDS), False),
        (("占道", "人民路12号", WORDS), ("噪声", "人民路12号", WORDS), False),
        (("占道", "人民路12号", WORDS), ("占道", "人民路12号", None), True),
        (("占道", "人民路12号", None), ("占道", "人民路12号", None), True),
        (("噪声", "人民路12号", "夜间施工机器轰鸣"), ("噪声", "人民路12号", "店铺音响太大"), False),
        (("占道", "人民路12号", WORDS), ("占道", "人民路12号门口", WORDS), True),
        (("占道", "人民路12号", WORDS), ("占道", "东城区人民路12号", WORDS), True),
        (("占道", "人民路12号", WORDS), ("占道", "新人民路12号", "完全不同的另一件事情"), False),
        (("占道", "人民路12号", WORDS), (None, "人民路12号", WORDS + "了"), True),
        (("占道", "人民路12号", WORDS), (None, "人民路12号", "夜间施工机器轰鸣"), False),
        (("占道", "东城区建设路幸福小区12号", LONG), ("占道", "东城区建没路幸福小区12号", LONG + "。"), True),
        (("占道", "东城区建设路幸福小区12号", WORDS), ("占道", "东城区建没路幸福小区12号", WORDS), False),
        (("占道", "岚港市东城区建设路12号", LONG), ("占道", "岚港市东城区建国路12号", LONG), False),
        (("占道", "东城区建设路12号", WORDS), ("占道", "东城区建国路12号", "晚上有人摆摊卖烧烤"), False),
        (("占道", None, WORDS), ("占道", None, WORDS), False),
        (("占道", None, WORDS + "已有一周"), ("占道", None, WORDS + "已有一周"), True),
    ],
)
def test_it_tells_look_alikes_apart(
    one: tuple[str | None, str | None, str | None], other: tuple[str | None, str | None, str | None], same: bool
) -> None:
    assert (problems(one, other) == [0, 0]) is same
    assert (problems(other, one) == [0, 0]) is same


def test_it_does_not_tie_two_issues_by_a_complaint_that_names_none() -> None:
    place = "人民路12号"
    found = problems(("占道", place, WORDS), ("噪声", place, WORDS), (None, place, WORDS), (None, place, None))
    assert found[0] != found[1]
    assert found[2] == found[0]  # one of them, the first
    assert found[3] not in found[:3]  # nothing tells which


def test_it_does_not_guess_the_district() -> None:
    east, west, either = "东城区人民路12号", "西城区人民路12号", "人民路12号"
    assert problems(("占道", east, WORDS), ("占道", either, WORDS), ("占道", west, WORDS)) == [0, 1, 2]
    settled = settle_places([either, east, "岚港市东城区人民路12号"])
    assert set(settled.values()) == {"岚港市东城区人民路12号"}


def test_it_finds_the_signs_of_a_place() -> None:
    assert signs_of("东城区人民路12号3栋a座") == ("东", "12", "3", "a")


def test_it_does_not_drift_along_a_chain() -> None:
    # Each is like the one before; the last has nothing in common with the first and is a problem of its own.
    chain = ["甲乙丙丁戊己庚辛", "甲乙丙丁戊己子丑", "甲乙丙丁寅卯子丑", "甲乙辰巳寅卯子丑", "午未辰巳寅卯子丑"]
    found = problems(*(("占道", "人民路12号", words) for words in chain))
    assert found[0] == found[1] == found[2] != found[4]


def test_it_numbers_problems_by_first_mention_whatever_their_size() -> None:
    found = problems(("占道", "甲路1号", WORDS), ("占道", "乙路2号", WORDS), ("占道", "甲路1号", WORDS))
    assert found == [0, 1, 0]
    assert problems() == []


def test_it_settles_a_hundred_thousand_complaints_in_seconds() -> None:
    dice = random.Random(1)
    words = [f"{who}{what}{much}" for who in ("摊贩", "店家", "工地") for what in ("占道", "夜间施工噪声大", "乱倒垃圾")
             for much in ("", "影响通行", "多次反映没有解决", "请尽快处理")]  # fmt: skip
    complaints = [
        Complaint(
            dice.choice(["占道", "噪声", "垃圾", None]),
            f"{dice.choice('东西南北中')}城区{dice.choice('人建解新')}民路{dice.randrange(1, 400)}号",
            dice.choice(words) + str(dice.randrange(100)),
        )
        for _ in range(100_000)
    ]
    start = time.process_time()
    found = problems_of(complaints)
    assert time.process_time() - start < 20  # some 3 s where nothing else runs
    assert 1_000 < len(set(found)) < 90_000
