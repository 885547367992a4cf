"""Populations: a header, ids in the first column, strata in a named one; everything else is refused by its row."""

from __future__ import annotations

from pathlib import Path

import pytest

from zhiheng.domain.refusals import Refusal
from zhiheng.sampling import read_population


def written(tmp_path: Path, data: bytes) -> Path:
    (tmp_path / "p.csv").write_bytes(data)
    return tmp_path / "p.csv"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_it_reads_ids_below_the_header(tmp_path: Path, mark: bytes, end: bytes) -> None:
    path = written(tmp_path, mark + end.join(["编号,单位".encode(), b"A-1,x", b"", b'"A,2",y', b"A-1,x"]))
    assert read_population(path).ids == ("A-1", "A,2", "A-1")


def test_it_reads_the_strata(tmp_path: Path) -> None:
    people = read_population(written(tmp_path, "编号,单位\nA,甲\nB,乙\nA,甲\n".encode()), "单位")
    assert (people.strata, people.column) == ({"A": "甲", "B": "乙"}, "单位")


REFUSED = {
    "no_header": ("", "", None),
    "wrong_encoding": ("编号\n甲\n".encode("gb18030"), "", None),
    "bad_id": ("id,u\nA,1\n,2\n B,3\n", "", 3),
    "no_stratum": ("id,u\nA,1\nB,\n", "u", 3),
    "two_strata": ("id,u\nA,1\nA,2\n", "u", 3),
    "no_strata_column": ("id,unit\nA,1\n", "units", None),
    "broken_csv": ('id\n"A\n', "", None),
}


@pytest.mark.parametrize("code", REFUSED)
def test_it_refuses(code: str, tmp_path: Path) -> None:
    text, strata, row = REFUSED[code]
    with pytest.raises(Refusal) as refused:
        read_population(written(tmp_path, text if isinstance(text, bytes) else text.encode()), strata)
    assert refused.value.faults[0].code == code
    assert row is None or refused.value.faults[0].place.row == row


def test_it_refuses_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read_population(tmp_path / "none.csv")
    assert refused.value.faults[0].code == "no_population"
