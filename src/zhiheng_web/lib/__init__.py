"""What every app stands on: words, policy, jobs, stored bytes, pages. It knows no app."""
