"""axe-core in a page of the browser: what of WCAG 2.2 A and AA it finds broken."""

from __future__ import annotations

from pathlib import Path
from typing import Any

AXE = Path(__file__).resolve().parents[1] / "assets" / "vendor" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

_RUN = """tags => window.axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})
  .then(found => found.violations.map(one => ({id: one.id, impact: one.impact, help: one.help,
    nodes: one.nodes.map(node => node.target.join(' ') + ' ' + (node.failureSummary || '').replace(/\\s+/g, ' '))})))"""


def violations(page: Any) -> list[dict[str, Any]]:
    """Return what axe finds in a page: id, impact, help, and the elements with what is wrong. None found: empty."""
    if not page.evaluate("Boolean(window.axe)"):
        # Evaluated, not added as an element: the policy of the pages forbids scripts within them.
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate(_RUN, TAGS)
    return found


def serious(page: Any) -> list[str]:
    """Return the serious and critical ones, one a line, for assertions."""
    return [
        f"{one['impact']} {one['id']}: {one['help']}: {node}"
        for one in violations(page)
        if one["impact"] in ("serious", "critical")
        for node in one["nodes"]
    ]
