from django.urls import path

from settings_sync import views

app_name = "settings"
urlpatterns = [
    path("", views.index, name="index"),
    path("state/", views.state, name="state"),
    path("save/", views.save, name="save"),
]
