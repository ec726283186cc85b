"""Who signs in to the demo. Development only: the password is known to everybody who reads this."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, User

PASSWORD = "segusoporte"  # noqa: S105  (no secret: development only, and the start says it aloud)


@dataclass(frozen=True, slots=True)
class DemoUser:
    username: str
    first_name: str
    last_name: str
    group: str

    @property
    def email(self) -> str:
        return f"{self.username}@segupoliza.example"


DEMO_USERS = [
    DemoUser("laura", "Laura", "Méndez", "Agente"),
    DemoUser("luis", "Luis", "Ortega", "Agente"),
    DemoUser("sofia", "Sofía", "Cárdenas", "Supervisor"),
    DemoUser("admin", "Adriana", "Miranda", "Administrador"),
]


def make_people() -> dict[str, User]:
    """The demo's users by name; those already there keep their password."""
    return {person.username: _make(person) for person in DEMO_USERS}


def _make(person: DemoUser) -> User:
    user, made = User.objects.get_or_create(
        username=person.username,
        defaults={
            "first_name": person.first_name,
            "last_name": person.last_name,
            "email": person.email,
            "is_staff": True,
        },
    )
    if made:
        user.set_password(PASSWORD)
        user.save(update_fields=["password"])
    user.groups.add(Group.objects.get(name=person.group))
    return user
