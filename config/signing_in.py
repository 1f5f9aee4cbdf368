"""How people sign in: django-allauth's settings, and who may try how often."""

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Lockstep: "
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds
# Tries by address (ip) and by what accounts/attempts.py calls their owner (key); m is a minute, h an hour.
ACCOUNT_RATE_LIMITS = {
    "login": None,  # Each try counts below; a limit on the page would count for the owner too.
    "password_elsewhere": "10/m/ip,5/5m/key",
    "password_at_known_device": "5/5m/key",
    "code_elsewhere": "10/m/ip,5/5m/key",
    "code_at_known_device": "5/5m/key",
    "reauthenticate": "10/m/user",
    "signup": "20/h/ip",
    "reset_password": "10/m/ip,3/5m/key",
}
MFA_ADAPTER = "accounts.mfa.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Lockstep"
MFA_TOTP_TOLERANCE = 1  # codes before and after: clocks differ, and people type
MFA_ALLOW_UNVERIFIED_EMAIL = True  # Who has to confirm an address does so before the first sign-in.
MFA_FORMS = {
    "authenticate": "accounts.mfa_forms.AuthenticateForm",
    "reauthenticate": "accounts.mfa_forms.ReauthenticateForm",
    "activate_totp": "accounts.mfa_forms.ActivateTOTPForm",
}


def configuration(env, has_mail):
    """The settings above, and those that hang on the environment."""
    fixed = {name: value for name, value in globals().items() if name.isupper()}
    return fixed | {
        "ALLAUTH_TRUSTED_PROXY_COUNT": env.number("TRUSTED_PROXIES", 0, 0),
        "ACCOUNT_EMAIL_VERIFICATION": "mandatory" if has_mail else "none",
        "ACCOUNT_EMAIL_NOTIFICATIONS": has_mail,
    }
