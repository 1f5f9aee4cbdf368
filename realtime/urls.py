from django.urls import path

from realtime import views

app_name = "realtime"
urlpatterns = [
    path("sync/", views.sync, name="sync"),
    path("leave/", views.leave, name="leave"),
    path("whoami/", views.whoami, name="whoami"),
    path("token/", views.token, name="token"),
    path("rooms/<slug:name>/", views.room, name="room"),
]
