"""Figures, credits and purchases: one's own, and everybody's for staff."""

from tests.security.roles import LOGIN, MINE, NO, NOT_SO, YES, row

OWN = (401, 200, 200, 200)  # everybody's own, which is all that the address tells of
ADDRESSES = {
    "usage/": row(get=MINE),
    "usage/balance/": row(get=OWN),
    "usage/summary/": row(get=OWN),
    "usage/spent/": row(get=OWN),
    "usage/calls/": row(get=OWN),
    "usage/budget/": row(get=NOT_SO, post=(LOGIN, 302, 302, 302)),
    "usage/budget/state/": row(get=OWN),
}
TOPICS = {"usage": (NO, NO, NO, YES), "user.{pk}.usage": (NO, NO, YES, NO), "user.{pk}.budget": (NO, NO, YES, NO)}
