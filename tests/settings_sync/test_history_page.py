"""The page of what changed: by day, with a way back that overwrites nothing unseen."""

from datetime import timedelta
from html import unescape
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils.timezone import now

from settings_sync import history
from settings_sync.differences import difference
from settings_sync.models import Preference, PreferenceChange

pytestmark = pytest.mark.django_db
PAGE = "/settings/history/"


@pytest.fixture
def save(ada):
    def save(key, value, base, device="Laptop"):
        changes = {key: {"value": value, "base_version": base}}
        Preference.objects.save_changes(ada, uuid4(), changes, device)
        return PreferenceChange.objects.filter(user=ada).first()

    return save


def text_of(answer):
    return unescape(answer.content.decode())


def restore(client, line, **data):
    return client.post(f"{PAGE}{line.pk}/restore/", data, follow=True)


def value_of(user, key):
    return Preference.objects.of(user, [key])[key].value


def test_an_empty_history_says_what_will_stand_here(client_of, ada):
    assert "Nothing changed yet" in text_of(client_of(ada).get(PAGE))


def test_a_line_says_what_where_and_when(client_of, ada, save):
    save("theme", "dark", 0)
    text = text_of(client_of(ada).get(PAGE))
    for words in ("Today", "Theme", "<del>As the system</del>", "<ins>Dark</ins>", "Laptop", "Undo"):
        assert words in text


def test_undo_sets_the_value_before_as_a_change_of_its_own(client_of, ada, save):
    line = save("max_tokens", 10, 0)
    assert "Max tokens is now 4,096 tokens." in text_of(restore(client_of(ada), line))
    assert value_of(ada, "max_tokens") == 4096
    newest = PreferenceChange.objects.first()
    assert (newest.before, newest.value, newest.version) == (10, 4096, 2)
    restore(client_of(ada), newest)
    assert value_of(ada, "max_tokens") == 10


def test_what_was_changed_since_is_not_overwritten_before_one_has_seen_it(client_of, ada, save):
    line = save("max_tokens", 10, 0)
    save("max_tokens", 20, 1, device="Phone")
    answer = restore(client_of(ada), line)
    assert answer.status_code == 409
    assert "Max tokens was changed since" in text_of(answer)
    assert "Phone" in text_of(answer)
    assert value_of(ada, "max_tokens") == 20
    assert PreferenceChange.objects.count() == 2  # a question is no change, and nothing was refused
    restore(client_of(ada), line, base=2)
    assert value_of(ada, "max_tokens") == 4096


def test_an_answer_to_an_old_question_is_asked_again(client_of, ada, save):
    line = save("max_tokens", 10, 0)
    for base in (1, 2):
        save("max_tokens", 20 + base, base)
    assert restore(client_of(ada), line, base=2).status_code == 409
    assert value_of(ada, "max_tokens") == 22


def test_what_was_refused_can_be_used(client_of, ada, save):
    save("system_prompt", "theirs", 0)
    refused = save("system_prompt", "mine", 0)
    text = text_of(client_of(ada).get(PAGE))
    assert "Not applied" in text
    assert "Use this value" in text
    restore(client_of(ada), refused)
    assert value_of(ada, "system_prompt") == "mine"


def test_what_is_set_already_has_no_button_and_pressing_twice_changes_once(client_of, ada, save):
    line = save("max_tokens", 10, 0)
    restore(client_of(ada), line)
    assert "is 4,096 tokens already" in text_of(restore(client_of(ada), line))
    assert value_of(ada, "max_tokens") == 4096
    assert PreferenceChange.objects.count() == 2
    assert text_of(client_of(ada).get(PAGE)).count("/restore/") == 1  # of the newest line


def test_a_value_that_is_not_valid_any_more_is_refused_in_words(client_of, ada, save):
    line = save("temperature", 1.2, 0)
    PreferenceChange.objects.filter(pk=line.pk).update(before=7)
    assert "Couldn't set Temperature: Enter a number from 0 to 2." in text_of(restore(client_of(ada), line))


def test_a_setting_that_is_not_known_any_more_is_shown_as_it_is(client_of, ada):
    line = PreferenceChange.objects.create(user=ada, key="colour", before={"a": [1]}, value=None, version=3, outcome="applied")
    text = text_of(client_of(ada).get(PAGE))
    assert "colour</strong>" in text
    assert '{"a": [1]}' in text
    assert "/restore/" not in text
    assert "no setting of this name" in text_of(restore(client_of(ada), line))


