"""What pages and actions read, by topic. Nothing is written here."""
