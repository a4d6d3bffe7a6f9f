# `make help` lists the tasks. Every task does its own set-up; a second run has nothing to set up.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
HOST ?= 127.0.0.1
PORT ?= 8000
CODE := content search_index admin hub
TESTS ?= tests
# One more than there are processors: many tests wait for a browser, a server or a process.
WORKERS ?= $(shell expr $$(nproc 2>/dev/null || echo 2) + 1)

help: ## list the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .make/venv ## serve the site at http://127.0.0.1:8000 (PORT=…, HOST=…)
	@exec $(BIN)/hub serve --host $(HOST) --port $(PORT)

test: setup lint ## lint, types, laws of direction, then every test
	$(BIN)/python -m pytest $(TESTS) -n $(WORKERS) --dist worksteal

coverage: setup ## branch coverage of content/ and search_index/; counting doubles their tests' time
	$(BIN)/python -m pytest tests/content tests/search_index -n $(WORKERS) --dist worksteal --cov --cov-report=term:skip-covered

lint: .make/dev ## ruff, mypy --strict, import-linter, djlint
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/djlint --lint --quiet hub admin

format: .make/dev ## put code into the one form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

editor: ## bundle the desk's editor again from admin/editor (needs Node 20 and npm)
	@cd admin/editor && npm ci --no-audit --no-fund --silent && npm run --silent build

editor-check: ## fail unless the committed editor is, byte for byte, what its sources give (Node, npm)
	@cd admin/editor && npm ci --no-audit --no-fund --silent && node build.mjs --check

search-script: ## bundle the static copy's search again from hub/face/search (needs Node 20 and npm)
	@cd hub/face/search && npm ci --no-audit --no-fund --silent && npm run --silent build

starter-files: .make/dev .make/system ## print the starter's forms, handouts and slides again from its Markdown
	$(BIN)/python -m content.starter.making

help-pictures: setup ## take the pictures of the desk's help anew; look at them afterwards
	HELP_PICTURES=1 $(BIN)/python -m pytest tests/admin/help -q

bench: .make/dev ## measure load, search and export at 1,000 articles
	$(BIN)/python -m bench.measure

bench-register: .make/dev ## measure the register's pages and a withdrawal at a million entries
	$(BIN)/python -m bench.register

bench-catalogue: .make/dev ## measure a harvest of 10,000 records from a local peer
	$(BIN)/python -m bench.catalogue

setup: .make/dev .make/system ## everything that tests need: packages, browser, PostgreSQL, fonts

.make/python:
	@mkdir -p .make
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; found: $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 …" >&2; exit 1; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV) || \
	  { echo "python3-venv is missing: apt-get install python3-venv" >&2; exit 1; }
	@touch $@

.make/venv: pyproject.toml .make/python
	@[ -x $(BIN)/hub ] && [ -f .make/dev ] || $(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

.make/dev: pyproject.toml .make/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $@ .make/venv

.make/system: .ci/system
	@.ci/system
	@mkdir -p .make && touch $@

.PHONY: help run test coverage lint format help-pictures bench bench-register bench-catalogue starter-files editor editor-check search-script setup
