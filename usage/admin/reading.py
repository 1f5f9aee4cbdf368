"""What these pages have in common: many rows, amounts in dollars, and questions before a deed."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.template.response import TemplateResponse
from django.utils.functional import cached_property

from usage.money import shown

MOST_COUNTED = 10_000  # rows that a list goes through, page by page: beyond, one searches


class OfMany(Paginator):
    """For tables with a row for every call: to count all of them takes longer than the page."""

    @cached_property
    def count(self):
        return self.object_list[: MOST_COUNTED + 1].count()


def in_dollars(name, description=None):
    """A column that shows an amount of nano-USD to people."""

    @admin.display(description=description or name.replace("_", " "), ordering=name)
    def column(self, row):
        return shown(getattr(row, name))

    return column


def in_cents(name, description=None):
    """A column that shows cents of a row's currency."""

    @admin.display(description=description or name.removesuffix("_cents").replace("_", " "), ordering=name)
    def column(self, row):
        return f"{getattr(row, name) / 100:,.2f} {row.currency.upper()}"

    return column


def ask(page, request, rows, action, form, words):
    """The page between an action and its deed: what will happen, to what, and a form that sends the same action again."""
    name = dict(page.get_actions(request))[action][2]
    context = page.admin_site.each_context(request) | {
        "title": name,
        "opts": page.opts,
        "action": action,
        "rows": rows,
        "form": form,
        "words": words,
    }
    return TemplateResponse(request, "admin/usage/ask.html", context)
