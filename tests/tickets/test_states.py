"""The table of the life cycle, exhaustively: every state, action, reason and earlier state against a copy made by hand."""

import itertools

import pytest

from tickets.states import (
    AGENT_ACTIONS,
    Action,
    CloseReason,
    State,
    TransitionNotAllowed,
    available,
    target,
)

LETTERS = dict(zip("AECRX", ("abierta", "en_espera", "en_cliente", "resuelto", "cerrado"), strict=True))
# Written from the design's table, never from the code. Columns: no ticket yet, abierta, en espera, en cliente, resuelto,
# cerrado. A dot is refused.
TABLE = """
                -  A  E  C  R  X
submit          A  .  .  .  .  .
take            .  E  .  .  .  .
reply           .  E  E  C  R  X
ask             .  C  C  C  .  .
log_contact     .  E  E  E  .  .
resolve         .  R  R  R  .  .
close           .  X  X  X  X  .
merge           .  X  X  X  X  .
unmerge         .  .  .  .  .  *
customer_reply  .  A  E  E  A  A
approve         .  .  .  .  X  .
withdraw        .  X  X  X  .  .
postpone        .  .  .  C  R  .
bounce          .  .  .  E  E  .
expire          .  .  .  X  .  .
complete        .  .  .  .  X  .
reopen          .  .  .  .  A  A
restore         .  *  .  .  .  .
"""
ROWS = {
    cells[0]: dict(zip("-AECRX", cells[1:], strict=True)) for cells in map(str.split, TABLE.strip().splitlines()[1:])
}


def oracle(state: str | None, action: str, reason: str | None, was: str | None) -> str | None:
    """The state that the design leads to, None where it refuses."""
    column = next((letter for letter, name in LETTERS.items() if name == state), "-")
    cell = ROWS[action][column]
    if cell == "*":  # goes back to where the undone event came from
        if action == "unmerge":
            return was if reason == "duplicada" and was in ("abierta", "en_espera", "en_cliente", "resuelto") else None
        return was if was in ("resuelto", "cerrado") else None
    if action == "close" and reason not in ("terminada", "spam"):
        return None
    if action == "merge" and reason != "duplicada":
        return None
    if action == "customer_reply" and reason in ("spam", "duplicada"):
        return None
    return LETTERS.get(cell)


def test_the_oracle_knows_every_action_and_state():
    assert set(ROWS) == set(Action.values)
    assert set(LETTERS.values()) == set(State.values)


@pytest.mark.parametrize("action", list(Action))
def test_every_combination_leads_where_the_design_says(action):
    for state, reason, was in itertools.product((None, *State), (None, *CloseReason), (None, *State)):
        try:
            led_to = target(state, action, reason, was)
        except TransitionNotAllowed:
            led_to = None

        assert led_to == oracle(state, action, reason, was), (state, action, reason, was)


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("reason", [None, *CloseReason])
def test_what_is_offered_is_what_the_table_allows_for_some_reason_and_earlier_state(state, reason):
    actions = (*AGENT_ACTIONS, Action.CUSTOMER_REPLY, Action.APPROVE, Action.WITHDRAW)

    offered = available(state, actions, reason)

    for action in actions:
        reasons = CloseReason if action in (Action.CLOSE, Action.MERGE) else [reason]
        possible = any(oracle(state, action, why, was) for why in reasons for was in (None, *State))
        assert (action in offered) == possible, (state, action, reason)


def test_a_refusal_says_in_words_what_was_not_possible_where():
    with pytest.raises(TransitionNotAllowed) as refused:
        target(State.CERRADO, Action.TAKE)

    assert str(refused.value) == "«Tomada» no es posible en «Cerrado»."
    with pytest.raises(TransitionNotAllowed, match="una solicitud nueva"):
        target(None, Action.REPLY)


def test_the_five_states_are_labelled_as_in_the_guide():
    assert [state.label for state in State] == ["Abierta", "En espera", "En cliente", "Resuelto", "Cerrado"]
