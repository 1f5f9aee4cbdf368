from django.urls import path

from chat.views import conversations, files, messages, pages, places

app_name = "chat"
urlpatterns = [
    path("", pages.index, name="index"),
    path("new/", pages.new, name="new"),
    path("list/", pages.conversation_list, name="list"),
    path("list/older/", pages.conversations_older, name="list_older"),
    path("recent/", pages.recent, name="recent"),
    path("clear/", conversations.clear, name="clear"),
    path("restore/", conversations.restore_cleared, name="restore_cleared"),
    path("figures/", pages.figures, name="figures"),
    path("export/", files.export_all, name="export_all"),
    path("import/", files.bring_in, name="import"),
    path("place/", places.place, name="place"),
    path("<uuid:pk>/", pages.conversation, name="conversation"),
    path("<uuid:pk>/manage/", pages.manage, name="manage"),
    path("<uuid:pk>/change/", conversations.change, name="change"),
    path("<uuid:pk>/delete/", conversations.delete, name="delete"),
    path("<uuid:pk>/restore/", conversations.restore, name="restore"),
    path("<uuid:pk>/read/", conversations.read, name="read"),
    path("<uuid:pk>/export/", files.export, name="export"),
    path("<uuid:pk>/draft/", places.draft, name="draft"),
    path("<uuid:pk>/state/", messages.state, name="state"),
    path("<uuid:pk>/messages/", messages.thread, name="messages"),
    path("<uuid:pk>/messages/new/", messages.create, name="message_create"),
    path("<uuid:pk>/messages/older/", messages.older, name="older"),
    path("<uuid:pk>/messages/<uuid:message_pk>/", messages.message, name="message"),
    path("<uuid:pk>/messages/<uuid:message_pk>/revise/", messages.revise, name="revise"),
    path("<uuid:pk>/messages/<uuid:message_pk>/regenerate/", messages.regenerate, name="regenerate"),
    path("<uuid:pk>/messages/<uuid:message_pk>/continue/", messages.go_on, name="continue"),
    path("<uuid:pk>/messages/<uuid:message_pk>/stop/", messages.stop, name="stop"),
    path("<uuid:pk>/messages/<uuid:message_pk>/source/", messages.source, name="source"),
    path("<uuid:pk>/messages/<uuid:message_pk>/show/", messages.show, name="show"),
    path("<uuid:pk>/messages/<uuid:message_pk>/delete/", messages.delete, name="message_delete"),
]
