"""`python -m tests.bench.askers N ADDRESS`: people who will ask, each signed in and with a conversation of their own.

Prints {"epoch", "cookie", "people": [[session, user, conversation], …]}.
"""

import json
import sys

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import get_user_model  # noqa: E402

from chat.models import Conversation  # noqa: E402
from realtime.models import Epoch  # noqa: E402
from settings_sync.models import Preference, Provider  # noqa: E402
from tests.browsers import session_of  # noqa: E402


def people(count, address):
    provider = {"name": "Bench", "kind": "ollama", "base_url": address, "offered": ["m"]}
    Provider.objects.update_or_create(slug="bench", defaults=provider)
    for number in range(count):
        name = f"asker{number}"
        user, _ = get_user_model().objects.get_or_create(username=name, defaults={"email": f"{name}@example.com"})
        Preference.objects.update_or_create(user=user, key="default_model", defaults={"value": "bench:m"})
        conversation = Conversation.objects.open_new(user)
        yield session_of(user), user.pk, str(conversation.pk)


if __name__ == "__main__":
    house = {"epoch": Epoch.current(), "cookie": settings.SESSION_COOKIE_NAME, "csrf": settings.CSRF_COOKIE_NAME}
    print(json.dumps({**house, "people": list(people(int(sys.argv[1]), sys.argv[2]))}))
