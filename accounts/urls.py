from django.urls import path

from accounts import avatar_views, data_views, door, session_views, views

urlpatterns = [
    path("accounts/viewer.css", views.viewer_css, name="viewer_css"),
    path("accounts/password/reset/", views.PasswordReset.as_view(), name="account_reset_password"),
    *door.urlpatterns,
    path("accounts/sessions/", session_views.session_page, name="usersessions_list"),
    path("accounts/sessions/list/", session_views.session_list, name="session_list"),
    path("accounts/sessions/new/", session_views.new_devices, name="new_devices"),
    path("accounts/sessions/new/<int:pk>/", session_views.device_notice, name="device_notice"),
    path("accounts/sessions/end/", session_views.session_end, name="session_end"),
    path("accounts/sessions/end-others/", session_views.sessions_end_others, name="sessions_end_others"),
    path("profile/", views.profile, name="profile"),
    path("profile/badge/", views.profile_badge, name="profile_badge"),
    path("profile/fields/", views.profile_fields, name="profile_fields"),
    path("profile/activity/", data_views.profile_activity, name="profile_activity"),
    path("profile/activity/list/", data_views.activity_list, name="activity_list"),
    path("profile/data/", data_views.profile_data, name="profile_data"),
    path("profile/data/download/", data_views.data_download, name="data_download"),
    path("profile/delete/", data_views.profile_delete, name="profile_delete"),
    path("profile/picture/", views.profile_picture, name="profile_picture"),
    path("profile/avatar/", avatar_views.avatar_change, name="avatar_change"),
    path("profile/avatar/remove/", avatar_views.avatar_remove, name="avatar_remove"),
    path("people/<int:pk>/avatar/<slug:name>.webp", avatar_views.avatar, name="avatar"),
    path("people/", views.people, name="people"),
    path("people/list/", views.people_list, name="people_list"),
]
