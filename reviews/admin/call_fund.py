"""The step where a call's earmarked money is chosen: what it touches is listed first, then it is confirmed."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from ..forms.calls import FundForm
from ..selectors import call_fund as reading
from ..services import call_fund
from . import frame
from .call_acts import done
from .calls import crumbs, open_call, url

TITLE = "Öronmärkta pengar"
ASKED = "fund"  # in the address once the choice is made and what it touches is shown


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """GET asks which; GET with the choice lists what it touches; POST does it, with its line in the log."""
    call = open_call(request, pk)
    data = request.POST or (request.GET if ASKED in request.GET else None)
    form = FundForm(data, call=call, funds=reading.choosable(call))
    is_chosen = data is not None and form.is_valid()
    chosen = form.cleaned_data[ASKED] if is_chosen else None
    if is_chosen and chosen == call.fund and request.method != "POST":
        form.add_error(ASKED, "Utlysningen har redan det valet. Välj något annat, eller gå tillbaka.")
        is_chosen = False

    def act() -> None:
        call_fund.choose(call, fund=chosen, by=frame.person(request), version=form.cleaned_data["version"])

    told = f"Utlysningen tar pengar ur {chosen}." if chosen else "Utlysningen har inga öronmärkta pengar."
    if request.method == "POST" and done(request, form, act, _logged(call.fund, chosen), told=told):
        return redirect(url(call))
    rows = reading.touched(call, chosen, frame.person(request)) if is_chosen else []
    context = {
        "title": TITLE,
        "crumbs": crumbs(call, TITLE),
        "call": call,
        "form": form,
        "chosen": chosen,
        "confirms": is_chosen,
        "rows": rows,
        "stops": [row for row in rows if row.stops],
        "call_url": url(call),
        "own_url": url(call, "call_fund"),
    }
    return frame.page(request, "call_fund", context)


def _logged(before: object, after: object) -> str:
    return f"Öronmärkta pengar: {before or 'inga'} → {after or 'inga'}."
