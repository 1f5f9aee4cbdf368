"""What an operator may ask of `run_worker`."""

import pytest
from django.core.management import CommandError, call_command

from jobs.management.commands.run_worker import Command


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        *(("--concurrency", value, "a whole number from 1 up") for value in ("0", "-3", "many", "1.5")),
        *(("--grace", value, "seconds from 0 up") for value in ("-1", "soon", "nan", "inf")),
    ],
)
def test_what_cannot_be_is_refused_in_words(monkeypatch, option, value, words):
    monkeypatch.setattr(Command, "handle", lambda *args, **options: None)
    with pytest.raises(CommandError, match=f"argument {option}: {words}"):
        call_command("run_worker", f"{option}={value}")


def test_the_least_of_both_is_taken(monkeypatch):
    asked = []
    monkeypatch.setattr(Command, "handle", lambda self, *args, **options: asked.append(options))
    call_command("run_worker", "--concurrency=1", "--grace=0")
    assert [(options["concurrency"], options["grace"]) for options in asked] == [(1, 0)]
