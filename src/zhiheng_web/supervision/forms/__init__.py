"""The forms of supervision, a module for each matter."""
