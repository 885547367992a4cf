"""Forms of an evaluation cycle, a module for each stage."""
