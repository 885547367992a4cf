"""Ten thousand draws by chi-square, and a script without a line of this project that repeats them."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from itertools import permutations
from pathlib import Path

import pytest

from zhiheng.sampling import draw

DRAWS = 10_000

#: Chi-square values that chance exceeds once in a thousand, by degrees of freedom.
ONE_IN_A_THOUSAND = {11: 31.264, 19: 43.820, 20: 45.315}

INDEPENDENT = r"""
import csv, hashlib, hmac, json, sys
from decimal import Context, Decimal
sheet = json.load(open(sys.argv[1], encoding="utf-8"))
rows = {row[0]: row for row in list(csv.reader(open(sys.argv[2], encoding="utf-8")))[1:]}
digest = hashlib.sha256("\n".join(sorted(rows)).encode()).hexdigest()
rank = {i: hmac.new(f"{sheet['seed']}\n{digest}".encode(), i.encode(), "sha256").hexdigest() for i in rows}
forty = Context(prec=40)
def key(i):
    u = forty.divide(Decimal(2 * int(rank[i], 16) + 1), Decimal(2**257))
    return (forty.divide(forty.minus(forty.ln(u)), Decimal(rows[i][1])) if "weights" in sheet else 0, rank[i], i)
print(json.dumps(sorted(rows, key=key)[: sheet["size"]]))
"""


PAGE = Path(__file__).resolve().parents[3] / "docs" / "howtos" / "draws.md"


def chi_square(seen: Mapping[object, int], expected: Mapping[object, float]) -> float:
    assert set(seen) <= set(expected)
    return sum((seen.get(one, 0) - wanted) ** 2 / wanted for one, wanted in expected.items())


def test_it_draws_everybody_equally_often() -> None:
    ids = [f"C-{number}" for number in range(20)]
    seen = Counter(one.id for seed in range(DRAWS) for one in draw(ids, size=5, seed=str(seed)).drawn)
    # 10,000 × 5/20 = 2,500 each. Without putting back counts scatter less, by (N - n) / (N - 1) = 15/19.
    scaled = chi_square(seen, dict.fromkeys(ids, DRAWS * 5 / 20)) * 19 / 15
    assert scaled < ONE_IN_A_THOUSAND[19]
    assert scaled > 6  # nor suspiciously even: chance goes below 5.4 once in a thousand


def test_it_draws_everybody_of_a_stratum_equally_often() -> None:
    strata = {f"{name}{number}": name for name, count in (("甲", 14), ("乙", 8)) for number in range(count)}
    seen: Counter[str] = Counter()
    for seed in range(DRAWS):
        drawn = draw(strata, size=6, seed=str(seed), strata=strata)
        # 14/1, 8/1, 14/3 = 4.7, 14/5 = 2.8, 8/3 = 2.7, 14/7 = 2: four of 甲, two of 乙
        assert {s.name: s.size for s in drawn.strata or ()} == {"甲": 4, "乙": 2}
        seen.update(one.id for one in drawn.drawn)
    total = 0.0
    for name, share, members in (("甲", 4, 14), ("乙", 2, 8)):
        own = {one: DRAWS * share / members for one in strata if strata[one] == name}
        counts = {one: seen[one] for one in own}
        total += chi_square(counts, own) * (members - 1) / (members - share)
    assert total < ONE_IN_A_THOUSAND[20]  # 13 + 7 degrees of freedom


def test_it_draws_by_weight_as_often_as_the_weights_say() -> None:
    weights = {"A": 1, "B": 2, "C": 3, "D": 4}
    seen = Counter(
        tuple(one.id for one in draw(weights, size=2, seed=str(seed), weights=weights).drawn) for seed in range(DRAWS)
    )
    # First and second place: w1/10 × w2/(10 - w1); D then C: 4/10 × 3/6 = 0.2
    expected = {
        (first, second): DRAWS * weights[first] / 10 * weights[second] / (10 - weights[first])
        for first, second in permutations(weights, 2)
    }
    assert expected["D", "C"] == pytest.approx(2000)
    assert chi_square(seen, expected) < ONE_IN_A_THOUSAND[11]


@pytest.mark.parametrize("weighs", [False, True], ids=["plain", "weighted"])
def test_it_is_repeated_by_a_script_of_ten_lines(weighs: bool, tmp_path: Path) -> None:
    weights = {f"案-{number:03}": 1 + number * number % 7 for number in range(300)}
    rows = "".join(f"{one},{weight}\n" for one, weight in weights.items())
    (tmp_path / "p.csv").write_text("编号,风险\n" + rows, "utf-8")
    (tmp_path / "repeat.py").write_text(INDEPENDENT, "utf-8")
    for seed in ("2025-11-15-031217", "种子 二"):
        sheet = draw(weights, size=40, seed=seed, weights=weights if weighs else None).sheet()
        (tmp_path / "s.json").write_text(json.dumps(sheet), "utf-8")
        # -I: neither this project nor anything else installed is within reach of the path of this process.
        command = [sys.executable, "-I", str(tmp_path / "repeat.py"), str(tmp_path / "s.json"), str(tmp_path / "p.csv")]
        ended = subprocess.run(command, capture_output=True, check=True, text=True)
        assert json.loads(ended.stdout) == sheet["drawn"]


@pytest.mark.parametrize("weighs", [False, True], ids=["plain", "weighted"])
def test_it_is_repeated_by_the_script_of_the_page(weighs: bool, tmp_path: Path) -> None:
    script = next(part for part in PAGE.read_text("utf-8").split("```python\n") if part.startswith("import csv"))
    (tmp_path / "repeat.py").write_text(script.split("```")[0], "utf-8")
    weights = {f"案-{number}": 1 + number % 3 for number in range(50)}
    (tmp_path / "p.csv").write_text("编号,风险\n" + "".join(f"{one},{w}\n" for one, w in weights.items()), "utf-8-sig")
    sheet = draw(weights, size=9, seed="种子", weights=weights if weighs else None).sheet()
    for told, wanted in ((sheet, "True"), ({**sheet, "seed": "别的"}, "False")):
        (tmp_path / "s.json").write_text(json.dumps(told), "utf-8")
        command = [sys.executable, "-I", str(tmp_path / "repeat.py"), str(tmp_path / "s.json"), str(tmp_path / "p.csv")]
        ended = subprocess.run(command, capture_output=True, check=True, text=True)
        assert ended.stdout.strip() == wanted
