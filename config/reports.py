"""What a report of an error may show."""

from django.http import QueryDict
from django.views.debug import SafeExceptionReporterFilter


class AlwaysHidden(SafeExceptionReporterFilter):
    """Django's own filter, also with DEBUG=1, and for every field whose name speaks of a secret, marked or not."""

    def is_active(self, request):
        return True

    def get_post_parameters(self, request):
        posted = super().get_post_parameters(request)
        hidden = {name: self.cleansed_substitute for name in posted if self.hidden_settings.search(name)}
        if not hidden:
            return posted
        cleansed = QueryDict(mutable=True)
        cleansed.update({name: value for name, value in posted.items() if name not in hidden} | hidden)
        return cleansed
