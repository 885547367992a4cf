"""Writing: one function per deed, by stage."""
