"""Checks: procedural rules run over cases, complaints and outcomes. Kinds build expressions; nothing is run here."""

from zhiheng.checks.catalogue import built_in_checks, choose_checks
from zhiheng.checks.check import Applies, Check, Rule, Version
from zhiheng.checks.reading import read_check

__all__ = ["Applies", "Check", "Rule", "Version", "built_in_checks", "choose_checks", "read_check"]
