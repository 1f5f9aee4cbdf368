"""What is declared as a preference: a few by name, and families of them that come and go with rows."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django import forms
from django.core.exceptions import ValidationError

from realtime.texts import is_storable

LARGEST_NUMBER = 1e15


@dataclass(frozen=True)
class Declared:
    """One preference: what it is called, what it may be, and what it is until somebody sets it."""

    key: str
    label: str
    field: Callable[..., forms.Field]
    initial: Any
    section: str  # of the settings page; empty: it stands on another page
    control: str = ""
    personal: bool = False

    def field_for(self, user):
        """The form field as this person sees it: some choices are their own."""
        return self.field(user) if self.personal else self.field()

    @property
    def default(self):
        return self.initial() if callable(self.initial) else self.initial

    def clean(self, value):
        """Return the JSON value to store, or raise ValidationError with words for the person."""
        _check_type(value, self.default)
        cleaned = self.field_for(None).clean(value)
        return cleaned.replace("\r\n", "\n") if isinstance(cleaned, str) else cleaned  # as forms without script send it


class Family(Protocol):
    """Preferences that depend on rows. `of` is asked for single keys, often: it makes no query; `all` makes one."""

    def of(self, key: str) -> Declared | None: ...

    def all(self) -> Iterable[Declared]: ...


class Declarations(Mapping):
    """All preferences by key. Going through them costs one query for each family, a single key none."""

    def __init__(self):
        self._named: dict[str, Declared] = {}
        self._families: dict[str, Family] = {}

    def add(self, declared):
        self._named[declared.key] = declared

    def add_family(self, prefix, family):
        """Every key that begins with `prefix` is the family's."""
        self._families[prefix] = family

    def __getitem__(self, key):
        declared = self._named.get(key) or self._in_families(key)
        if declared is None:
            raise KeyError(key)
        return declared

    def _in_families(self, key):
        found = (family.of(key) for prefix, family in self._families.items() if key.startswith(prefix))
        return next(found, None)

    def values(self):
        return [*self._named.values(), *(declared for family in self._families.values() for declared in family.all())]

    def items(self):
        return [(declared.key, declared) for declared in self.values()]

    def __iter__(self):
        return iter([declared.key for declared in self.values()])

    def __len__(self):
        return len(self.values())


def _check_type(value, example):
    """Form fields are lenient ("no" is true to a BooleanField); JSON values are what they say."""
    if isinstance(example, bool):
        if not isinstance(value, bool):
            raise ValidationError("This is either on or off.")
    elif isinstance(example, (int, float)):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise ValidationError("Enter a number.")
        if not abs(value) <= LARGEST_NUMBER:  # also NaN, and integers too large for a float
            raise ValidationError("Enter a smaller number.")
    elif not isinstance(value, str):
        raise ValidationError("Enter a text.")
    elif not is_storable(value):
        raise ValidationError("This text has characters that cannot be stored.")
