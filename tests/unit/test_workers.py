"""Tests that share a server keep to one worker: the runner's groups must hold, whatever its parts' versions."""

from __future__ import annotations

import os

import pytest


@pytest.mark.xdist_group("kept-together")
@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="one process: there is nothing to keep together")
def test_the_runner_keeps_a_group_together(request: pytest.FixtureRequest) -> None:
    # With pytest 9.2, pytest-xdist 3.8 lost the group without a word, and journeys ran on two workers at once.
    assert request.node.nodeid.endswith("@kept-together"), "scripts/test.sh runs with --dist loadgroup"
