from django.urls import path

from usage.views import checkout, credits, mine, staff, webhooks

app_name = "usage"
urlpatterns = [
    path("", mine.index, name="index"),
    path("balance/", mine.balance, name="balance"),
    path("summary/", mine.summary, name="summary"),
    path("spent/", mine.spent, name="spent"),
    path("calls/", mine.calls, name="calls"),
    path("budget/", mine.budget_save, name="budget_save"),
    path("budget/state/", mine.budget_state, name="budget_state"),
    path("logs/", staff.logs, name="logs"),
    path("logs/rows/", staff.logs_rows, name="logs_rows"),
    path("logs/export/", staff.logs_export, name="logs_export"),
    path("logs/export/calls/", staff.logs_export_calls, name="logs_export_calls"),
    path("logs/<int:pk>/", staff.logs_person, name="logs_person"),
    path("logs/<int:pk>/rows/", staff.logs_person_rows, name="logs_person_rows"),
    path("logs/<int:pk>/export/", staff.logs_person_export, name="logs_person_export"),
    path("credits/", credits.credits, name="credits"),
    path("credits/balance/", credits.credits_balance, name="credits_balance"),
    path("credits/purchases/", credits.credits_purchases, name="credits_purchases"),
    path("credits/entries/", credits.credits_entries, name="credits_entries"),
    path("credits/buy/", credits.purchase_create, name="purchase_create"),
    path("credits/<uuid:pk>/checkout/", checkout.purchase_checkout, name="purchase_checkout"),
    path("credits/<uuid:pk>/test/", checkout.purchase_test, name="purchase_test"),
    path("webhooks/stripe/", webhooks.stripe, name="stripe_webhook"),
]
