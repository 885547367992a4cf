"""Rectification (整改, HN-04 to HN-08): problems and who answers for them, guidance, good practice, plan of tasks."""
