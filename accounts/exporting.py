"""What a person's export holds of their account."""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession

from accounts.audit_words import words_for
from accounts.exports import exporter
from accounts.models import AuditEntry, KnownDevice

PROFILE = "email username display_name status bio time_zone kind date_joined last_login is_staff is_superuser".split()
README = """\
This is what {site} keeps about {name}, as of {at}.

{parts}

Left out, because whoever has this file could use it against you: your password (only a hash of it is kept),
the secret of your authenticator app, your recovery codes, and your API keys.

Texts are JSON in UTF-8, times are in UTC.
"""


def readme(user, site, at, names):
    """The first file in the zip: what the others are."""
    return README.format(site=site, name=user.name, at=at, parts="\n".join(f"  {name}/" for name in names))


@exporter("profile")
def profile(user):
    yield (
        "profile.json",
        {name: getattr(user, name) for name in PROFILE} | {"groups": [group.name for group in user.groups.all()]},
    )
    if user.avatar and user.avatar.storage.exists(user.avatar.name):  # a row outlives its file where media were lost
        with user.avatar.open() as picture:
            yield f"avatar.{user.avatar.name.rpartition('.')[2]}", picture.chunks()


@exporter("sign-in")
def sign_in(user):
    """Ways in, and where they were used."""
    yield "addresses.json", _rows(EmailAddress, user, "email verified primary")
    yield "two-factor.json", _rows(Authenticator, user, "type created_at last_used_at")
    yield "sessions.json", _rows(UserSession, user, "created_at last_seen_at ip user_agent")
    yield "devices.json", _rows(KnownDevice, user, "name address at last_sign_in")


@exporter("activity")
def activity(user):
    """What happened to the account. Where an operator was when they did it is theirs."""
    yield "activity.json", [_line(entry, user) for entry in AuditEntry.objects.concerning(user)]


def _rows(model, user, fields):
    return list(model.objects.filter(user=user).order_by("pk").values(*fields.split()))


def _line(entry, user):
    line = {"at": entry.at, "what": words_for(entry.action), "target": entry.target, "fields": entry.fields}
    if entry.actor_id not in (None, user.pk):
        return line | {"by": "an operator"}
    return line | {"by": "you" if entry.actor_id else "nobody signed in", "address": entry.address, "device": entry.device}
