"""What the pages of a stage read."""
