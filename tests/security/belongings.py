"""A row in every table that has a person in it, each text of it a mark of its own that can be looked for later."""

import string
import uuid
from itertools import count

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection, models
from django.utils.timezone import now

DIGITS = string.digits + string.ascii_lowercase


def models_with_a_person():
    """Every model from which foreign keys, one-to-ones, many-to-manys or generic keys lead to a person, however far."""
    found = [get_user_model()]
    for reached in found:  # grows meanwhile
        found += [
            model for model in apps.get_models(include_auto_created=True) if model not in found and leads_to(model, reached)
        ]
    return found[1:]


def leads_to(model, reached):
    keys = [field for field in model._meta.get_fields() if field.concrete and field.is_relation and not field.many_to_many]
    is_generic = any(isinstance(field, GenericForeignKey) for field in model._meta.private_fields)
    return any(field.related_model is reached for field in keys) or is_generic


class Belongings:
    """One row of each model for one person. `marks`: {mark: "app.model.field"}."""

    def __init__(self, person):
        self.person, self.marks, self.rows = person, {}, {}
        self._numbers = count()

    def fill(self):
        for model in models_with_a_person():
            self.row_of(model)
        self._mark_profile()
        return self

    def row_of(self, model):
        """The row of this model: made on the way to another, or now. Without `save()`: what a model does there is no matter here."""
        if model is get_user_model():
            return self.person
        if model is ContentType:
            return ContentType.objects.get_for_model(get_user_model())
        if model not in self.rows:
            values = {
                field.name: self.value_of(field) for field in model._meta.fields if not field.primary_key or field.remote_field
            }
            self.rows[model] = model._base_manager.bulk_create([model(**values)])[0]
        return self.rows[model]

    def value_of(self, field):
        label = f"{field.model._meta.label_lower}.{field.name}"
        if field.is_relation and field.null and leads_to(field.related_model, field.model):
            return None  # in a circle
        if field.is_relation:
            return self.row_of(field.related_model)
        if label == "accounts.auditentry.subject":
            return self.person.pk
        if label == "admin.logentry.object_id":
            return str(self.person.pk)
        for kind, make in KINDS:
            if isinstance(field, kind):
                return make(self.mark(label))
        return field.get_default()

    def mark(self, label):
        """Three characters, so that they fit wherever anything fits: a currency has no more."""
        mark = "ж" + "".join(DIGITS[digit] for digit in divmod(next(self._numbers), len(DIGITS)))
        self.marks[mark] = label
        return mark

    def _mark_profile(self):
        for name in ("display_name", "status", "bio"):
            setattr(self.person, name, self.mark(f"accounts.user.{name}"))
        self.person.avatar.save("avatar.webp", ContentFile(self.mark("accounts.user.avatar").encode()), save=False)
        self.person.save()


KINDS = [
    (models.FileField, lambda mark: default_storage.save(f"{mark}.txt", ContentFile(mark.encode()))),
    (models.JSONField, lambda mark: [mark]),
    (models.BinaryField, str.encode),
    (models.UUIDField, lambda mark: uuid.uuid4()),
    (models.GenericIPAddressField, lambda mark: "203.0.113.7"),
    (models.DateTimeField, lambda mark: now()),
    (models.DateField, lambda mark: now().date()),
    (models.BooleanField, lambda mark: True),
    (models.IntegerField, lambda mark: 1),
    ((models.CharField, models.TextField), str),
]


def tables():
    """{table: everything that stands in it, as one text}."""
    with connection.cursor() as cursor:
        return {table: _text_of(cursor, table) for table in connection.introspection.table_names(cursor)}


def _text_of(cursor, table):
    cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
    return "\n".join(_text(value) for row in cursor.fetchall() for value in row)


def _text(value):
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).decode(errors="replace")
    text = str(value)
    return text.encode().decode("unicode_escape", errors="ignore") + text if "\\u" in text else text
