"""The inbox (我的待办): what waits for a person, one box for searching, and the lists a person has kept."""
