"""The router of the operations on case-file review."""

from ninja import Router

router = Router(tags=["reviews"])
