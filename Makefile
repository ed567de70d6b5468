PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: venv

venv: $(VENV)/.made

$(VENV)/.made: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
