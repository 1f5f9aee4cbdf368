"""What went wrong, in words: JSON for JSON requests, else a page."""

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponseServerError, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import resolve

from realtime.answers import wants_json


def answer(request, status, code, message):
    if wants_json(request):
        return JsonResponse({"error": {"code": code, "message": message}}, status=status)
    return render(request, f"{status}.html", {"code": code, "message": message}, status=status)


def bad_request(request, exception=None):
    if isinstance(exception, RequestDataTooBig):
        return too_much_text(request)
    return answer(request, 400, "bad_request", "The site could not read this request.")


def forbidden(request, exception=None):
    return answer(request, 403, "forbidden", "You may not do this.")


def not_found(request, exception=None):
    return answer(request, 404, "not_found", "There is nothing here, or it is not yours to see.")


def not_allowed(request, allowed):
    """`allowed` is an Allow header: the methods that this address takes."""
    words = f"This address takes {allowed} and nothing else. Go back to the page that sent you here, and use what it offers."
    response = answer(request, 405, "not_allowed", words)
    response["Allow"] = allowed
    return response


def too_much_text(request):
    return answer(request, 413, "too_large", "This is more text than the site takes at once: at most 2.5 MB. Send it in parts.")


def too_many(request, exception=None):
    response = answer(request, 429, "too_many", "That was too often. Wait a few minutes, then try again.")
    response["Retry-After"] = 300  # seconds; the longest of the counts that end by themselves soon
    return response


def server_error(request):
    """Rendered without the frame's context: what failed may be just what the frame would ask for."""
    message = "Something failed on our side. What you wrote is kept where you wrote it."
    if wants_json(request):
        return JsonResponse({"error": {"code": "server_error", "message": message}}, status=500)
    try:
        page = render_to_string("500.html", {"code": "server_error", "message": message})
    except Exception:  # The templates or the static files may be what is broken; the log has the first failure.
        page = message
    return HttpResponseServerError(page)


def csrf_failure(request, reason=""):
    """Mostly a page that was open while its person signed in elsewhere: a fresh token mends it."""
    return answer(request, 403, "csrf", "This page is older than your session. Reload it and send again.")


class NotAllowedInWords:
    """Django refuses a method with nothing but a header, wherever a view names those that it takes."""

    sync_capable = async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        if iscoroutinefunction(self):
            return self._answer_async(request)
        response = self.get_response(request)
        return not_allowed(request, response["Allow"]) if _is_wordless(response) else response

    async def _answer_async(self, request):
        response = await self.get_response(request)
        return await sync_to_async(not_allowed)(request, response["Allow"]) if _is_wordless(response) else response


def _is_wordless(response):
    return response.status_code == 405 and not response.streaming and not response.content


class NotFoundInWords:
    """In development Django shows its own page for an unknown address, also to scripts; people who try the site get ours."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        try:
            resolve(request.path_info)
        except Http404 as error:
            return not_found(request, error)
        return self.get_response(request)

    def process_exception(self, request, exception):
        return not_found(request, exception) if isinstance(exception, Http404) else None
