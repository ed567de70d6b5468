PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: venv engine engine-down

venv: $(VENV)/.made

$(VENV)/.made: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

engine: venv
	$(BIN)/python -m tests.support.engines up

engine-down: venv
	$(BIN)/python -m tests.support.engines down
