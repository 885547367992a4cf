"""The pages of training, a module for each matter."""
