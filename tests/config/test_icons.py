"""Icons are those of the library."""

import pytest
from django.template import Context, Template
from lucide.templatetags.lucide import lucide

pytestmark = pytest.mark.once


def drawn(tag, **context):
    return Template("{% load lucide %}" + tag).render(Context(context))


def test_an_icon_is_drawn_as_the_library_draws_it():
    assert drawn("{% lucide 'send' class='icon' aria_hidden='true' %}") == lucide("send", **{"class": "icon"}, aria_hidden="true")
    assert drawn("{% lucide name size=12 %}", name="send") == lucide("send", size=12)


def test_each_has_its_own_attributes():
    assert drawn("{% lucide 'send' class='one' %}") != drawn("{% lucide 'send' class='other' %}")
    assert "&lt;" in drawn("{% lucide 'send' class=word %}", word="<")
