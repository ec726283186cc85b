"""The subject, questioned once when it says too little. Asked, never refused: sent again as it is, it passes."""

from django import forms
from django.core.exceptions import ValidationError

from tickets.subject_coach import Catalogue, score, suggest


class WithSubject(forms.Form):
    """`subject`, the hidden `asked_subject` and the button `subject_choice` of the question.

    After cleaning, `weak_subject` is what was asked about, and `better_subject` a suggestion or nothing.
    """

    weak_subject = ""
    better_subject = ""

    def clean_subject(self) -> str:
        subject = self.cleaned_data["subject"]
        if not subject:
            return subject
        catalogue = Catalogue.present()
        said = score(subject, catalogue)
        if said.good:
            return subject
        better = suggest(subject, self.data.get("description", ""), "", self.chosen_process(), catalogue)
        if self.data.get("asked_subject") == subject:
            return better if better and self.data.get("subject_choice") == "sugerencia" else subject
        self.weak_subject, self.better_subject = subject, better
        raise ValidationError(f"Tu asunto dice poco. {said.hint}.", code="weak")

    def chosen_process(self) -> str:
        """The name of the process that was chosen, or nothing: of a form that asks for one."""
        return ""
