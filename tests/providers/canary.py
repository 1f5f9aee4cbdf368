"""A key that is looked for everywhere: in clear, and in the forms in which it could pass for something else."""

import json
from base64 import b64encode
from secrets import token_hex
from urllib.parse import quote

from django.contrib.sessions.models import Session
from django.db import connection

ALLOWED = 4  # characters of its end are shown


class Canary:
    """`sightings` is where it was seen: [(place, form), …]. Half of it counts as all of it."""

    def __init__(self):
        self.half, self.other_half = token_hex(12), token_hex(12)
        self.text = f"sk-canary/+{self.half}{self.other_half}"
        self.sightings, self.looked_at = [], {}

    def look(self, place, content):
        """Look for it in text or bytes."""
        content = content if isinstance(content, bytes) else str(content).encode(errors="surrogatepass")
        self.looked_at[place] = self.looked_at.get(place, 0) + len(content)
        lower = content.lower()
        self.sightings += [(place, name) for name, form in self.forms() if form.lower() in lower]

    def forms(self):
        for half in (self.half, self.other_half):
            yield "clear", half.encode()
            yield "reversed", half[::-1].encode()
            yield "hex", half.encode().hex().encode()
        raw = self.text.encode()
        yield "quoted", quote(self.text, safe="").encode()
        for offset in range(3):
            # Without the ends, which depend on what stands around it.
            yield "base64", b64encode(raw[offset:])[4:-8]

    def look_through_database(self):
        """Every column of every row of every table, whatever its type; sessions also as what they hold."""
        for session in Session.objects.all():
            self.look("sessions", session.get_decoded())
        with connection.cursor() as cursor:
            for table in connection.introspection.table_names(cursor):
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
                for row in cursor.fetchall():
                    for cell in row:
                        self.look(f"table {table}", as_bytes(cell))


def as_bytes(cell):
    if isinstance(cell, (bytes, memoryview, bytearray)):
        return bytes(cell)
    return (json.dumps(cell) if isinstance(cell, (dict, list)) else str(cell)).encode(errors="surrogatepass")
