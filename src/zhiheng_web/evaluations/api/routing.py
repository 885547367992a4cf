"""The router of the operations on evaluations."""

from ninja import Router

router = Router(tags=["evaluations"])
