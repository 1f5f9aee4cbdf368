"""What operators see and do: read the books, add prices, set budgets, grant, take back, pay back."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import AuditEntry
from tests.usage.conftest import ask_of
from usage import metering
from usage.checking import check
from usage.models import CreditAccount, CreditEntry, CreditPurchase, Hold, Package, Price
from usage.money import USD
from usage.payments import purchasing


@pytest.fixture
def operator(client_of, ada):
    return client_of(ada)


@pytest.fixture
def act(operator):
    """`act("refund", purchase)`: choose rows of its list and run an action; with `confirmed` its page is answered too."""

    def run(action, *rows, **data):
        chosen = {"action": action, "_selected_action": [row.pk for row in rows]}
        page = reverse(f"admin:usage_{rows[0]._meta.model_name}_changelist")
        return operator.post(page, chosen | data, follow=True)

    return run


def words_of(answer):
    return " ".join(str(message) for message in answer.context["messages"])


def lines(action):
    return AuditEntry.objects.filter(action=action).count()


# Granting


@pytest.fixture
def account(grace):
    return CreditAccount.objects.of(grace.pk)


def grant(act, account, amount, **data):
    asked = act("grant", account)
    token = asked.context["form"]["token"].value()
    return act("grant", account, confirmed="yes", amount=amount, note="For the fair", token=token, **data), token


def test_credits_are_granted_by_a_page_that_asks_how_much(act, account, ada, grace):
    grant(act, account, "2.50")
    entry = CreditEntry.objects.get()
    assert (entry.kind, entry.amount, entry.note, entry.by) == ("grant", 2_500_000_000, "For the fair", ada)
    assert AuditEntry.objects.get(action="credits.granted").subject == grace.pk
    assert not list(check())


def test_a_grant_that_is_sent_twice_is_given_once(act, account):
    answer, token = grant(act, account, "2.50")
    answer = act("grant", account, confirmed="yes", amount="2.50", note="For the fair", token=token)
    assert "given to 0" in words_of(answer)
    assert (CreditEntry.objects.count(), lines("credits.granted")) == (1, 1)


@pytest.mark.parametrize("amount", ["", "0", "much", "0.0000000001", "1e30", "NaN"])
def test_what_is_no_amount_is_not_granted(act, account, amount):
    answer, _ = grant(act, account, amount)
    assert answer.context["form"].errors["amount"]
    assert not CreditEntry.objects.exists()


def test_credits_are_taken_by_a_grant_below_zero(act, account):
    grant(act, account, "-1")
    account.refresh_from_db()
    assert account.balance == -USD


# Taking back


def test_an_entry_is_taken_back_once(act, account, give, grace):
    entry = give(grace, USD)
    act("reverse", entry)
    assert "1 left" in words_of(act("reverse", entry))
    account.refresh_from_db()
    assert (account.balance, lines("credits.reversed")) == (0, 1)
    assert CreditEntry.objects.get(reverses=entry).amount == -USD


def test_what_was_bought_is_not_taken_back_without_its_money(act, bought):
    purchase = bought()
    purchasing.complete(purchase.pk, "test")
    act("reverse", CreditEntry.objects.get())
    assert CreditAccount.objects.get().balance == 5 * USD


def test_a_hold_is_released(act, grace, give, price):
    give(grace, USD)
    metering.admit(ask_of(grace))
    act("release", Hold.objects.get())
    act("release", Hold.objects.get())
    assert (CreditAccount.objects.get().held, Hold.objects.get().state, lines("hold.released")) == (0, "released", 1)


# Purchases


@pytest.fixture
def paid(bought):
    purchase = bought()
    purchasing.complete(purchase.pk, f"pi_of_{purchase.pk}")
    return purchase


def test_nothing_is_paid_back_before_it_is_confirmed(act, paid):
    assert "The money goes back" in act("refund", paid).content.decode()
    assert CreditPurchase.objects.get().state == "completed"


def test_a_purchase_of_the_test_checkout_is_paid_back(act, paid):
    act("refund", paid, confirmed="yes")
    act("refund", paid, confirmed="yes")
    assert (CreditPurchase.objects.get().state, CreditAccount.objects.get().balance) == ("refunded", 0)
    assert lines("purchase.refunded") == 1


@pytest.mark.parametrize("data", [{}, {"confirmed": "yes"}])
def test_where_nothing_is_left_to_pay_back_nothing_is_asked(act, paid, data):
    act("refund", paid, confirmed="yes")
    answer = act("refund", paid, **data)
    assert words_of(answer) == "Nothing is left to pay back."
    assert "The money goes back" not in answer.content.decode()


def test_nor_is_it_asked_what_is_out_of_the_books(act, paid):
    act("remove", paid, confirmed="yes")
    assert words_of(act("remove", paid)) == "Nothing is left to take out of the books."


def test_a_purchase_at_stripe_is_paid_back_by_stripe(stripe, act, paid):
    CreditPurchase.objects.update(provider="stripe")
    act("refund", paid, confirmed="yes")
    ((_, path, form, headers),) = stripe.requests
    assert (path, form["payment_intent"]) == ("/v1/refunds", f"pi_of_{paid.pk}")
    assert headers["Idempotency-Key"] == f"refund.{paid.pk}.0"
    assert CreditPurchase.objects.get().state == "refunded"


def test_while_stripe_is_paying_back_the_credits_stay(stripe, act, paid):
    CreditPurchase.objects.update(provider="stripe")
    stripe.refunds = "pending"
    assert "is being paid back" in words_of(act("refund", paid, confirmed="yes"))
    assert (CreditPurchase.objects.get().state, CreditAccount.objects.get().balance) == ("completed", 5 * USD)


def test_when_stripe_refuses_nothing_is_taken_from_the_person(stripe, act, paid):
    CreditPurchase.objects.update(provider="stripe")
    stripe.broken = 400
    assert "does not answer" in words_of(act("refund", paid, confirmed="yes"))
    assert (CreditPurchase.objects.get().state, CreditAccount.objects.get().balance) == ("completed", 5 * USD)
    assert not lines("purchase.refunded")


def test_a_purchase_leaves_the_books_and_comes_back(act, paid):
    act("remove", paid, confirmed="yes")
    assert not CreditPurchase.objects.counted().exists()
    act("restore", paid)
    assert CreditPurchase.objects.counted().exists()
    assert (lines("purchase.removed"), lines("purchase.restored")) == (1, 1)


# Figures, budgets


def test_budgets_are_set_in_dollars_and_figures_are_left_alone(operator, account, grace, give):
    page = reverse("admin:usage_creditaccount_change", args=[account.pk])
    assert operator.get(page).status_code == 200
    give(grace, USD)  # while the page is open
    with CaptureQueriesContext(connection) as asked:
        operator.post(page, {"budget_day": "0.50", "budget_month": ""})
    written = [query["sql"] for query in asked if query["sql"].startswith('UPDATE "usage_creditaccount"')]
    assert written
    assert not [sql for sql in written if '"balance" =' in sql], "A call may settle at this very moment"
    account.refresh_from_db()
    assert (account.budget_day, account.budget_month, account.balance) == (USD // 2, None, USD)
    assert 'value="0.50"' in operator.get(page).content.decode()


def test_somebody_who_used_nothing_yet_gets_an_account(operator, eve):
    operator.post(reverse("admin:usage_creditaccount_add"), {"user": eve.pk, "budget_month": "20"})
    assert CreditAccount.objects.get(user=eve).budget_month == 20 * USD


@pytest.mark.parametrize("amount", ["-1", "much"])
def test_a_budget_is_an_amount(operator, account, amount):
    answer = operator.post(reverse("admin:usage_creditaccount_change", args=[account.pk]), {"budget_day": amount})
    assert "budget_day" in answer.context["adminform"].form.errors


# Prices and packages


@pytest.fixture
def add_price(operator, db):
    def add(**fields):
        form = {"provider": "acme", "model": "huge", "starts_at_0": "2026-11-20", "starts_at_1": "12:00:00"}
        return operator.post(reverse("admin:usage_price_add"), form | fields)

    return add


def test_a_price_is_written_in_dollars_and_kept_exactly(add_price):
    add_price(input="2.50", image="0.000000001")
    price = Price.objects.get(model="huge")
    assert (price.input, price.output, price.image) == (2_500_000_000, 0, 1)


@pytest.mark.parametrize("fields", [{}, {"input": "-1"}, {"input": "free"}, {"input": "1", "starts_at_0": ""}])
def test_a_price_that_is_none_is_not_added(add_price, fields):
    assert add_price(**fields).context["adminform"].form.errors
    assert not Price.objects.filter(model="huge").exists()


def test_a_price_is_read_in_dollars_and_never_changed(operator, price):
    page = operator.get(reverse("admin:usage_price_change", args=[price.pk]))
    assert "$10.00" in page.content.decode()
    assert operator.post(reverse("admin:usage_price_change", args=[price.pk]), {"input": "1"}).status_code == 403
    assert operator.post(reverse("admin:usage_price_delete", args=[price.pk]), {"post": "yes"}).status_code == 403


def test_a_package_is_written_in_dollars(operator, package):
    page = reverse("admin:usage_package_change", args=[package.pk])
    operator.post(page, {"name": "Small", "credits": "6", "price_cents": "5.50", "is_offered": "on"})
    package.refresh_from_db()
    assert (package.credits, package.price_cents) == (6 * USD, 550)


@pytest.mark.parametrize("cost", ["0", "5.005", "-5", "0.49"])
def test_a_package_costs_whole_cents_and_what_stripe_takes(operator, package, cost):
    page = reverse("admin:usage_package_change", args=[package.pk])
    answer = operator.post(page, {"name": "Small", "credits": "6", "price_cents": cost})
    assert "price_cents" in answer.context["adminform"].form.errors


# Who may


def test_staff_that_may_only_look_moves_no_credits(client_of, grace, paid, give, django_user_model):
    give(grace, USD)
    clerk = django_user_model.objects.create_user("clerk", "clerk@example.com", is_staff=True)
    clerk.user_permissions.set(Permission.objects.filter(content_type__app_label="usage", codename__startswith="view_"))
    client, before = client_of(clerk), CreditAccount.objects.get().balance
    for row, action in (
        (CreditAccount, "grant"),
        (CreditEntry, "reverse"),
        (CreditPurchase, "refund"),
        (CreditPurchase, "remove"),
    ):
        page = reverse(f"admin:usage_{row._meta.model_name}_changelist")
        assert client.get(page).status_code == 200
        token = "6f1c0000-0000-4000-8000-000000000000"
        data = {"amount": "5", "note": "Mine", "token": token, "confirmed": "yes"}
        client.post(page, {"action": action, "_selected_action": [row.objects.first().pk]} | data)
    assert (CreditAccount.objects.get().balance, CreditPurchase.objects.get().state) == (before, "completed")
    assert CreditPurchase.objects.get().deleted_at is None


def test_every_page_of_a_row_opens(operator, paid, give, grace, price):
    give(grace, USD)
    metering.admit(ask_of(grace))
    for model in (CreditAccount, CreditEntry, CreditPurchase, Hold, Package, Price):
        row = model.objects.first()
        assert operator.get(reverse(f"admin:usage_{row._meta.model_name}_change", args=[row.pk])).status_code == 200


def test_a_list_of_very_many_is_counted_only_so_far(operator, give, grace, monkeypatch):
    monkeypatch.setattr("usage.admin.reading.MOST_COUNTED", 3)
    for _ in range(6):
        give(grace, 1)
    assert "4 credit entries" in operator.get(reverse("admin:usage_creditentry_changelist")).content.decode()
