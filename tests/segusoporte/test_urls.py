"""Addresses that belong to no application."""


def test_the_bare_address_leads_to_the_form(client):
    response = client.get("/")

    assert response.status_code == 302
    assert response.headers["Location"] == "/soporte/"
