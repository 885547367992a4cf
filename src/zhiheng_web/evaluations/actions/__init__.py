"""Deeds of an evaluation cycle, a module for each stage: policy, state, act."""
