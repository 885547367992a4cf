"""What is done about officers' months: one function per deed, by topic."""
