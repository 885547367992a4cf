"""The router that the operations of cases stand on."""

from ninja import Router

router = Router(tags=["cases"])
