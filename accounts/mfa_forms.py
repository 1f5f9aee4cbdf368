"""Codes that people type: counted like passwords, each taken once."""

from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.app_settings import TOTP_PERIOD, TOTP_TOLERANCE
from allauth.mfa.base import forms
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal import auth
from django.core.cache import cache

from accounts import attempts, mfa

LIFETIME = TOTP_PERIOD * (2 * TOTP_TOLERANCE + 1)  # seconds in which a code is right


def first_use(user, code):
    """Whether this code of this person was not taken before. allauth's own mark is shorter-lived than a code is."""
    return cache.add(f"mfa-used:{user.pk}:{normalize_user_code(code)}", True, LIFETIME)


class Counted:
    """In place of allauth's count by account, which would let anybody who has the password shut the owner out."""

    def clean_code(self):
        code = self.cleaned_data["code"]
        usage = attempts.count(context.request, "code", self.user.email, owner=f"person {self.user.pk}")
        rows = Authenticator.objects.filter(user=self.user, type__in=["totp", "recovery_codes"]).order_by("-type")
        self.authenticator = next((row for row in rows if self._takes(row, code)), None)
        if self.authenticator:
            usage.rollback()
            return code
        self._emit_authentication_failed(rows[0])
        raise get_adapter().validation_error("incorrect_code")

    def _takes(self, row, code):
        row.user = self.user
        return row.wrap().validate_code(code) and (row.type != "totp" or first_use(self.user, code))


class AuthenticateForm(Counted, forms.AuthenticateForm):
    """The second step of signing in."""


class ReauthenticateForm(Counted, forms.ReauthenticateForm):
    """Confirming who one is with a code."""


class ActivateTOTPForm(totp.ActivateTOTPForm):
    """The secret waits in the session's row until its first code, so it is sealed there too."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if mfa.is_sealed(self.secret):
            self.secret = get_adapter().decrypt(self.secret)
        else:
            context.request.session[auth.SECRET_SESSION_KEY] = get_adapter().encrypt(self.secret)

    def clean_code(self):
        validate_can_add_authenticator(self.user)
        code = self.cleaned_data["code"]
        usage = attempts.count(context.request, "code", self.user.email, owner=f"person {self.user.pk}")
        if not auth.validate_totp_code(self.secret, code) or not first_use(self.user, code):
            raise get_adapter().validation_error("incorrect_code")
        usage.rollback()
        return code
