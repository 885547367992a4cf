"""The router to which every matter of training adds its operations."""

from ninja import Router

router = Router(tags=["training"])
