import pytest

from tickets.address_typos import suggestion


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ana@gmial.com", "ana@gmail.com"),
        ("ana@gmail.con", "ana@gmail.com"),
        ("ana@gamil.com", "ana@gmail.com"),
        ("ana@hotmial.com", "ana@hotmail.com"),
        ("ana@hotmal.com", "ana@hotmail.com"),
        ("ana@outlok.com", "ana@outlook.com"),
        ("ana@yaho.com.mx", "ana@yahoo.com.mx"),
        ("ana@yahoo.com.mc", "ana@yahoo.com.mx"),
        ("Ana.R@GMAIL.CO", "Ana.R@gmail.com"),
        ("ana@iclod.com", "ana@icloud.com"),
    ],
)
def test_a_slip_of_the_fingers_is_noticed(typed, meant):
    assert suggestion(typed) == meant


@pytest.mark.parametrize(
    "address",
    [
        "ana@gmail.com", "ana@agencia.mx", "ana@mail.com", "ana@ymail.com", "ana@yahoo.es", "ana@segupoliza.com",
        "ana@live.com.mx", "ana@msn.com", "ana@mn.com", "ana@love.com", "ana@atlas.com.mx", "ana@gmx.com", "", "ana",
        "ana@hotmail.com.mx", "ana@telmex.com", "ana@hotmail.fr", "ana@hotmail.it", "ana@outlook.fr", "ana@yahoo.ca",
        "ana@yahoo.it", "ana@live.mx", "ana@me.com", "ana@gnp.com.mx",
    ],
)  # fmt: skip
def test_a_real_address_is_not_questioned(address):
    assert suggestion(address) is None
