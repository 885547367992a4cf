"""Learning from reviews: bulletins, commentaries, best and worst ten, meetings, training, class for those behind."""
