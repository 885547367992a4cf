"""What reviews show and how sure one can be of it: rates, estimates for small units, agreement, severity, red cards.

No clock, no dice but those whose seed is given. Binary fractions stay inside; decimals at four places come out.
"""

from zhiheng.sampling import Interval, interval
from zhiheng.statistics.agreement import Agreement, Alpha, Level, Rating, agreement
from zhiheng.statistics.rates import RateVerdict, verdict
from zhiheng.statistics.redcards import RedCard, red_cards, shows_red_card
from zhiheng.statistics.severity import Card, CorrectedScore, ReviewerSeverity, Severities, severities
from zhiheng.statistics.shrinkage import Shrunk, shrink_averages, shrink_rates

__all__ = [
    "Agreement",
    "Alpha",
    "Card",
    "CorrectedScore",
    "Interval",
    "Level",
    "RateVerdict",
    "Rating",
    "RedCard",
    "ReviewerSeverity",
    "Severities",
    "Shrunk",
    "agreement",
    "interval",
    "red_cards",
    "severities",
    "shows_red_card",
    "shrink_averages",
    "shrink_rates",
    "verdict",
]
