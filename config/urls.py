from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from config import errors, views
from config.health import healthz

urlpatterns = [
    path("", views.home, name="home"),
    path("", include("accounts.urls")),
    path("accounts/", include("allauth.urls")),
    path("settings/", include("settings_sync.urls")),
    path("chat/", include("chat.urls")),
    path("generations/", include("generations.urls")),
    path("usage/", include("usage.urls")),
    path("admin/login/", views.admin_login),
    # Django's own looks at any number of wrong passwords.
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
    path("live/", include("realtime.urls")),
    path("healthz", healthz, name="healthz"),
]
if settings.DEBUG:
    from config.styleguide import styleguide

    urlpatterns.append(path("styleguide/", styleguide, name="styleguide"))

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many  # allauth's limits ask for it
handler500 = errors.server_error
