"""Evaluation cycles (执法评价): from opening to publication and what follows. The engine scores, not this app."""
