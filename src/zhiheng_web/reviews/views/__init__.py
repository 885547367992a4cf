"""Pages, by stage."""
