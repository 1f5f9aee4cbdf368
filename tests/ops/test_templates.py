from pathlib import Path

import pytest

from tests import template_lint

pytestmark = pytest.mark.once


def words(text):
    return [words for _, words in template_lint.faults(text)]


def test_no_template_holds_what_the_policy_would_refuse():
    assert not template_lint.main()


@pytest.mark.parametrize(
    "text",
    [
        "<p style='color: red'>",
        '<p {% if x > 1 %}hidden{% endif %} style="--at: {{ n }}">',
        "<style>p {}</style>",
        "<script>go()</script>",
        "<script type=module>go()</script>",
        "<button onclick=go()>",
        '<form hx-on::after-request="go()">',
        "<input hx-trigger=\"keyup[key=='Enter']\">",
        '<input hx-vals="js:{a: 1}">',
        '<a href="javascript:go()">',
        '<script src="https://cdn.example.com/x.js"></script>',
    ],
)
def test_what_the_policy_refuses_is_found(text):
    assert words(text)


@pytest.mark.parametrize(
    "text",
    [
        "<script type='module' src=\"{% static 'js/app.js' %}\"></script>",
        "{# onclick= #}<p>one = 1; style=</p>",
        '<button hx-trigger="keyup changed delay:300ms" class="once">',
        '<a href="https://example.com/" title="a > b">',
        "<script type='application/json'>{}</script>",
    ],
)
def test_what_the_policy_allows_is_left_alone(text):
    assert not words(text)


def test_a_fault_is_told_with_its_line():
    assert list(template_lint.faults("<p>\n{# a\nb #}\n<p style=''>")) == [(4, "a style attribute")]


def test_there_are_templates():
    assert list(Path(template_lint.ROOT).glob("templates/**/*.html"))
