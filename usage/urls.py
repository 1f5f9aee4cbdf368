from django.urls import path

from usage.views import mine

app_name = "usage"
urlpatterns = [path("", mine.index, name="index")]
