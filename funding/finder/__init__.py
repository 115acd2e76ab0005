"""Which programmes and calls fit, and why: five short questions, a table of rules, an answer (docs/adr/0024)."""
