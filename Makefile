# From a bare checkout: needs Python 3.11 or later with venv, and make. Nothing else is assumed to be installed.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The first of these that is new enough.
PYTHON ?= $(shell for python in python3.11 python3; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
PORT ?= 8000
export PORT
BIN := .venv/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locale/*/LC_MESSAGES/django.po))

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo "  PORT= chooses the port (8000), DATABASE_URL= the database, ARGS= goes to pytest."

.PHONY: run
run: .venv/.runtime $(CATALOGUES) ## Serve the portal with all content; what is changed in it is kept
	@scripts/serve

.PHONY: demo
demo: .venv/.runtime $(CATALOGUES) ## The same on a throwaway database
	@scripts/serve --throwaway

.PHONY: dev
dev: .venv/.runtime $(CATALOGUES) ## The same for a developer: tracebacks, and code reloads when it changes
	@scripts/serve --debug

.PHONY: test
test: .venv/.dev $(CATALOGUES) ## All tests, on SQLite and on PostgreSQL, with a browser
	@$(BIN)/python scripts/run_tests.py $(ARGS)

# Templates are linted, not laid out: see pyproject.toml.
.PHONY: lint
lint: .venv/.dev ## Check the code, the templates and the locks
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/djlint --lint --quiet templates
	@if grep -nE '://|^--' requirements*.txt; then echo "A lock names a host or an index (above)."; exit 1; fi

.PHONY: bench
bench: .venv/.runtime $(CATALOGUES) ## Measure the pages at 1,000, 10,000 and 100,000 rows on both engines; BENCH_ARGS=--help
	@$(BIN)/python scripts/bench $(BENCH_ARGS)

.PHONY: messages
messages: .venv/.runtime ## Bring locale/ up to date with the texts in code and templates
	@scripts/messages

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate

.PHONY: lock
lock: ## Lock the requirements again; UPGRADE=--upgrade takes the newest of each
	@test -x $(BIN)/uv || $(MAKE) .venv/.dev
	$(BIN)/$(LOCK) $(UPGRADE) requirements.in -o requirements.txt
	$(BIN)/$(LOCK) $(UPGRADE) requirements-dev.in -o requirements-dev.txt

.PHONY: clean
clean: ## Remove all that these commands made: environment, database, collected files
	rm -rf .venv var .pytest_cache .ruff_cache .hypothesis test-results
	find . -name __pycache__ -prune -exec rm -rf {} +
	rm -f locale/*/LC_MESSAGES/*.mo

# A stamp is written last, so an install that was interrupted is done again by the next command.
.venv/.runtime: requirements.txt
	@test -n "$(PYTHON)" || { echo "Python 3.11 or later is needed; none was found. PYTHON= names one."; exit 1; }
	@echo "Installing what the portal needs into .venv …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.runtime
	@echo "Installing what tests and tools need into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

locale/%/LC_MESSAGES/django.mo: locale/%/LC_MESSAGES/django.po | .venv/.runtime
	@$(BIN)/pybabel --quiet compile --locale $* --input-file $< --output-file $@
