"""Satisfaction surveys (满意度调查, HN-10, HN-61): questionnaires by link and telephone, without identity."""
