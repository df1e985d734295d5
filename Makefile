# One command each; `make run` and `make test` do all the set-up on a machine that has only Python and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What network operators read notices of maintenance with: it wants older libraries than ours, so it lives apart.
MAINTNOTE := .venv-maintnote
# Where a shell forbids bytecode, each command would compile all that it imports at each start: half a second.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test demo fast lint bench maintnote clean

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

maintnote: $(MAINTNOTE)/.installed

clean:
	rm -rf $(VENV) $(MAINTNOTE) build dist *.egg-info

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

$(MAINTNOTE)/.installed: requirements-maintnote.txt
	@echo "Making the environment in $(MAINTNOTE) (once) ..."
	@$(PYTHON) -m venv --clear $(MAINTNOTE)
	@$(MAINTNOTE)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --requirement requirements-maintnote.txt
	@touch $@
