"""The router to which every matter of supervision adds its operations."""

from ninja import Router

router = Router(tags=["supervision"])
