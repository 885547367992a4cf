"""The colours: every pair that stands together is legible in light, dark and elder mode (WCAG 1.4.3 and 1.4.11)."""

from __future__ import annotations

import re
from decimal import Decimal, localcontext
from pathlib import Path

import pytest

import zhiheng_web.lib

CSS = Path(zhiheng_web.lib.__file__).parent / "static" / "zhiheng" / "css"
MODES = {
    "light": [":root"],
    "dark": [":root", '[data-bs-theme="dark"]'],
    "elder": [":root", '[data-elder="on"]'],
    "elder dark": [":root", '[data-elder="on"]', '[data-bs-theme="dark"]', '[data-elder="on"][data-bs-theme="dark"]'],
}
#: What is read: ink on ground. 4.5 : 1.
READ = [
    *(
        (ink, ground)
        for ink in ("ink", "soft", "blue", "blue-deep", "red", "amber", "green")
        for ground in ("ground", "panel")
    ),
    *((ink, "blue-ground") for ink in ("ink", "blue", "blue-deep")),
    ("soft", "blue-ground"),
    ("on-blue", "blue"),
    ("on-blue", "blue-deep"),
    ("on-top", "top"),
    *((tone, f"{tone}-ground") for tone in ("red", "amber", "green")),
    *(("ink", f"{tone}-ground") for tone in ("red", "amber", "green")),
]
#: What must be seen: borders of controls, focus, bars of charts. 3 : 1.
SEEN = [
    *((mark, ground) for mark in ("control", "focus") for ground in ("ground", "panel")),
    ("top-focus", "top"),
    ("focus", "blue-ground"),
    *((f"series-{number}", "ground") for number in range(1, 6)),
]


def tokens(mode: str) -> dict[str, str]:
    """Return the colours of a mode, later rules over earlier ones as the browser does."""
    found: dict[str, str] = {}
    text = (CSS / "tokens.css").read_text(encoding="utf-8")
    for selectors, body in re.findall(r"([^{}/]+)\{([^}]*)\}", re.sub(r"/\*.*?\*/", "", text, flags=re.S)):
        if {part.strip() for part in selectors.split(",")} & set(MODES[mode]):
            found |= dict(re.findall(r"--zh-([\w-]+):\s*(#[0-9a-f]{6});", body))
    return found


def luminance(colour: str) -> Decimal:
    """Return the relative luminance of `#rrggbb` (WCAG 2.2, definitions)."""
    channels = [Decimal(int(colour[place : place + 2], 16)) / 255 for place in (1, 3, 5)]
    with localcontext() as context:
        context.prec = 30
        linear = [
            part / Decimal("12.92")
            if part <= Decimal("0.04045")
            else ((part + Decimal("0.055")) / Decimal("1.055")) ** Decimal("2.4")
            for part in channels
        ]
    return sum(
        (part * Decimal(weight) for part, weight in zip(linear, ("0.2126", "0.7152", "0.0722"), strict=True)),
        Decimal(0),
    )


def ratio(one: str, other: str) -> Decimal:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + Decimal("0.05")) / (darker + Decimal("0.05"))


def test_it_measures_contrast_as_wcag_does() -> None:
    assert ratio("#000000", "#ffffff") == 21
    # The grey that just reaches 4.5 : 1 on white, and the next lighter one that does not.
    assert ratio("#767676", "#ffffff") > Decimal("4.5") > ratio("#777777", "#ffffff")


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("pairs", "least"), [(READ, "4.5"), (SEEN, "3")], ids=["read", "seen"])
def test_it_is_legible(mode: str, pairs: list[tuple[str, str]], least: str) -> None:
    colours = tokens(mode)
    weak = {
        f"{one} on {other}": ratio(colours[one], colours[other]).quantize(Decimal("0.01"))
        for one, other in pairs
        if ratio(colours[one], colours[other]) < Decimal(least)
    }
    assert weak == {}


def test_it_has_higher_contrast_in_elder_mode() -> None:
    assert ratio(tokens("elder")["soft"], tokens("elder")["ground"]) >= 7
    assert ratio(tokens("elder dark")["soft"], tokens("elder dark")["ground"]) >= 7


def test_it_names_no_colour_outside_the_tokens() -> None:
    wrong = []
    for name in ("frame.css", "furniture.css"):
        for number, line in enumerate((CSS / name).read_text(encoding="utf-8").splitlines(), 1):
            wrong += [f"{name}:{number} {found}" for found in re.findall(r"#[0-9a-fA-F]{3,8}\b", line)]
    # Bootstrap draws its tick in white alone, so a ticked box keeps a dark ground where the page is dark.
    assert wrong == [one for one in wrong if "#2f6fb8" in one or "#8abaf3" in one]
    assert ratio("#ffffff", "#2f6fb8") >= 3
