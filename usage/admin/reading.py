"""What these pages have in common: nobody writes on them, and amounts are in dollars."""

from django.contrib import admin
from django.template.response import TemplateResponse

from usage.money import shown


class ReadOnly:
    """Mixed into pages on which nobody writes."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


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
