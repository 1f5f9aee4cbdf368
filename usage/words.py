"""What became of a call, in words."""

CODES = {
    "broken": "broke off",
    "credit": "no credit",
    "filter": "filtered",
    "key": "key refused",
    "length": "longest reply reached",
    "limit": "over a limit",
    "model": "unknown model",
    "refused": "refused",
    "unavailable": "provider unavailable",
}


def with_words(logs):
    """The logs, which know what was the trouble with them: "" where there was none."""
    for log in logs:
        log.trouble = CODES.get(log.code, log.code)
    return logs