def test_a_long_text_is_folded_with_what_changed_in_it(client_of, ada, save):
    save("system_prompt", "Be kind. " * 40, 0)
    save("system_prompt", "Be kind. " * 20 + "Be brief. " + "Be kind. " * 20, 1)
    text = text_of(client_of(ada).get(PAGE))
    assert "<summary>What changed</summary>" in text
    assert "<ins>Be brief. </ins>" in text or "<ins>brief. Be </ins>" in text


def test_what_people_typed_is_text_and_not_html(client_of, ada, save):
    save("system_prompt", "<script>alert(1)</script>\nmore", 0)
    assert b"<script>alert" not in client_of(ada).get(PAGE).content


def test_pages_follow_each_other_without_a_gap(client_of, ada, save):
    for version in range(history.PER_PAGE + 5):
        save("max_tokens", 100 + version, version)
    first = client_of(ada).get(PAGE)
    older = history.page(ada)["older"]
    assert f"?before={older}" in text_of(first)
    lines = lambda page: [line.row.pk for _, some in page["days"] for line in some]  # noqa: E731
    both = lines(history.page(ada)) + lines(history.page(ada, older))
    assert both == list(PreferenceChange.objects.values_list("pk", flat=True))
    assert "Newest" in text_of(client_of(ada).get(f"{PAGE}?before={older}"))


@pytest.mark.parametrize("before", ["", "x", "-1", "1e9", "9" * 30, "٣"])
def test_a_page_that_does_not_exist_is_a_page(client_of, ada, before):
    assert client_of(ada).get(PAGE, {"before": before}).status_code == 200


def test_days_are_those_of_the_persons_own_clock(ada, save):
    line = save("max_tokens", 10, 0)
    ada.time_zone = "Pacific/Kiritimati"
    PreferenceChange.objects.filter(pk=line.pk).update(at=now() - timedelta(days=3))
    day, _ = history.page(ada)["days"][0]
    local = (now() - timedelta(days=3)).astimezone(ZoneInfo(ada.time_zone))
    assert day == f"{local.day} {local:%B}"


def test_what_is_older_than_thirty_days_is_not_shown_even_before_it_is_pruned(client_of, ada, save):
    line = save("max_tokens", 10, 0)
    PreferenceChange.objects.filter(pk=line.pk).update(at=now() - timedelta(days=31))
    assert "Nothing changed yet" in text_of(client_of(ada).get(PAGE))
    assert restore(client_of(ada), line).status_code == 404


def test_nobody_reaches_the_history_of_another(client_of, ada, eve, save):
    line = save("system_prompt", "Ada's secret", 0)
    eves = client_of(eve)
    assert "secret" not in text_of(eves.get(PAGE)) + text_of(eves.get(f"{PAGE}list/"))
    assert restore(eves, line).status_code == 404


def test_a_page_costs_few_queries_however_long_it_is(client_of, ada, save, django_assert_max_num_queries):
    for version in range(20):
        save("default_model", f"model-{version}", version)
        save("max_tokens", 100 + version, version)
    with django_assert_max_num_queries(12):
        history.page(ada)


def test_a_difference_keeps_the_words_around_it_and_cuts_the_rest():
    words = [f"word{number}" for number in range(40)]
    after = [*words[:20], "new", *words[21:]]
    parts = difference(" ".join(words), " ".join(after))
    assert ("gone", "word20 ") in parts
    assert ("come", "new ") in parts
    assert [kind for kind, _ in parts].count("cut") == 2


@pytest.mark.parametrize("texts", [("", ""), ("", "a"), ("a", ""), ("a  b\n\nc", "a b\nc d")])
def test_a_difference_holds_both_texts_whole(texts):
    parts = difference(*texts)
    assert "".join(text for kind, text in parts if kind != "come") == texts[0]
    assert "".join(text for kind, text in parts if kind != "gone") == texts[1]


def test_texts_made_to_be_slow_to_compare_are_not_slow():
    slow = [("a\n" * 4000, "b\na\n" * 2000), ("a b " * 2000, "b a a " * 1300), ("a " * 4000, "b " * 4000)]
    began = now()
    for texts in slow:
        difference(*texts)
    assert now() - began < timedelta(seconds=1)
