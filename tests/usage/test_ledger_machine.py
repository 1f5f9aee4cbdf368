"""Whatever happens in whatever order: logs, ledger, sums and balances agree, and money is neither made nor lost."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from tests.usage.conftest import ask_of, call_of
from usage import budgets, ledger, metering
from usage.checking import check
from usage.models import CreditAccount, CreditEntry, CreditPurchase, Hold, Package, Price, UsageLog
from usage.models import accounts as days
from usage.money import USD
from usage.payments import purchasing
from usage.reporting import midnight

people = st.sampled_from(["lin", "mia"])


class Money(RuleBasedStateMachine):
    """Two people, one model of ten dollars per million tokens; amounts of the model here are counted beside."""

    running = Bundle("running")
    entries = Bundle("entries")
    purchases = Bundle("purchases")

    def __init__(self):
        super().__init__()
        self.outer = transaction.atomic()
        self.outer.__enter__()
        make = get_user_model().objects.create_user
        self.people = {name: make(name, f"{name}@example.com", "-", kind="internal") for name in ("lin", "mia")}
        Price.objects.create(provider="acme", model="large", input=USD, output=10 * USD)
        self.balance = dict.fromkeys(self.people, 0)
        self.held, self.budget = {}, dict.fromkeys(self.people)
        self.package = Package.objects.create(name="Machine", credits=3_000_000, price_cents=300)

    def teardown(self):
        transaction.set_rollback(True)
        self.outer.__exit__(None, None, None)

    @initialize()
    def begin(self):
        for who in self.people:
            self.give(who, 3_000_000)

    @rule(target=entries, who=people, amount=st.integers(1, 3_000_000))
    def give(self, who, amount):
        self.balance[who] += amount
        return who, ledger.grant(self.people[who].pk, amount, f"grant.{CreditEntry.objects.count()}")

    @rule(entry=consumes(entries))
    def take_back(self, entry):
        who, row = entry
        ledger.reverse(row, f"reverse.{row.pk}")
        self.balance[who] -= row.amount
        with pytest.raises(ledger.AlreadyReversed):
            ledger.reverse(row, f"again.{row.pk}")

    @rule(target=running, who=people, tokens=st.integers(1, 200), own=st.sampled_from([False, False, False, True]))
    def admit(self, who, tokens, own):
        ask, there = ask_of(self.people[who], tokens_out=tokens, is_own_key=own), self.there(who)
        most = 0 if own else tokens * 10_000
        try:
            metering.admit(ask)
        except metering.Declined:
            assert there < most
            return multiple()
        assert own or there >= most  # who pays the provider may be in debt here
        self.held[ask.key] = (who, most)
        return who, ask

    @rule(call=running, share=st.integers(0, 150), outcome=st.sampled_from(["done", "failed", "cancelled", "interrupted"]))
    def settle(self, call, share, outcome):
        """Also twice, and after its hold was swept."""
        who, ask = call
        tokens, before = ask.tokens_out * share // 100, timezone.now() - timedelta(days=share % 3)
        if metering.settle(call_of(ask, tokens_out=tokens, outcome=outcome, ended_at=before)):
            self.balance[who] -= 0 if ask.is_own_key else tokens * 10_000
            self.held.pop(ask.key, None)

    @rule(call=running)
    def release(self, call):
        metering.release(call[1].key)
        self.held.pop(call[1].key, None)

    @rule(target=purchases, who=people)
    def buy(self, who):
        purchase = purchasing.begin(self.people[who], self.package, uuid4())
        assert purchasing.complete(purchase.pk, f"pi_{purchase.pk}")
        self.balance[who] += self.package.credits
        return who, purchase

    @rule(bought=purchases, parts=st.lists(st.integers(1, 400), min_size=1, max_size=3))
    def pay_back(self, bought, parts):
        """In parts, the same twice, and less than was paid back before."""
        who, purchase = bought
        for cents in (min(part, 300) for part in parts):
            before = CreditPurchase.objects.get(pk=purchase.pk).refunded_cents
            assert purchasing.refund(purchase.pk, cents) == (cents > before)
            self.balance[who] -= purchase.worth(max(cents, before)) - purchase.worth(before)

    @rule(bought=purchases, verb=st.sampled_from([purchasing.remove, purchasing.restore]))
    def take_out(self, bought, verb):
        verb(bought[1].pk)

    @rule(who=people, day=st.one_of(st.none(), st.integers(0, 4_000_000)))
    def decide(self, who, day):
        budgets.decide(self.people[who].pk, day=day)
        self.budget[who] = day

    @rule(who=people, tokens=st.integers(0, 300), model=st.sampled_from(["large", "renamed"]))
    def correct(self, who, tokens, model):
        log = UsageLog.objects.filter(user=self.people[who]).order_by("?").first()
        if log:
            log.tokens_out, log.model = tokens, model
            log.save()

    @rule(who=people)
    def try_to_forget_what_was_charged(self, who):
        log = UsageLog.objects.filter(user=self.people[who], charged__gt=0).first()
        if log:
            with pytest.raises(ValidationError), transaction.atomic():
                log.delete()

    @rule()
    def sweep(self):
        Hold.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
        Hold.objects.expire()
        self.held.clear()

    @rule(who=people)
    def forget_a_log(self, who):
        log = UsageLog.objects.filter(user=self.people[who], charged=0).first()
        if log:
            log.delete()

    @invariant()
    def everything_agrees(self):
        assert [str(difference) for difference in check()] == []
        for who, person in self.people.items():
            account = CreditAccount.objects.filter(user=person).first() or CreditAccount()
            assert (account.balance, account.available) == (self.balance[who], self.available(who))

    def there(self, who):
        """What a call may cost: of the credits, and of today's budget, by the logs."""
        if self.budget[who] is None:
            return self.available(who)
        today = UsageLog.objects.filter(user=self.people[who], ended_at__gte=midnight(days.today()))
        spent = today.aggregate(sum=Sum("charged"))["sum"] or 0
        held = sum(amount for owner, amount in self.held.values() if owner == who)
        return min(self.available(who), self.budget[who] - spent - held)

    def available(self, who):
        return self.balance[who] - sum(amount for owner, amount in self.held.values() if owner == who)


@pytest.mark.django_db
def test_logs_ledger_sums_and_balances_agree_after_any_interleaving():
    # Its failures are short enough to read: making them shorter takes minutes.
    phases, quiet = [Phase.explicit, Phase.reuse, Phase.generate], list(HealthCheck)
    checked = settings(max_examples=20, stateful_step_count=20, deadline=None, phases=phases, suppress_health_check=quiet)
    run_state_machine_as_test(Money, settings=checked)
