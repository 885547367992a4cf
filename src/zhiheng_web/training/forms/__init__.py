"""The forms of training, a module for each matter; what they share is in `parts`."""
