"""Conversations as files, out and in."""

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.text import slugify
from django.utils.timezone import now
from django.views.decorators.http import require_POST, require_safe

from accounts import archive
from accounts.access import login_required
from chat import answers, exporting, importing
from chat.answers import Malformed, done, is_script, of_owner
from chat.models import Conversation
from realtime.access import signed_in


@require_safe
@login_required
@of_owner
def export(request, conversation):
    """One conversation: as Markdown, or all of it as JSON (`as=json`)."""
    conversation = exporting.whole(Conversation.objects.filter(pk=conversation.pk)).get()
    if request.GET.get("as") == "json":
        content, suffix = JsonResponse(exporting.as_json(conversation), DjangoJSONEncoder, json_dumps_params=SHOWN), "json"
    else:
        content, suffix = HttpResponse(exporting.as_markdown(conversation), content_type="text/markdown; charset=utf-8"), "md"
    return _as_file(content, f"{slugify(conversation.name)[:60] or 'conversation'}.{suffix}")


@require_safe
@login_required
def export_all(request):
    """All conversations as a zip that is written while it is sent."""
    chunks = archive.zipped(exporting.files_of(Conversation.objects.visible_to(request.user)))
    answer = StreamingHttpResponse(archive.streamed(chunks), content_type="application/zip")
    return _as_file(answer, f"lockstep-conversations-{now():%Y-%m-%d}.zip")


@require_POST
@signed_in
@answers.in_words
def bring_in(request):
    """Add the conversations of a file (`file`) that an export made."""
    file = request.FILES.get("file")
    if file is None:
        raise Malformed("Choose a file first.")
    came, here = importing.bring_in(request.user, file)
    words = f"{came} {'conversation' if came == 1 else 'conversations'} imported."
    words += f" {here} {'was' if here == 1 else 'were'} here already." if here else ""
    if request.headers.get("Accept", "").startswith("application/json") or is_script(request):
        return JsonResponse({"came": came, "here": here, "words": words})
    messages.success(request, words)
    return done(request, "chat:index")


SHOWN = {"indent": 2, "ensure_ascii": False}


def _as_file(answer, name):
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    return answer
