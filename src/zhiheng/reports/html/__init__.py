"""The page of an evaluation: one self-contained file in two languages, every number open to its arithmetic."""

from zhiheng.reports.html.page import render_html

__all__ = ["render_html"]
