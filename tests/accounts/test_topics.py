"""Who may watch what of people."""

from django.contrib.auth.models import AnonymousUser

from realtime.topics import may_watch


def test_colleagues_may_watch_the_list_of_people(ada, grace):
    assert may_watch(ada, "people")
    assert may_watch(grace, "people")


def test_a_stranger_may_not(eve):
    assert not may_watch(eve, "people")


def test_a_colleague_who_left_may_not(grace):
    grace.is_active = False
    assert not may_watch(grace, "people")
    assert not may_watch(grace, grace.profile_topic)


def test_a_profile_is_watched_by_its_own_person_only(ada, eve):
    assert may_watch(eve, eve.profile_topic)
    assert not may_watch(ada, eve.profile_topic)
    assert not may_watch(eve, ada.profile_topic)


def test_nobody_watches_nothing():
    assert not may_watch(AnonymousUser(), "people")
    assert not may_watch(AnonymousUser(), "user.None.profile")
