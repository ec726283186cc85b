from django import forms

from surveys.models import SCORES
from tickets.forms.fields import ProseField


class ScoreForm(forms.Form):
    score = forms.TypedChoiceField(
        label="¿Cómo te atendimos?",
        choices=SCORES,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Elige una de las cinco opciones.",
            "invalid_choice": "Elige una de las cinco opciones.",
        },
    )


class CommentForm(forms.Form):
    comment = ProseField(
        label="¿Qué nos faltó, o qué te gustó?",
        required=False,
        longest=5_000,
        too_long="El resto cabe en la página que sigue.",
        help_text="Nos ayuda a entender la causa de tu calificación.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
