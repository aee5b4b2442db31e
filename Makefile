# Two commands matter: `make demo` and `make test`. Both set up what they need.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test setup lint types unit bench reference golden clean

demo: .venv/runtime
	$(BIN)/crosscheck run seeds/articles.jsonl --db :memory: --report report.html

test: .venv/dev lint types unit

setup: .venv/dev

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev
	$(BIN)/mypy

unit: .venv/dev
	$(BIN)/pytest --cov --cov-report=term-missing:skip-covered --cov-fail-under=90

reference: .venv/dev
	PYTHONPATH=. $(BIN)/python tests/reference.py

golden: .venv/dev
	PYTHONPATH=. $(BIN)/python tests/golden/write.py

bench: .venv/dev
	for file in tests/bench/bench_*.py; do $(BIN)/python $$file || exit 1; done

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache dist build report.html

.venv/bin/python:
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'

# The pinned torch first: on its own it takes the CPU build where one is at hand. `doctor` unpacks
# the encoder and builds the index of places, once, into the user's cache.
.venv/runtime: .venv/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet torch==2.13.0
	$(BIN)/python -m pip install --quiet --editable .
	$(BIN)/crosscheck doctor --db :memory: --quiet
	touch $@

.venv/dev: .venv/runtime
	$(BIN)/python -m pip install --quiet --group dev
	touch $@
