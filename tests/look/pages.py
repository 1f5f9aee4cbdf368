"""The pages that are looked at, and in which widths and themes."""

MINE = [
    "/",
    "/chat/",
    "/generations/",
    "/usage/",
    "/usage/credits/",
    "/usage/logs/",
    "/settings/",
    "/settings/history/",
    "/settings/import/",
    "/settings/providers/",
    "/profile/",
    "/people/",
    "/profile/activity/",
    "/profile/data/",
    "/profile/delete/",
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/reauthenticate/",
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/logout/",
]
DOOR = ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"]
WIDTHS = [390, 820, 1440]
THEMES = ["light", "dark"]
