"""What waits for a person, by stage."""
