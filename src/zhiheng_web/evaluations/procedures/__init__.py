"""Procedures as data: states with owner, time limit and basis, a file a scheme; read and checked here."""

from zhiheng_web.evaluations.procedures.reading import Limit, Procedure, State, every_procedure, procedure_for

__all__ = ["Limit", "Procedure", "State", "every_procedure", "procedure_for"]
