"""Fields that clean as the domain does, and say in a warm sentence what is wrong."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from tickets.folding import many_lines, one_line

is_address = EmailValidator()
LONGEST_ADDRESS = 254
LONGEST_TEXT = 20_000  # characters of a description or a reply


class AddressField(forms.CharField):
    """An e-mail address on one line; control characters are refused, never repaired: it would be another address."""

    widget = forms.EmailInput

    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("error_messages", {"required": "Escribe tu correo: ahí te respondemos."})
        super().__init__(**kwargs)
        self.widget.attrs |= {"autocomplete": "email", "maxlength": LONGEST_ADDRESS, "spellcheck": "false"}
        self.validators = []

    def to_python(self, value):
        return (value or "").strip(" ")

    def validate(self, value) -> None:
        super().validate(value)
        if not value:
            return
        if value != one_line(value, len(value)):
            raise ValidationError("Ese correo trae un salto de línea o un carácter invisible. Escríbelo de nuevo.")
        if len(value) > LONGEST_ADDRESS:
            raise ValidationError(f"Ese correo es demasiado largo: caben {LONGEST_ADDRESS} caracteres.")
        try:
            is_address(value)
        except ValidationError as error:
            raise ValidationError("Ese correo no parece completo. Escríbelo así: nombre@ejemplo.com.") from error


class LineField(forms.CharField):
    """One line of text; breaks and controls become spaces."""

    def __init__(self, *, longest: int, **kwargs) -> None:
        super().__init__(**kwargs)
        self.longest, self.validators = longest, []
        self.widget.attrs["maxlength"] = longest

    def to_python(self, value):
        value = value or ""
        return one_line(value, len(value))

    def validate(self, value) -> None:
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(f"Es demasiado largo: caben {self.longest} caracteres y escribiste {len(value)}.")


class ProseField(forms.CharField):
    """A text of several lines, measured as a person counts: a line end is one character."""

    widget = forms.Textarea

    def __init__(
        self, *, longest: int = LONGEST_TEXT, too_long: str = "Manda el resto en un archivo.", **kwargs
    ) -> None:
        super().__init__(**kwargs)
        self.longest, self.too_long, self.validators = longest, too_long, []

    def to_python(self, value):
        return many_lines(value or "")

    def validate(self, value) -> None:
        super().validate(value)
        if len(value) > self.longest:
            raise ValidationError(
                f"Es demasiado largo: caben {self.longest:,} caracteres y escribiste {len(value):,}. {self.too_long}"
            )
