import logging
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import truncate_ip
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, PermissionDenied

from accounts import attempts
from accounts.freshness import has_just_signed_in

logger = logging.getLogger("accounts.mail")
UNKNOWN = "0.0.0.0"  # noqa: S104 - nothing listens here: a server on a UNIX socket knows no address


class AccountAdapter(DefaultAccountAdapter):
    """Where this site's accounts differ from allauth's."""

    def is_open_for_signup(self, request):
        return settings.REGISTRATION_OPEN

    def get_client_ip(self, request):
        """Never a refusal: whoever came past the proxies is known by the address of the connection."""
        try:
            return super().get_client_ip(request)
        except ImproperlyConfigured:
            return request.META.get("REMOTE_ADDR") or UNKNOWN
        except PermissionDenied:
            return UNKNOWN

    def pre_authenticate(self, request, **credentials):
        """Instead of allauth's count by account, with which anybody could shut anybody out."""
        self._login_failed_rl_usage = attempts.count(request, "password", *self._who(request, credentials))

    def _delete_login_attempts_cached_email(self, request, **credentials):
        attempts.forgive(request, "password", *self._who(request, credentials))

    def _who(self, request, credentials):
        login = (credentials.get("email") or credentials.get("username") or "").lower()
        return login, f"{login} {truncate_ip(self.get_client_ip(request))}"

    def is_reauthentication_required(self, **kwargs):
        """Asked before every dangerous page, allauth's and ours: see `accounts.access.is_fresh`."""
        return super().is_reauthentication_required(**kwargs) and not has_just_signed_in(self.request)

    def send_notification_mail(self, *args, **kwargs):
        """What happened has happened, also when the mail server is away."""
        try:
            super().send_notification_mail(*args, **kwargs)
        except (OSError, SMTPException):
            logger.exception("A notice could not be sent")
