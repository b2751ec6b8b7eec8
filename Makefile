# make demo    make an environment, install, code the examples, show what was found
# make test    the whole test suite
# make check   style, types, import layers, the corpus
# make lock    write the requirement locks anew (needs uv)
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
EXAMPLES := examples/dispatches.jsonl
DEMO := build/demo

.PHONY: demo test check lock clean
.DELETE_ON_ERROR:

demo: $(VENV)/.installed
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	@$(BIN)/whimbrel code $(EXAMPLES) --into $(DEMO)/record.duckdb
	@$(BIN)/whimbrel show $(DEMO)/record.duckdb
	@printf '\nThe record is %s. Ask it more:\n' "$(DEMO)/record.duckdb"
	@printf '  %s\n' \
	  "$(BIN)/whimbrel list events --record $(DEMO)/record.duckdb --type ASSAULT" \
	  "$(BIN)/whimbrel sql --record $(DEMO)/record.duckdb \"select type, count(*) from events group by type\""

test: $(VENV)/.tested
	$(BIN)/python -m pytest

check: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m training.annotate check
	$(BIN)/python -m training.check_corpus --sample 300

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --custom-compile-command "make lock" pyproject.toml -o requirements/runtime.txt
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-annotate --custom-compile-command "make lock" --extra dev -c requirements/runtime.txt \
	  pyproject.toml -o requirements/test.txt

clean:
	rm -rf build dist $(VENV)

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(0 if (3, 11) <= sys.version_info[:2] < (3, 14) else "Whimbrel needs Python 3.11, 3.12 or 3.13; this is " + sys.version.split()[0] + ". Name another with make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)

# Editable, so that a change in src/ needs no second install.
$(VENV)/.installed: requirements/runtime.txt pyproject.toml | $(BIN)/python
	@echo "Installing Whimbrel into $(VENV) (once; some minutes)"
	$(PIP) install --require-hashes -r requirements/runtime.txt
	$(PIP) install --no-deps --editable .
	@touch $@

$(VENV)/.tested: requirements/test.txt $(VENV)/.installed
	$(PIP) install --require-hashes -r requirements/test.txt
	@touch $@
