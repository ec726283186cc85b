"""Thin: fetch, call one verb, answer."""
