from django.urls import path

from generations.views import deeds, files, making, pages

app_name = "generations"
urlpatterns = [
    path("", pages.index, name="index"),
    path("list/", pages.listing, name="list"),
    path("cards/", pages.cards, name="cards"),
    path("state/", pages.state, name="state"),
    path("latest/", pages.latest, name="latest"),
    path("figures/", pages.figures, name="figures"),
    path("new/", making.create, name="create"),
    path("<uuid:pk>/", pages.image, name="image"),
    path("<uuid:pk>/shown/", pages.shown, name="shown"),
    path("<uuid:pk>/preview/", files.preview, name="preview"),
    path("<uuid:pk>/files/<str:name>", files.file, name="file"),
    path("<uuid:pk>/cancel/", making.cancel, name="cancel"),
    path("<uuid:pk>/retry/", making.retry, name="retry"),
    path("<uuid:pk>/reroll/", making.reroll, name="reroll"),
    path("<uuid:pk>/vary/", making.vary, name="vary"),
    path("<uuid:pk>/delete/", deeds.delete, name="delete"),
    path("<uuid:pk>/like/", deeds.like, name="like"),
    path("<uuid:pk>/visibility/", deeds.visibility, name="visibility"),
    path("<uuid:pk>/report/", deeds.report, name="report"),
    path("<uuid:pk>/hide/", deeds.hide, name="hide"),
]
