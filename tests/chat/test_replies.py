"""A reply from the question to its end, with the built-in model."""

from chat.models import Conversation, Message
from tests.jobs.conftest import until


def test_a_question_gets_its_reply(conversation, say, replies, replied):
    message = say(conversation, "Hello there")
    reply = replied(message)
    assert (reply.state, reply.text.strip()) == ("done", "You said: Hello there")
    assert reply.html.startswith('<div class="block" data-block="0"><p>You said')
    conversation.refresh_from_db()
    assert (conversation.title, conversation.answering, conversation.unread) == ("Hello there", False, True)


def test_the_same_key_says_it_once(conversation, ada, replies):
    key = "00000000-0000-4000-8000-000000000001"
    first, second = conversation.post(ada, "Once", key), conversation.post(ada, "Once", key)
    assert first == second
    assert Message.objects.count() == 2


def test_stopping_keeps_what_was_written(conversation, say, replies, replied):
    message = say(conversation, "word " * 3000)
    reply = until(lambda: message.branches.filter(reply__checkpoint_number__gt=1).first())
    reply.reply.cancel()
    reply = replied(message)
    assert reply.state == "cancelled"
    assert reply.text.startswith("You said: word word")


def test_going_on_adds_to_what_is_there(conversation, say, replies, replied):
    message = say(conversation, "Hello")
    reply = replied(message)
    assert reply.go_on()
    until(lambda: Message.objects.get(pk=reply.pk).text.count("You said: Hello") == 2)


def test_another_reply_takes_the_place_of_the_first(conversation, say, replies, replied):
    message = say(conversation, "Hello")
    first = replied(message)
    second = conversation.regenerate(first)
    assert [each.pk for each in conversation.thread()] == [message.pk, second.pk]
    assert message.branches.count() == 2


def test_an_empty_conversation_is_used_again(ada, conversation, say):
    assert Conversation.objects.open_new(ada) == conversation
    say(conversation, "Something")
    assert Conversation.objects.open_new(ada) != conversation
