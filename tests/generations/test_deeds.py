"""What is done with an image that is there."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from generations.figures import counted
from generations.models import Generation, Like, Report
from generations.retention import failed_and_hidden_images

SECRET = "what operators never read"


@pytest.fixture
def act(client_of):
    """`act(ada, row, "like", liked=True)`: what her page asks. Returns the answer."""

    def act(user, row, deed, **fields):
        address = reverse(f"generations:{deed}", args=[row.pk])
        return client_of(user).post(address, fields, content_type="application/json")

    return act


def test_a_like_counts_once_and_is_taken_back(ada, grace, transactional_db, make, act):
    row = make(ada)
    for liked, count in [(True, 1), (True, 1), (False, 0), (False, 0)]:
        assert act(grace, row, "like", liked=liked).status_code == 200
        row.refresh_from_db()
        assert row.likes_count == count


def test_the_likes_of_who_goes_go_too(ada, grace, eve, transactional_db, make):
    row = make(ada)
    for person in (grace, eve):
        Like.put(person, row, True)
    grace.delete()
    row.refresh_from_db()
    assert row.likes_count == 1


def test_the_viewers_own_likes_come_with_the_page(client_of, ada, grace, transactional_db, make):
    row = make(ada)
    Like.put(grace, row, True)
    likes = [client_of(person).get(reverse("generations:state")).json()["liked"] for person in (ada, grace)]
    assert likes == [[], [str(row.pk)]]


def test_visibility_waits_until_it_is_done(ada, transactional_db, ask, act):
    (row,) = ask(ada)
    answer = act(ada, row, "visibility", visibility="private")
    assert (answer.status_code, answer.json()["error"]["message"]) == (400, "Wait until it is done.")
    assert act(ada, row, "visibility", visibility="nobody").status_code == 400


def test_the_same_click_tries_again_once(ada, transactional_db, ask, act):
    (row,) = ask(ada)
    row.cancel()
    key = str(uuid4())
    first, second = (act(ada, row, "retry", key=key).json()["images"] for _ in range(2))
    assert first == second
    assert Generation.objects.count() == 1
    assert act(ada, row, "retry", key=str(uuid4())).status_code == 404


def test_two_tabs_that_try_again_make_one_more(ada, transactional_db, ask):
    (row,) = ask(ada)
    row.cancel()
    both = [Generation.objects.get(pk=row.pk) for _ in range(2)]
    again = [seen.retry(uuid4()) for seen in both]
    assert (again[0], again[1]) == (Generation.objects.get(), None)


def test_what_was_hidden_once_is_kept_where_its_owner_keeps_it(ada, grace, transactional_db, make):
    private, hidden = make(grace), make(grace)
    for row in (private, hidden):
        row.hide(True)
    private.show_to("private")
    Generation.objects.update(hidden_at=timezone.now() - timedelta(days=90))
    assert list(failed_and_hidden_images(timezone.now())) == [hidden]


def test_what_is_done_needs_no_other_try(ada, transactional_db, make, act):
    assert act(ada, make(ada), "retry", key=str(uuid4())).status_code == 400


def test_the_same_click_rolls_once_and_to_the_one_who_clicked(ada, grace, transactional_db, make, act):
    row, key = make(ada), str(uuid4())
    for _ in range(2):
        act(grace, row, "reroll", key=key)
    assert Generation.objects.get(parent=row).owner == grace
    assert act(grace, row, "vary", key="nonsense").status_code == 400


def test_too_many_is_said_to_scripts(ada, transactional_db, make, ask, act):
    row = make(ada)
    for _ in range(5):
        ask(ada, count=4)
    answer = act(ada, row, "reroll", key=str(uuid4()))
    assert (answer.status_code, answer.json()["error"]["code"]) == (429, "full")


def test_a_report_is_made_once_and_shown_to_operators(client_of, ada, grace, eve, transactional_db, make, act):
    row = make(grace, prompt=SECRET)
    for _ in range(2):
        act(eve, row, "report", words="not nice")
    act(grace, row, "report")
    assert Report.objects.get().reporter == eve
    page = client_of(ada).get(reverse("admin:generations_report_changelist")).content.decode()
    assert "not nice" in page
    assert row.get_absolute_url() in page
    row.show_to("private")
    assert row.get_absolute_url() not in client_of(ada).get(reverse("admin:generations_report_changelist")).content.decode()


def test_how_often_it_was_reported_is_for_operators_alone(client_of, ada, grace, eve, transactional_db, make, act):
    row = make(grace)
    act(eve, row, "report", words="not nice")
    reports = {
        person.username: client_of(person).get(reverse("generations:state")).json()["reports"] for person in (ada, grace, eve)
    }
    assert reports == {"ada": {str(row.pk): 1}, "grace": {}, "eve": {}}


def test_hiding_is_in_the_log_of_its_owner(ada, grace, transactional_db, make, act):
    row = make(grace)
    for hidden in (True, True, False):
        assert act(ada, row, "hide", hidden=hidden).status_code == 200
    entries = AuditEntry.objects.filter(subject=grace.pk, actor=ada).order_by("pk")
    assert [entry.action for entry in entries] == ["image.hidden", "image.shown"]


def test_no_page_of_the_admin_says_what_was_asked_for(client_of, ada, grace, transactional_db, make):
    row = make(grace, prompt=SECRET, negative_prompt=SECRET, visibility="private")
    pages = ["admin:generations_generation_changelist", ("admin:generations_generation_change", row.pk)]
    for page in pages:
        name, *arguments = page if isinstance(page, tuple) else (page,)
        answer = client_of(ada).get(reverse(name, args=arguments))
        assert answer.status_code == 200
        for said in (SECRET, row.small.name, row.original.name):
            assert said not in answer.content.decode()


def test_an_operator_stops_what_waits(client_of, ada, grace, transactional_db, ask):
    (row,) = ask(grace)
    chosen = {"action": "stop", "_selected_action": [str(row.pk)]}
    page = client_of(ada).post(reverse("admin:generations_generation_changelist"), chosen, follow=True)
    assert "1 asked to stop" in page.content.decode()
    row.refresh_from_db()
    assert row.state == "cancelled"


def test_home_and_profile_show_what_was_made(client_of, ada, eve, transactional_db, make):
    row = make(ada)
    make(ada, visibility="private")
    Like.put(eve, row, True)
    assert row.get_absolute_url() in client_of(eve).get(reverse("home")).content.decode()
    assert counted(ada) == {"images": 2, "private": 1, "likes": 1}
    assert 'id="image-figures"' in client_of(ada).get(reverse("profile")).content.decode()
