"""What a proxy and a watchman ask: does the process live, and can the portal do its work?"""

from http import HTTPStatus

from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from prosesstotte import state

AGAIN = {"Retry-After": "10"}


@require_safe
@never_cache
@login_not_required
def healthz(request):
    """The process answers. It asks nobody: a database that is away is no reason to restart us."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
@login_not_required
def readyz(request):
    """Database, migrations, job worker and mail, in words; 503 when one of them is not as it should be."""
    problems = state.problems()
    if not problems:
        return JsonResponse({"status": "ok"})
    answer = {"status": "not ready", "problems": problems}
    shown = {"ensure_ascii": False}
    return JsonResponse(answer, status=HTTPStatus.SERVICE_UNAVAILABLE, headers=AGAIN, json_dumps_params=shown)
