"""allauth's pages that change how one signs in, behind a fresh confirmation.

Its own check keeps what was posted in the session's row until the person has confirmed; ours asks first and keeps nothing.
"""

from allauth.account.views import EmailView
from allauth.mfa.recovery_codes.views import download_recovery_codes, generate_recovery_codes, view_recovery_codes
from allauth.mfa.totp.views import activate_totp, deactivate_totp
from django.conf import settings
from django.urls import path
from django.views.decorators.cache import never_cache

from accounts.access import fresh_login_required, login_required


class EmailAddresses(EmailView):
    """Without a mail server no new address can be confirmed: the page says so, and takes none."""

    def post(self, request, *args, **kwargs):
        if settings.EMAIL_URL or not {"action_add", "action_send"} & request.POST.keys():
            return super().post(request, *args, **kwargs)
        return self.get(request, *args, **kwargs)


VIEWS = {
    "email/": (EmailAddresses.as_view(), "account_email"),
    "2fa/totp/activate/": (activate_totp, "mfa_activate_totp"),
    "2fa/totp/deactivate/": (deactivate_totp, "mfa_deactivate_totp"),
    "2fa/recovery-codes/": (view_recovery_codes, "mfa_view_recovery_codes"),
    "2fa/recovery-codes/generate/": (generate_recovery_codes, "mfa_generate_recovery_codes"),
    "2fa/recovery-codes/download/": (download_recovery_codes, "mfa_download_recovery_codes"),
}
urlpatterns = [
    path(f"accounts/{route}", never_cache(login_required(fresh_login_required(view))), name=name)
    for route, (view, name) in VIEWS.items()
]
