"""Figures, credits and purchases: one's own, and everybody's for staff."""

from tests.security.roles import NO, YES

TOPICS = {"usage": (NO, NO, NO, YES), "user.{pk}.usage": (NO, NO, YES, NO)}
