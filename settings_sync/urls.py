from django.urls import path

from settings_sync import history_views, portable_views, views
from settings_sync.providers import views as providers

app_name = "settings"
urlpatterns = [
    path("", views.index, name="index"),
    path("state/", views.state, name="state"),
    path("save/", views.save, name="save"),
    path("providers/", providers.index, name="providers"),
    path("providers/<slug:slug>/", providers.provider, name="provider"),
    path("providers/<slug:slug>/key/", providers.key_save, name="key_save"),
    path("providers/<slug:slug>/key/remove/", providers.key_remove, name="key_remove"),
    path("providers/<slug:slug>/test/", providers.test, name="provider_test"),
    path("history/", history_views.history_page, name="history"),
    path("history/list/", history_views.history_list, name="history_list"),
    path("history/<int:pk>/restore/", history_views.history_restore, name="history_restore"),
    path("export/", portable_views.export_file, name="export"),
    path("import/", portable_views.import_file, name="import"),
    path("import/apply/", portable_views.import_apply, name="import_apply"),
]
