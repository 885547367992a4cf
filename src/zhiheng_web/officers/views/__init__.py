"""The pages of officers' months, by topic."""
