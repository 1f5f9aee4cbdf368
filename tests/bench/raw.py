"""What our code says to PostgreSQL, taken down and made into a script for pgbench: the same statements without Python."""

from contextlib import contextmanager

from psycopg import sql

HEAD = """\\set u random({first}, {last})
\\set s :u % 16
\\set n random(1, 2000000000)
BEGIN;
"""


@contextmanager
def recording(connection):
    """A list of (statement, parameters) that grows with what this connection executes."""
    taken = []

    def take(execute, statement, parameters, many, context):
        taken.append((statement, parameters))
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(take):
        yield taken


def pgbench(statements, user, key, first, last, connection):
    """The script; `user` and `key` of the recorded call become variables, and so does the shard that follows from the user."""
    lines = [_line(statement, parameters, user, key, connection) for statement, parameters in statements]
    return HEAD.format(first=first, last=last) + "".join(f"{line};\n" for line in lines) + "COMMIT;\n"


def _line(statement, parameters, user, key, connection):
    def literal(value, place=None):
        if "usage_siteday" in statement and place == 3:
            return ":s"
        if value == user and type(value) is int and "usage_creditentry" not in statement:  # an account is numbered otherwise
            return ":u"
        text = sql.Literal(value).as_string(connection.connection)
        return text.replace(key, "raw.:client_id.:n").replace(f"user.{user}.", "user.:u.")

    if isinstance(parameters, dict):
        filled = statement % {name: literal(value) for name, value in parameters.items()}
    else:
        filled = statement % tuple(literal(value, place) for place, value in enumerate(parameters or ()))
    return " ".join(filled.split())
