"""Supervision of cases (案件网上监督): suggestion letters, the month, results from above, the review of the year."""
