"""What a transaction has changed, noted until it commits. Imported by the database backends: no models here."""

from dataclasses import dataclass

from realtime.patches import Patch

# The topics are sorted, so that two transactions that raise the same ones never wait for each other in a circle.
RAISE = """
INSERT INTO realtime_topicversion (topic, version) VALUES {rows}
ON CONFLICT (topic) DO UPDATE SET version = realtime_topicversion.version + 1
RETURNING topic, version
"""
MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Note:
    """One change of one topic. Waits among the connection's on-commit hooks, so savepoints drop it for us."""

    topic: str
    patch: Patch | None

    def __call__(self):
        """The backend takes notes out before hooks run; a note that runs was left by a foreign backend."""
        raise RuntimeError("Use realtime.db.postgresql or realtime.db.sqlite3 as the database ENGINE.")


def announcement(notes, versions, using):
    """The hook that replaces committed notes and tells the world about them."""

    def announce_committed():
        from realtime.frames import announce  # models exist by now

        announce(notes, versions, using)

    return announce_committed


def raise_versions(connection, topics):
    """Raise every topic by one, in one statement for up to 500 of them. Returns {topic: new version}."""
    ordered, versions = sorted(topics), {}
    with connection.cursor() as cursor:
        for start in range(0, len(ordered), MOST_ROWS):
            some = ordered[start : start + MOST_ROWS]
            cursor.execute(RAISE.format(rows=", ".join(["(%s, 1)"] * len(some))), some)
            versions.update(cursor.fetchall())
    return versions
