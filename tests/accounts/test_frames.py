"""What pages hear of a person that was saved, deleted, or written in bulk."""

from django.contrib.auth import user_logged_in
from django.db import transaction

from accounts.models import User
from realtime import publish


def test_a_new_name_reaches_the_persons_own_pages(ada, frames):
    ada.display_name = "Ada King"
    ada.save()
    assert frames.values(ada.profile_topic)["display_name"] == "Ada King"
    (badge,) = [patch for patch in frames.last(ada.profile_topic)["patches"] if patch["op"] == "upsert"]
    assert badge["into"] == "#profile-badge"
    assert ">AK</span>" in badge["html"]
    assert "<bdi>Ada King</bdi>" in badge["html"]


def test_the_old_badge_with_its_patch_is_the_fresh_badge(client_of, ada, frames):
    ada.display_name = "Ada King"
    ada.save()
    (badge,) = [patch for patch in frames.last(ada.profile_topic)["patches"] if patch["op"] == "upsert"]
    assert badge["html"] in client_of(ada).get("/profile/badge/").content.decode()


def test_a_new_name_moves_in_the_list(ada, frames):
    ada.display_name = "Zelda"
    ada.save()
    (patch,) = frames.last("people")["patches"]
    assert (patch["op"], patch["into"], patch["id"]) == ("upsert", "#people-list", f"user-{ada.pk}")
    assert 'data-sort="zelda ' in patch["html"]


def test_a_save_is_one_version_of_each_topic(ada, frames):
    ada.save()
    assert len(frames.of(ada.profile_topic)) == len(frames.of("people")) == 1


def test_a_save_that_is_rolled_back_says_nothing(ada, frames):
    before = len(frames.collected)
    with transaction.atomic():
        ada.save()
        transaction.set_rollback(True)
    assert len(frames.collected) == before


def test_who_saved_less_than_all_does_not_show_what_is_older(ada, frames):
    stale = User.objects.get(pk=ada.pk)
    ada.display_name = "Ada King"
    ada.save()
    stale.time_zone = "Europe/London"
    stale.save(update_fields=["time_zone"])
    assert frames.values(ada.profile_topic)["display_name"] == "Ada King"
    assert "Ada King" in frames.last("people")["patches"][0]["html"]


def test_signing_in_says_nothing(ada, frames):
    before = len(frames.collected)
    user_logged_in.send(User, request=None, user=ada)
    assert User.objects.get(pk=ada.pk).last_login
    assert len(frames.collected) == before


def test_who_leaves_goes_from_the_list_and_comes_back_into_it(grace, frames):
    grace.is_active = False
    grace.save()
    assert frames.last("people")["patches"] == [{"op": "remove", "id": f"user-{grace.pk}"}]
    grace.is_active = True
    grace.save()
    assert frames.last("people")["patches"][0]["op"] == "upsert"


def test_who_is_deleted_goes_from_the_list(grace, frames):
    pk = grace.pk
    grace.delete()
    assert frames.last("people")["patches"] == [{"op": "remove", "id": f"user-{pk}"}]


def test_a_bulk_write_is_seen_when_its_writer_publishes(ada, grace, frames):
    before = len(frames.of("people"))
    with transaction.atomic():
        User.objects.update(display_name="Somebody")
        publish("people")
    assert len(frames.of("people")) == before + 1
    assert "patches" not in frames.last("people")
