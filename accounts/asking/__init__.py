"""Organisations that somebody looks for, and those that the portal lacks: asked for by users, decided on by editors."""
