"""The forms of officers' months, by topic."""
