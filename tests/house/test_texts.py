"""Words that may stand in no file: package hosts, paths of one machine, tools that wrote along, unfinished marks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from house.tree import ROOT, every_file, listed, python_files, text_of, told

# The patterns are put together from pieces, so that this file does not itself contain what it looks for.
HOSTS = re.compile(
    "|".join(("py" + r"pi\.(org|tuna|douban)", "python" + "hosted", "registry" + r"\.npm", r"mirrors\.\w+\."))
)
PATHS = re.compile("(?<![\\w.])/" + "(work|root|farm|opt/py" + "pi|home/\\w+|Users/\\w+)/")
TOOLS = re.compile("|".join(("clau" + "de", "anthro" + "pic", "chat" + "gpt", "open" + "ai", "co" + "pilot")), re.I)
UNFINISHED = re.compile(
    r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" + "XX", "raise NotImplemented" + "Error")) + r")\b"
)

_LINK = re.compile(r"!?\[[^\]]*\]\(<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\)")


def _places(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{told(path, number)} {match.group()}"
        for path in paths
        for number, line in enumerate(text_of(path).splitlines(), 1)
        if (match := pattern.search(line))
    ]


@pytest.mark.parametrize("pattern", [HOSTS, PATHS, TOOLS], ids=["package_host", "path_of_a_machine", "tool"])
def test_it_holds_no_word_that_belongs_elsewhere(pattern: re.Pattern[str]) -> None:
    wrong = _places(pattern, list(every_file()))
    assert not wrong, listed(wrong)


def test_it_leaves_no_unfinished_mark() -> None:
    code = [path for path in every_file() if path.suffix in (".py", ".sh", ".yaml", ".toml", ".md", ".html", ".js")]
    wrong = _places(UNFINISHED, code)
    assert not wrong, listed(wrong)


def test_it_pins_versions_with_hashes_and_without_an_address() -> None:
    lists = sorted(ROOT.glob("constraints*.txt"))
    assert [path.name for path in lists] == ["constraints-bench.txt", "constraints-dev.txt", "constraints.txt"]
    for path in lists:
        text = text_of(path)
        assert re.search(r"^\s*(-i|--index-url|--extra-index-url|--find-links|-f)\b|://", text, re.M) is None
        pinned = re.findall(r"^([\w.-]+)==\S+ \\\n +--hash=sha256:[0-9a-f]{64}", text, re.M)
        named = re.findall(r"^[a-zA-Z][^#\s]*", text, re.M)
        assert len(pinned) == len(named) > 10, path.name


def test_it_links_only_to_files_that_exist() -> None:
    broken = []
    for path in every_file():
        if path.suffix == ".md":
            for target in _LINK.findall(text_of(path)):
                file = target.split("#")[0]
                if (
                    file
                    and "://" not in target
                    and not target.startswith("mailto:")
                    and not (path.parent / file).exists()
                ):
                    broken.append(f"{told(path)} -> {target}")
    assert not broken, listed(broken)


def test_it_opens_every_module_with_a_sentence() -> None:
    dumb = [told(path) for path in python_files("src", "tests", "bench", "scripts") if not _has_docstring(path)]
    assert not dumb, listed(dumb)


def _has_docstring(path: Path) -> bool:
    text = text_of(path).strip()
    return not text or (text.startswith(('"""', "#!")) and '"""' in text)
