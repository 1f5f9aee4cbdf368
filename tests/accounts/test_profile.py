"""/profile/: what a person is called, changed from several tabs."""

import pytest

from accounts.models import User

HTMX = {"HX-Request": "true"}


@pytest.fixture
def posted(ada):
    """What the form of Ada's page sends: each field beside the value that it began with."""
    began = {name: getattr(ada, name) for name in ("display_name", "username", "status", "bio", "time_zone")}
    sent = began | {f"initial-{name}": value for name, value in began.items()} | {"person": ada.pk}
    return lambda **typed: sent | typed


def test_the_page_shows_the_fields_and_their_version(client_of, ada, frames):
    ada.save()
    page = client_of(ada).get("/profile/").content.decode()
    for label in ("Avatar", "Display name", "Username", "Status", "Bio", "Time zone"):
        assert f">{label}</label>" in page
    assert f"&quot;{ada.profile_topic}&quot;: {frames.last(ada.profile_topic)['to']}" in page
    assert 'href="/accounts/password/change/"' in page


def test_a_new_name_is_saved_and_its_answer_carries_the_frames(client_of, ada, posted, carried, transactional_db):
    response = client_of(ada).post("/profile/", posted(display_name="  Ada   King "), headers=HTMX)
    ada.refresh_from_db()
    assert ada.display_name == "Ada King"
    assert {"op": "set", "key": "display_name", "value": "Ada King"} in carried(response)[ada.profile_topic]
    assert "Ada King" in carried(response)["people"][0]["html"]
    assert "<html" not in response.content.decode()


def test_a_stranger_gets_no_frame_of_the_people(client_of, eve, carried, transactional_db):
    sent = {"display_name": "Eva", "initial-display_name": "Eve Moneypenny", "username": "eve", "time_zone": "UTC"}
    response = client_of(eve).post("/profile/", sent, headers=HTMX)
    assert eve.profile_topic in carried(response)
    assert "people" not in carried(response)


def test_without_scripts_the_form_posts_and_comes_back(client_of, ada, posted):
    response = client_of(ada).post("/profile/", posted(time_zone="Europe/London"), follow=True)
    assert response.redirect_chain == [("/profile/", 302)]
    assert "Profile saved." in response.content.decode()
    assert User.objects.get(pk=ada.pk).time_zone == "Europe/London"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"username": "GRACE"}, "This username is taken."),
        ({"username": ""}, "This field is required."),
        ({"username": "two words"}, "Enter a valid username"),
        ({"display_name": "x" * 61}, "at most 60 characters"),
        ({"status": "x" * 81}, "at most 80 characters"),
        ({"bio": "x" * 501}, "at most 500 characters"),
        ({"time_zone": "Mars/Olympus"}, "Mars/Olympus is not one of the available choices"),
    ],
)
@pytest.mark.parametrize("headers", [HTMX, {}])
def test_what_is_refused_is_given_back_with_words(client_of, ada, grace, posted, typed, words, headers):
    response = client_of(ada).post("/profile/", posted(**typed), headers=headers)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert response.context["form"].errors.keys() == typed.keys()
    for value in filter(None, typed.values()):
        assert value in response.content.decode() or "time_zone" in typed
    assert User.objects.get(pk=ada.pk).username == "ada"


def test_a_refused_form_still_knows_what_it_began_with(client_of, ada, grace, posted):
    response = client_of(ada).post("/profile/", posted(username="grace"), headers=HTMX)
    assert '<input type="hidden" name="initial-username" value="ada"' in response.content.decode()


def test_only_touched_fields_are_saved(client_of, ada, posted):
    form_of_an_old_tab = posted(time_zone="Europe/London")
    User.objects.filter(pk=ada.pk).update(display_name="Ada King", username="countess")
    client_of(ada).post("/profile/", form_of_an_old_tab)
    ada.refresh_from_db()
    assert (ada.display_name, ada.username, ada.time_zone) == ("Ada King", "countess", "Europe/London")


def test_saving_nothing_says_nothing(client_of, ada, posted, carried, transactional_db):
    assert not carried(client_of(ada).post("/profile/", posted(), headers=HTMX))


def test_a_page_of_another_person_changes_nobody(client_of, ada, grace, posted):
    response = client_of(grace).post("/profile/", posted(display_name="Mallory"), headers=HTMX)
    assert response.status_code == 422
    assert "Somebody else is signed in here now" in response.content.decode()
    assert User.objects.get(pk=grace.pk).display_name == "Grace Hopper"


def test_no_other_field_can_be_sent(client_of, eve):
    sent = {"username": "eve", "time_zone": "UTC", "kind": "internal", "is_staff": "on", "email": "ada@example.com"}
    client_of(eve).post("/profile/", sent)
    eve.refresh_from_db()
    assert (eve.kind, eve.is_staff, eve.email) == ("external", False, "eve@example.com")


def test_a_session_that_ended_takes_no_draft_with_it(client, db):
    assert client.post("/profile/", {}, headers=HTMX).status_code == 401
    page = {"Referer": "http://testserver/profile/"}
    assert client.post("/profile/", {}, headers=page).url == "/accounts/login/?next=/profile/"


def test_the_store_behind_the_form_reads_its_values_with_their_version(client_of, ada, frames):
    ada.save()
    answer = client_of(ada).get("/profile/fields/").json()
    assert answer["topics"] == {ada.profile_topic: frames.last(ada.profile_topic)["to"]}
    assert answer["fields"] == {
        "display_name": "Ada Lovelace",
        "username": "ada",
        "status": "",
        "bio": "",
        "time_zone": "UTC",
    }


def test_the_badge_has_its_own_address(client_of, client, ada):
    assert "<bdi>Ada Lovelace</bdi>" in client_of(ada).get("/profile/badge/").content.decode()
    assert client.get("/profile/badge/").status_code == 401
