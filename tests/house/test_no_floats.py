"""Points, money and rates are exact: no binary fraction enters the parts that compute them."""

from __future__ import annotations

import ast

import pytest

from house.tree import ROOT, listed, python_files, syntax_of, told

EXACT = ("domain", "legaltime", "schemes", "engine")
FLOATING = {"float16", "float32", "float64", "longdouble", "float_", "half", "single", "double"}


def _floats(tree: ast.Module) -> list[int]:
    lines: list[int] = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.expr):
            continue
        literal = isinstance(node, ast.Constant) and isinstance(node.value, float | complex)
        typed = isinstance(node, ast.Attribute) and node.attr in FLOATING
        called = isinstance(node, ast.Call) and (
            (isinstance(node.func, ast.Name) and node.func.id == "float")
            # As in `astype(float)`; asking `isinstance(x, float)` in order to refuse is no use of one.
            or (_name(node.func) != "isinstance" and any(_name(part) == "float" for part in _arguments(node)))
        )
        if literal or typed or called:
            lines.append(node.lineno)
    return sorted(lines)


def _arguments(call: ast.Call) -> list[ast.expr]:
    return [*call.args, *(keyword.value for keyword in call.keywords)]


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""


@pytest.mark.parametrize("package", EXACT)
def test_it_computes_without_floats(package: str) -> None:
    paths = python_files(f"src/zhiheng/{package}")
    assert paths, f"{ROOT}/src/zhiheng/{package} has no module"
    wrong = [told(path, line) for path in paths for line in _floats(syntax_of(path))]
    assert not wrong, listed(wrong)


def test_it_would_see_a_float() -> None:
    guilty = "a = 0.5\nb = float(x)\nc = y.astype(float)\nd = np.float64(1)\ne = z.astype(dtype=float)\n"
    assert _floats(ast.parse(guilty)) == [1, 2, 3, 4, 5]
    innocent = "a = Decimal('0.5')\nif isinstance(x, float):\n    raise TypeError\n"
    assert _floats(ast.parse(innocent)) == []
