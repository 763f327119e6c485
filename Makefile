# Everything a stranger needs: `make run` and `make test` do their own set-up.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
MONTH ?= 2026-06

.DEFAULT_GOAL := help

.PHONY: $(shell sed -nE 's/^([a-z-]+):.*/\1/p' $(firstword $(MAKEFILE_LIST)))

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(STAMP) ## build the environment in .venv

$(STAMP): pyproject.toml requirements/dev.txt requirements/build.in tools/setup.sh
	@PYTHON=$(PYTHON) VENV=$(VENV) bash tools/setup.sh
	@touch $@

run: setup ## play the demo month, then leave the portal on http://localhost:8000
	$(BIN)/daiko demo --month $(MONTH)
	$(BIN)/daiko serve

demo: setup ## play the demo month and end
	$(BIN)/daiko demo --month $(MONTH) --json

test: setup ## every test, on the embedded PostgreSQL
	$(BIN)/pytest -n 2 --dist loadfile

test-db: setup ## the database tests on another PostgreSQL (DAIKO_POSTGRES_BIN)
	@test -n "$(DAIKO_POSTGRES_BIN)" || { echo "set DAIKO_POSTGRES_BIN, e.g. /usr/lib/postgresql/15/bin"; exit 2; }
	DAIKO_POSTGRES_BIN=$(DAIKO_POSTGRES_BIN) $(BIN)/pytest -m "django_db or own_server" -n 2 --dist loadfile

prove: setup ## the long proofs: random histories, values and files, new ones each time
	HYPOTHESIS_PROFILE=explore $(BIN)/pytest -n 2 tests/settlement/test_random_months.py tests/money tests/archive tests/delivery/test_packing.py

prove-truth: setup ## simulated months, checkups and guidance, against what was planted: 20 seeds of 500 pairs
	DAIKO_TRUTH_SEEDS=20 DAIKO_TRUTH_PAIRS=500 $(BIN)/pytest -q -n 2 tests/simulation/test_truth.py

prove-audit: setup ## ten million audit rows written and proven
	$(BIN)/python benchmarks/audit.py --verify 10000000

prove-cards: setup ## 5,000,000 cards loaded in one go, with the memory of the load
	$(BIN)/python benchmarks/cards.py --rows 5000000

prove-big: setup ## an archive of 25,000 pairs in one pass, with its memory
	DAIKO_LARGE_PAIRS=25000 $(BIN)/pytest -s tests/checks/test_large_archives.py

FUZZ_STAMP := $(VENV)/.fuzz
$(FUZZ_STAMP): $(STAMP) requirements/fuzz.txt
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	@touch $@

pictures: ## take the pictures of README and docs anew (Chromium, about three minutes)
	@test -x $(BIN)/python || $(MAKE) setup
	PYTHONPATH=src:tests/support $(BIN)/python tests/support/take_pictures.py

docs: ## write the generated pages of docs/ anew: commands, permissions, registry files, rule book
	@test -x $(BIN)/python || $(MAKE) setup
	PYTHONPATH=src $(BIN)/python tools/generate_reference.py
	PYTHONPATH=src $(BIN)/python tools/generate_rule_pages.py

FUZZ_SECONDS ?= 30
FUZZ_TARGETS := zip_reader xml_gate ix08 su08 hc08 cc08 hg08 gc08

fuzz: fuzz-readers ## look for input that breaks readers, rules and API, FUZZ_SECONDS for each target
	DAIKO_FUZZ_EXAMPLES=200 $(BIN)/pytest -q tests/fuzz

fuzz-readers: fuzz-setup ## the same for readers and rules alone
	@for target in $(FUZZ_TARGETS); do echo "== $$target"; \
	  $(BIN)/python tests/fuzz/run.py $$target --seconds $(FUZZ_SECONDS) || exit 1; done

fuzz-setup: setup $(FUZZ_STAMP) ## what fuzzing needs beside the environment: atheris

lint: setup ## style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup ## types, strict
	$(BIN)/mypy

contracts: setup ## the arrows between rooms
	$(BIN)/lint-imports

check: lint types contracts ## all static checks

lock: ## compile the locked requirements anew
	$(PYTHON) -m venv build/uv && build/uv/bin/pip install -q uv
	for set in "runtime" "dev requirements/dev.in" "fuzz requirements/dev.in requirements/fuzz.in -c requirements/dev.txt"; do \
	  set -- $$set; name=$$1; shift; \
	  build/uv/bin/uv pip compile -q --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --no-annotate \
	    pyproject.toml requirements/build.in "$$@" -o requirements/$$name.txt || exit 1; done

bench: setup ## benchmarks, each with its ratio
	@for program in benchmarks/*.py; do echo "== $$program"; $(BIN)/python $$program --json || exit 1; done

clean: ## remove the environment and build leftovers; the data folder var/ stays
	rm -rf $(VENV) build dist src/*.egg-info .mypy_cache .ruff_cache .pytest_cache
