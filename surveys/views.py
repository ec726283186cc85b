"""/encuesta/<token>/: score, then comment, then a page for further information. A mailed link only preselects."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from surveys.forms import CommentForm, ScoreForm
from surveys.models import Answer, Invitation
from tickets import tokens
from tickets.forms.reply import ReplyForm
from tickets.models import Round, Ticket
from tickets.models.message import Channel
from tickets.views.guards import NO_COOKIE, FormRequest, SeeOther, form_page

ADD, REOPEN = "add", "reopen"  # the two buttons of the page for further information


@dataclass(frozen=True, slots=True)
class Visit:
    """One request for the survey of one round."""

    request: FormRequest
    token: str
    round: Round
    answer: Answer | None
    now: datetime

    @property
    def ticket(self) -> Ticket:
        return self.round.ticket

    def page(self, template: str, status: int = 200, **context) -> HttpResponse:
        context |= {"ticket": self.ticket, "answer": self.answer, "token": self.token}
        return render(self.request, f"surveys/{template}.html", context, status=status)

    def go_on(self, step: str) -> HttpResponse:
        return SeeOther(f"{reverse('surveys:survey', args=[self.token])}?paso={step}")

    def is_good(self, form) -> bool:
        """Whether the form may be acted on; what is wrong stands on it."""
        if form.is_valid() and self.request.csrf_failed:
            form.add_error(None, NO_COOKIE)
        return not form.errors


@form_page
def survey(request: FormRequest, token: str) -> HttpResponse:
    visit = _visit(request, token, timezone.now())
    if not Invitation(ticket=visit.ticket, round=visit.round).is_valid:
        return _void(visit)
    if request.method == "POST":
        act = POSTED.get(request.POST.get("paso", ""))
        if act is None:
            raise BadRequest("Unknown step")
        return act(visit)
    step = request.GET.get("paso", "")
    if visit.answer is None or step not in SHOWN:
        return visit.page("score", form=ScoreForm(initial={"score": _preselected(visit)}))
    return SHOWN[step](visit)


def _visit(request: FormRequest, token: str, now: datetime) -> Visit:
    """What the token opens. Raises InvalidToken."""
    claim = tokens.read(tokens.Purpose.SURVEY, token)
    rounds = Round.objects.select_related("ticket__requester", "invitation__answer")
    round_ = rounds.filter(pk=claim.object_id, ticket__requester=claim.principal_id).first()
    if round_ is None:
        raise tokens.InvalidToken
    claim.check(round_.ticket.token_version(), now)
    if not round_.ticket.requester.sees(round_.ticket):
        raise tokens.InvalidToken  # of the person who used the address before
    invitation = getattr(round_, "invitation", None)
    return Visit(request, token, round_, getattr(invitation, "answer", None), now)


def _void(visit: Visit) -> HttpResponse:
    """The ticket was reopened meanwhile: no score counts, but what was written can go to the ticket as it is."""
    request, step = visit.request, visit.request.POST.get("paso")
    if step == "comentario" and request.POST.get("comment", "").strip():
        form = ReplyForm(ticket=visit.ticket, initial={"body": request.POST["comment"]})
        return visit.page("void", status=409, form=form)
    if step != "informacion":
        return visit.page("void", status=409 if request.method == "POST" else 200)
    form = ReplyForm(request.POST, request.FILES, ticket=visit.ticket)
    form.keep_files(visit.now)
    if form.is_valid() and form.was_sent(Channel.SURVEY):
        form.forget_files()
        return SeeOther(visit.ticket.get_absolute_url())  # «Reabrir» pressed twice
    return visit.page("void", status=409, form=form)


def _preselected(visit: Visit) -> int | None:
    """The score of the link in the mail, or the one given before."""
    asked = visit.request.GET.get("n", "")
    if asked in {"1", "2", "3", "4", "5"}:
        return int(asked)
    return visit.answer.score if visit.answer else None


def _score(visit: Visit) -> HttpResponse:
    form = ScoreForm(visit.request.POST)
    if not visit.is_good(form):
        return visit.page("score", form=form)
    invitation = Invitation.objects.for_round(visit.round, now=visit.now)
    invitation.answer_with(form.cleaned_data["score"], visit.now)
    visit.ticket.prove_requester(visit.now)
    return visit.go_on("comentario")


def _comment(visit: Visit) -> HttpResponse:
    form = CommentForm(visit.request.POST)
    if visit.answer is None:
        return visit.page("score", form=ScoreForm())
    if not visit.is_good(form):
        return visit.page("comment", form=form)
    visit.answer.add_comment(form.cleaned_data["comment"], visit.now)
    return visit.go_on("informacion")


def _further(visit: Visit) -> HttpResponse:
    """More about a ticket that stays as it is, or, by its own button, its reopening."""
    choice = visit.request.POST.get("choice", "")
    reopens = choice == REOPEN
    form = ReplyForm(visit.request.POST, visit.request.FILES, ticket=visit.ticket, still_fails=reopens)
    form.keep_files(visit.now)
    if choice not in (ADD, REOPEN):
        form.add_error(None, "Elige «Agregar» o «Reabrir mi solicitud».")
    if not visit.is_good(form):
        return visit.page("further", form=form)
    received = form.send(now=visit.now, channel=Channel.SURVEY, further_information=not reopens)
    visit.ticket.prove_requester(visit.now)
    if reopens:
        messages.success(visit.request, "Reabrimos tu solicitud. Seguimos donde nos quedamos.")
        return SeeOther(received.ticket.get_absolute_url())
    return visit.go_on("gracias")


POSTED = {"calificacion": _score, "comentario": _comment, "informacion": _further}
SHOWN = {
    "comentario": lambda visit: visit.page("comment", form=CommentForm(initial={"comment": visit.answer.comment})),
    "informacion": lambda visit: visit.page("further", form=ReplyForm(ticket=visit.ticket)),
    "gracias": lambda visit: visit.page("thanks"),
}
