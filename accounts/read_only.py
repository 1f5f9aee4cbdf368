"""What operators may not do on pages of the admin, mixed in beside Django's own rules."""


class Unwritten:
    """Nobody adds or changes here."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class ReadOnly(Unwritten):
    """Nor does anybody delete: what happened is what happened."""

    def has_delete_permission(self, request, obj=None):
        return False


class GoesWithItsPerson:
    """Rows go only with their person: the pages of people ask here too, those of the rows' own app offer no button."""

    def has_delete_permission(self, request, obj=None):
        match = request.resolver_match
        own_page = not match or match.url_name.startswith(f"{self.opts.app_label}_")
        return not own_page and super().has_delete_permission(request, obj)
