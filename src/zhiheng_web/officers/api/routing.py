"""The router of the operations on officers' months."""

from ninja import Router

router = Router(tags=["officers"])
