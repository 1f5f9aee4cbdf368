"""A lookup for a part of a text, whatever the case of its letters, of any alphabet: `text__says="žluť"`."""

from django.db.backends.signals import connection_created
from django.db.models import CharField, Lookup, TextField
from django.db.models.lookups import IContains
from django.dispatch import receiver


@CharField.register_lookup
@TextField.register_lookup
class Says(Lookup):
    """As `icontains`. On SQLite, whose LIKE knows the case of ASCII only, Python looks for words with other letters."""

    lookup_name = "says"

    def as_sql(self, compiler, connection):
        return compiler.compile(IContains(self.lhs, self.rhs))

    def as_sqlite(self, compiler, connection):
        if self.rhs.isascii():
            return self.as_sql(compiler, connection)
        lhs, params = self.process_lhs(compiler, connection)
        return f"chat_says({lhs}, %s)", [*params, self.rhs.casefold()]


@receiver(connection_created)
def teach(sender, connection, **kwargs):
    """Each connection of SQLite's learns the function anew."""
    if connection.vendor == "sqlite":
        connection.connection.create_function("chat_says", 2, _says, deterministic=True)


def _says(text, folded):
    return folded in text.casefold()
