# One command each; `make run` and `make test` do all the set-up on a machine that has only Python and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test demo fast lint bench clean

run: $(VENV)/.installed
	@$(BIN)/gateway run

test: $(VENV)/.tested
	@$(BIN)/pytest

fast: $(VENV)/.tested
	@$(BIN)/pytest tests/desk tests/inbound tests/outbound tests/rules -m "not peer" -q

demo: $(VENV)/.installed
	@$(BIN)/gateway demo

lint: $(VENV)/.developed
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: $(VENV)/.tested
	@$(BIN)/python -m bench $(ARGS)

clean:
	rm -rf $(VENV) build dist *.egg-info

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; name it: make PYTHON=python3.12")'
	@echo "Making the environment in $(VENV) (once) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python setup.cfg pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.tested: $(VENV)/bin/python setup.cfg pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/.installed

$(VENV)/.developed: $(VENV)/bin/python setup.cfg pyproject.toml
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test,dev]'
	@touch $@ $(VENV)/.tested $(VENV)/.installed
