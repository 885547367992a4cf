"""Forms, by stage."""
