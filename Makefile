# Everything a person or a machine does with this checkout. `make` alone lists it.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The locks name everything that is needed; pip must not look for more, or for newer.
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --no-deps
SETUP := $(VENV)/.setup
SETUP_TEST := $(VENV)/.setup-test

.DEFAULT_GOAL := help
.PHONY: help setup run test check demo bench

help:  ## list the targets
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 16

setup: $(SETUP)  ## make .venv/bin/ukur and everything the commands need

run: $(SETUP)  ## run one whole cycle on the sample agency, once, then serve it (PORT, HOST)
	$(BIN)/python -m ukur.edge.catalogue
	UKUR_SAMPLE=1 $(BIN)/ukur serve --seed

test: $(SETUP_TEST)  ## run all tests on SQLite, and those that touch tables on PostgreSQL
	$(BIN)/python -m tests.run

check: $(SETUP_TEST)  ## everything that can be told without running it
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/djlint src/ukur/web/templates --lint --quiet
	$(BIN)/python -m ukur.edge.catalogue --check
	data=$$(mktemp -d) && trap 'rm -r "$$data"' EXIT && \
	  UKUR_DATA=$$data DJANGO_SETTINGS_MODULE=ukur.settings \
	  $(BIN)/python -m django makemigrations --check --dry-run
	! grep -n '://' requirements.lock requirements-test.lock

demo: $(SETUP)  ## leave the papers, workbooks and archive of one cycle in out/demo
	$(BIN)/ukur demo --out out/demo

bench: $(SETUP_TEST)  ## measure; numbers go to standard output
	$(BIN)/python -m bench.run

$(SETUP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo 'Python 3.11 or newer is needed: make setup PYTHON=python3.11' >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(PIP) -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	$(BIN)/python -m ukur.edge.catalogue
	touch $@

$(SETUP_TEST): $(SETUP) requirements-test.lock
	$(PIP) -r requirements-test.lock
	touch $@
