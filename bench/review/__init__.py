"""Review: do the figures of case-file review keep what they say? Simulated with planted truths, every one seeded."""
