from uuid import uuid4

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Q

from accounts.audit import record
from usage import ledger
from usage.models import CreditAccount
from usage.money import dollars, shown


class Command(BaseCommand):
    help = "Give a person credits, in dollars. With --key the same grant is never given twice, however often the command runs."

    def add_arguments(self, parser):
        parser.add_argument("user", help="email address or username")
        parser.add_argument("amount", help="in dollars: 5, 0.25, or below zero to take away")
        parser.add_argument("--note", default="", help="why, for whoever reads the ledger")
        parser.add_argument("--key", help="names this grant: it is given once")

    def handle(self, *args, user, amount, note, key, **options):
        person = get_user_model().objects.filter(Q(email__iexact=user) | Q(username__iexact=user)).first()
        if person is None:
            raise CommandError(f"There is nobody with the address or username {user}.")
        try:
            nano = dollars(amount)
        except ValueError as error:
            raise CommandError(str(error)) from None
        if not nano:
            raise CommandError("Nothing to give.")
        given = ledger.grant(person.pk, nano, f"grant.{key or uuid4().hex}", note or "Granted by an operator")
        if given:
            record(None, "credits.granted", target=person, fields=["credits"])
        done = f"{shown(abs(nano))} {'given' if nano > 0 else 'taken'}."
        words = done if given else "This grant was given before."
        self.stdout.write(f"{words} {person.email} has {shown(CreditAccount.objects.of(person.pk).balance)}.")
