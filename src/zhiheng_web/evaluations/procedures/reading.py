"""Reading a procedure file and saying what is wrong with it: no dead state, every open state with owner and limit."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator
from ruamel.yaml import YAML

from zhiheng_web.lib.policy import Role
from zhiheng_web.lib.wordings import Words


class Limit(BaseModel):
    """How long a state may last: working days from its start (or from delivery), or until a date of the cycle."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)
    working_days: int | None = Field(default=None, ge=1)
    date: Literal["self_evaluation_due"] | None = None
    begins: Literal["state", "delivery"] = Field(default="state", alias="from")


class State(BaseModel):
    """A state: whose turn it is, until when, on what basis, and where it may go."""

    model_config = ConfigDict(extra="forbid")
    id: str
    name: Words
    owners: tuple[Role, ...]
    basis: Words
    next: tuple[str, ...]
    limit: Limit | None = None


class Procedure(BaseModel):
    """The states an assessment passes, the first of them first."""

    model_config = ConfigDict(extra="forbid")
    id: str
    name: Words
    scheme: str
    objection_days: int = Field(ge=1)
    states: tuple[State, ...]

    @model_validator(mode="after")
    def _is_whole(self) -> Procedure:
        known = {state.id for state in self.states}
        reached = {self.states[0].id}
        for state in self.states:
            unknown = set(state.next) - known
            if unknown:
                raise ValueError(f"state {state.id} goes to {sorted(unknown)}, which the procedure does not have")
            if state.next and (not state.owners or state.limit is None):
                raise ValueError(f"state {state.id} lacks an owner or a limit")
            reached.update(state.next)
        if reached != known:
            raise ValueError(f"no state leads to {sorted(known - reached)}")
        return self

    def state(self, state_id: str) -> State:
        """Return a state; KeyError where there is none."""
        for state in self.states:
            if state.id == state_id:
                return state
        raise KeyError(state_id)

    def as_data(self) -> dict[str, Any]:
        """Return the procedure as it is pinned to a cycle."""
        return self.model_dump(mode="json", by_alias=True)


@cache
def every_procedure() -> tuple[Procedure, ...]:
    """Return the procedures that come with the application, sorted by id."""
    folder = files("zhiheng_web.evaluations") / "procedures"
    yaml = YAML(typ="safe")
    told = [
        yaml.load(file.read_text(encoding="utf-8"))["procedure"]
        for file in sorted(folder.iterdir(), key=lambda one: one.name)
        if file.name.endswith(".yaml")
    ]
    return tuple(Procedure.model_validate(one) for one in told)


def procedure_for(scheme_id: str) -> Procedure:
    """Return the procedure of a scheme; a scheme without one of its own takes the Chongqing one, the fullest."""
    found = {one.scheme: one for one in every_procedure()}
    return found.get(scheme_id, found["chongqing-interim"])
