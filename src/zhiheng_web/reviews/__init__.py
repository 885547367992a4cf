"""Case-file review: activities, draws, assignment, cards, two levels and two rounds, batch results, calibration."""
