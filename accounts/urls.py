from django.urls import path

from accounts import views

urlpatterns = [
    path("accounts/viewer.css", views.viewer_css, name="viewer_css"),
    path("accounts/password/reset/", views.PasswordReset.as_view(), name="account_reset_password"),
    path("profile/", views.profile, name="profile"),
    path("profile/badge/", views.profile_badge, name="profile_badge"),
    path("profile/fields/", views.profile_fields, name="profile_fields"),
    path("people/", views.people, name="people"),
    path("people/list/", views.people_list, name="people_list"),
]
