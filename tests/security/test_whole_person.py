"""An export holds everything of a person and a deletion leaves nothing: every model that has a person in it is walked."""

import io
import zipfile
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.urls import reverse

from accounts import archive, exports
from accounts.models import AuditEntry
from tests.security.belongings import Belongings, models_with_a_person, tables
from tests.security.roles import confirm

# What is not in the export, and why. A model, or one field of it.
SECRET = "whoever has the file could use it against them"
OURS = "how we find the row, nothing that the person said or did"
NOT_EXPORTED = {
    "mfa.authenticator.data": SECRET,
    "settings_sync.providerkey.sealed": SECRET,
    "settings_sync.providerkey.key_id": OURS,
    "account.emailconfirmation": SECRET,
    "usersessions.usersession.session_key": SECRET,
    "usersessions.usersession.data": OURS,
    "accounts.knowndevice.token": SECRET,
    "accounts.auditentry.action": "in words instead",
    "admin.logentry": "the same acts stand in the activity, from the audit log",
    "settings_sync.mutation": "the answer to a save, kept so that the same save does nothing twice; what was saved is in the history",
    "chat.reply.worker": "a name of the site's own: which of its processes wrote it",
    "chat.message.html": "made of its text, which is there",
    "auth.permission": "of the site",
    "auth.group": "of the site; the names of the person's own are in the profile",
}
# What a deletion leaves, and why.
BOOKS = "the books of the site, without who it was"
KEPT = {
    "accounts.auditentry.action": "what happened stays, without who",
    "accounts.auditentry.target": "what it happened to",
    "accounts.auditentry.fields": "names of fields",
    "auth.group": "of the site",
    "auth.permission": "of the site",
    "settings_sync.provider": "of the site",
    "usage.usagelog": "what the site's calls took, without who made them",
    "usage.creditentry.kind": BOOKS,
    "usage.creditentry.key": BOOKS,
    "usage.creditpurchase": BOOKS,
    "usage.package": "of the site",
    "usage.price": "of the site",
}


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def person(db):
    """Somebody whose names stand nowhere by chance."""
    return get_user_model().objects.create_user("zoë-quux", "zoë.quux@beispiel.example", "a password", kind="internal")


@pytest.fixture
def belongings(person):
    return Belongings(person).fill()


def exported(person):
    """{path: text} of the person's zip."""
    chunks = list(archive.zipped(exports.parts(person)))
    with zipfile.ZipFile(io.BytesIO(b"".join(chunks))) as zipped:
        return {name: zipped.read(name).decode(errors="replace") for name in zipped.namelist()}


def explained(label, list_of_reasons):
    return any(label == known or label.startswith(f"{known}.") for known in list_of_reasons)


def test_every_model_with_a_person_in_it_is_walked(belongings):
    """Also a new one, without a word here: then the two tests that follow ask what is to become of it."""
    labels = {model._meta.label_lower for model in models_with_a_person()}
    assert {"account.emailconfirmation", "accounts.user_groups", "admin.logentry", "settings_sync.providerkey"} <= labels
    assert len(belongings.rows) >= len(labels)


def test_the_export_holds_everything_or_says_why_not(belongings, person):
    text = "\n".join(exported(person).values())
    missing = [label for mark, label in belongings.marks.items() if mark not in text and label not in UNMARKED]
    assert [label for label in missing if not explained(label, NOT_EXPORTED) and not of_the_site(label)] == []


def test_the_export_holds_no_secret(belongings, person):
    text = "\n".join(exported(person).values())
    secret = [mark for mark, label in belongings.marks.items() if NOT_EXPORTED.get(label) is SECRET]
    assert len(secret) >= 4
    assert [mark for mark in secret if mark in text] == []
    assert person.password not in text


def test_the_export_is_ones_own(belongings, person, eve):
    others = "\n".join(exported(eve).values())
    assert [label for mark, label in belongings.marks.items() if mark in others] == []


def test_the_export_says_what_is_in_it(person):
    parts = {name.partition("/")[0] for name in exported(person)}
    assert parts == set(exports.names())


UNMARKED = {
    f"{model._meta.label_lower}.{field.name}"
    for model in models_with_a_person()
    for field in model._meta.fields
    if field.get_internal_type() not in ("CharField", "TextField", "JSONField", "BinaryField", "FileField", "EmailField")
}


def of_the_site(label):
    """Rows of the operator's, to which the person's lead."""
    return label.startswith(("settings_sync.provider.", "usage.price.", "usage.package.", "auth.", "contenttypes."))


# Deletion, by whomever


def by_themself(client_of, person, operator):
    client = confirm(client_of(person))
    response = client.post(reverse("profile_delete"), {"username": person.username})
    assert "is deleted" in response.content.decode()


def by_an_operator(client_of, person, operator):
    page = reverse("admin:accounts_user_delete", args=[person.pk])
    assert confirm(client_of(operator)).post(page, {"post": "yes"}).status_code == 302


def by_an_operators_action(client_of, person, operator):
    chosen = {"action": "delete_selected", "_selected_action": [person.pk], "post": "yes"}
    assert confirm(client_of(operator)).post(reverse("admin:accounts_user_changelist"), chosen).status_code == 302


WAYS = pytest.mark.parametrize("delete", [by_themself, by_an_operator, by_an_operators_action])


@WAYS
def test_nothing_of_a_deleted_person_is_left(transactional_db, client_of, belongings, person, ada, delete):
    client_of(person)
    names = {name: name for name in (person.email, person.username, person.display_name)}
    delete(client_of, person, ada)
    left = {
        f"{table}: {label}"
        for table, text in tables().items()
        for mark, label in (belongings.marks | names).items()
        if mark in text
    }
    unexplained = {line for line in left if not explained(line.partition(": ")[2], KEPT)}
    assert unexplained == set()


@WAYS
def test_no_file_of_a_deleted_person_is_left(transactional_db, client_of, belongings, person, ada, delete):
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    delete(client_of, person, ada)
    assert [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == []


@WAYS
def test_no_session_of_a_deleted_person_is_left(client_of, person, ada, delete):
    here, elsewhere = client_of(person), client_of(person)
    delete(client_of, person, ada)
    sessions = [session.get_decoded() for session in Session.objects.all()]
    assert [session for session in sessions if session.get("_auth_user_id") == str(person.pk)] == []
    assert {client.get("/live/whoami/").status_code for client in (here, elsewhere)} == {401}


@WAYS
def test_the_audit_log_keeps_what_happened_and_not_who(client_of, belongings, person, ada, delete):
    number = person.pk
    delete(client_of, person, ada)
    about = AuditEntry.objects.filter(subject=number)
    assert about.filter(action="account.deleted", target=f"person {number}", actor=None, address=None).exists()
    own = about.exclude(actor=ada)
    assert {(entry.actor, entry.address, entry.device) for entry in own} <= {(None, None, ""), (None, None, "the command line")}
