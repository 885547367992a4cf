"""What follows from reviews for an officer: monthly list, red card, tracking, accountability, awards."""
