"""What operators do with providers in the admin, and what stays in the environment."""

import pytest
from django.urls import reverse

from accounts.models import AuditEntry
from settings_sync.models import Provider, ProviderKey
from settings_sync.providers import kinds
from settings_sync.providers.credentials import credential_for

pytestmark = pytest.mark.django_db
ADD = "/admin/settings_sync/provider/add/"
KEY = "sk-shared-key-0123456789-wxyz"
FORM = {"name": "Lab", "slug": "lab", "kind": "openai", "base_url": "https://lab.example.com/v1/", "offered": "", "enabled": "on"}


def change(provider):
    return reverse("admin:settings_sync_provider_change", args=[provider.pk])


def body(response):
    return response.content.decode()


def test_a_provider_is_added_with_models_and_a_shared_key(confirmed, ada, eve):
    answer = confirmed(ada).post(ADD, {**FORM, "offered": "large\n\n small \nlarge", "shared_key": KEY})
    assert answer.status_code == 302
    lab = Provider.objects.get()
    assert (lab.base_url, lab.offered) == ("https://lab.example.com/v1", ["large", "small"])
    assert credential_for(eve, lab).text == KEY
    line = AuditEntry.objects.get(action="key.saved")
    assert (line.target, line.fields) == ("provider lab, shared", ["key"])


def test_the_name_makes_the_slug_which_then_stays(confirmed, ada, lab):
    adding, changing = (confirmed(ada).get(address).context["adminform"] for address in (ADD, change(lab)))
    assert [(each["field"].name, each["dependencies"][0].name) for each in adding.prepopulated_fields] == [("slug", "name")]
    assert changing.prepopulated_fields == []
    answer = confirmed(ada).post(ADD, {**FORM, "name": "Über Lab 2", "slug": ""})
    assert answer.status_code == 302
    assert set(Provider.objects.values_list("slug", flat=True)) == {"lab", "uber-lab-2"}


@pytest.mark.parametrize(("name", "words"), [("Lab", "already exists"), ("實驗室", "Enter a slug")])
def test_a_slug_that_no_name_makes_is_asked_for(confirmed, ada, lab, name, words):
    answer = confirmed(ada).post(ADD, {**FORM, "name": name, "slug": ""})
    assert words in " ".join(answer.context["adminform"].form.errors["slug"])


def test_the_key_that_is_kept_and_the_one_that_goes_in_have_names_of_their_own(confirmed, ada, lab):
    for address in (ADD, change(lab)):
        page = body(confirmed(ada).get(address))
        assert (page.count("Kept key:"), page.count("Shared key:")) == (1, 1)


def test_the_key_is_shown_by_its_end_only_and_can_be_removed(confirmed, ada, lab):
    ProviderKey.objects.keep(lab, None, KEY)
    client = confirmed(ada)
    page = body(client.get(change(lab)))
    assert "Key ending in …wxyz" in page
    assert KEY not in page
    client.post(change(lab), {**FORM, "base_url": lab.base_url})
    assert ProviderKey.objects.exists(), "an empty field is no wish to remove"
    client.post(change(lab), {**FORM, "base_url": lab.base_url, "remove_shared_key": "on"})
    assert not ProviderKey.objects.exists()
    assert AuditEntry.objects.filter(action="key.removed").count() == 1


def test_the_key_asks_for_a_fresh_sign_in_and_the_rest_does_not(client_of, ada, lab):
    client = client_of(ada)
    assert "Confirm it is you</a> to change the key." in body(client.get(change(lab)))
    client.post(change(lab), {**FORM, "name": "Laboratory", "base_url": lab.base_url, "shared_key": KEY})
    lab.refresh_from_db()
    assert lab.name == "Laboratory"
    assert not ProviderKey.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        *("", "lab.example.com", "ftp://lab.example.com", "javascript:alert(1)", "https://", "https://user:pw@lab.example.com"),
        *("https://lab.example.com/?key=1", "https://lab.example.com/#x", "https://lab.example.com:99999", "https://a b.example"),
        *("https://lab.example.com:0", "https://[::1", f"https://{'a' * 300}.example", "https://lab.example.com/a\\b"),
    ],
)
def test_what_is_no_address_is_refused_in_words(confirmed, ada, address):
    answer = confirmed(ada).post(ADD, {**FORM, "base_url": address})
    assert answer.status_code == 200
    assert "errorlist" in body(answer)
    assert not Provider.objects.exists()


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("http://127.0.0.1:11434", "http://127.0.0.1:11434"),
        ("https://Lab.Example.com/v1/", "https://lab.example.com:443"),
        ("https://lab.example.com:443", "https://lab.example.com:443"),
        ("http://ollama:11434/", "http://ollama:11434"),
        ("http://[::1]:8080/v1", "http://[::1]:8080"),
    ],
)
def test_hosts_of_the_house_are_fine_and_have_one_origin(confirmed, ada, address, origin):
    assert confirmed(ada).post(ADD, {**FORM, "base_url": address}).status_code == 302
    assert Provider.objects.get().origin == origin


def test_what_the_environment_says_is_shown_and_not_to_be_changed(confirmed, ada, settings):
    settings.PROVIDER_ADDRESSES = {"openai": "http://127.0.0.1:9/v1"}
    settings.PROVIDER_KEYS = {"openai": KEY}
    Provider.objects.follow_environment()
    openai = Provider.objects.get()
    client = confirmed(ada)
    page = body(client.get(change(openai)))
    assert "http://127.0.0.1:9/v1 (from the environment)" in page
    assert "Set (from the environment)" in page
    assert KEY not in page
    changed = {
        **FORM,
        "name": "Ours",
        "slug": "other",
        "kind": "ollama",
        "base_url": "https://evil.example",
        "shared_key": "sk-x",
    }
    client.post(change(openai), changed)
    openai.refresh_from_db()
    assert (openai.name, openai.slug, openai.kind, openai.address) == ("Ours", "openai", "openai", "http://127.0.0.1:9/v1")
    assert not ProviderKey.objects.exists()


def test_a_provider_whose_variable_is_gone_stays_where_it_was(settings):
    settings.PROVIDER_ADDRESSES = {"ollama": "http://127.0.0.1:11434"}
    Provider.objects.follow_environment()
    settings.PROVIDER_ADDRESSES = {}
    (ollama,) = Provider.objects.offered()
    assert ollama.address == "http://127.0.0.1:11434"


def test_a_move_forgets_what_was_listed(lab):
    lab.listed, lab.contexts = [["old", "old"]], {"old": 8_192}
    lab.save()
    lab.base_url = "https://elsewhere.example/v1"
    lab.save()
    assert (lab.listed, lab.contexts) == ([], {})


@pytest.mark.once
def test_kinds_are_known_by_name_and_by_what_they_can():
    assert kinds.get("no such kind") is None
    assert kinds.names(speaks=True) == ["openai", "anthropic", "ollama"]
