# Everything happens in a virtual environment of its own; nothing is installed elsewhere.

PYTHON ?= python3
VENV ?= .venv
DEMO ?= .demo

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
SAMPLES := $(addprefix sample_spectra/,bare_li.vms tma_5s.vms tma_20s.vms li_al_reference.vms)

.DEFAULT_GOAL := help
.PHONY: help demo test explore lint types imports wheel picture docs clean

help:
	@echo "make demo     install xpsfit into $(VENV), fit the sample spectra, show what it made"
	@echo "make test     check style, types and imports, and run all tests"
	@echo "make explore  run all tests, with examples of the property tests not drawn before"
	@echo "make lint     ruff: style and format"
	@echo "make types    mypy, strict"
	@echo "make imports  the packages import one way only"
	@echo "make wheel    build the wheel into dist/"
	@echo "make picture  draw the figures of README and tutorial again"
	@echo "make docs     build the documentation site into .site/"
	@echo "make clean    remove environments, results and caches"
	@echo
	@echo "Another interpreter: make demo PYTHON=python3.12"

demo: $(VENV)/.installed
	$(BIN)/xpsfit fit $(SAMPLES) -o $(DEMO) --force
	$(BIN)/xpsfit depth-profile sample_spectra/tma_20s_profile --reference sample_spectra/li_al_reference.vms -o $(DEMO) --force
	$(BIN)/xpsfit report $(DEMO)/tma_20s_profile.xpsfit --force
	@echo
	@echo "Made in $(DEMO)/:"
	@cd $(DEMO) && ls -p | grep -v / | sed 's/^/  /'
	@cd $(DEMO) && for folder in */; do echo "  $$folder" $$(ls "$$folder"); done
	@echo
	@echo "Where to look first:"
	@echo "  $(DEMO)/core_levels.png                           the four samples side by side"
	@echo "  $(DEMO)/summary.csv                               their composition, one row each"
	@echo "  $(DEMO)/tma_20s_profile.xpsfit/depth_profile.png  composition and states against depth"
	@echo "  $(DEMO)/tma_20s_profile.xpsfit/depth_spectra.png  spectra against etch time, the Li-Al reference on top"
	@echo "  $(DEMO)/tma_20s_profile.xpsfit/profile.csv        the profile as a table for Origin or Excel"
	@echo "  $(DEMO)/tma_20s_profile.xpsfit/report.html        everything on one page, for a browser"
	@echo "  $(DEMO)/*/run.json                                how each result came about"

# All cores share the tests; those of one file or class stay together, for what they share.
# The property tests draw the same examples in every run, so that a red run is due to the
# change and not to the draw; "make explore" draws others.
test: lint types imports
	$(BIN)/python -m pytest -q -n auto --dist loadscope --hypothesis-profile ci

explore: $(VENV)/.installed-dev
	$(BIN)/python -m pytest -q -n auto --dist loadscope --hypothesis-profile default

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

imports: $(VENV)/.installed-dev
	$(BIN)/lint-imports

wheel: $(VENV)/.installed-dev
	$(BIN)/python -m build --outdir dist .

picture: demo
	$(BIN)/python -c "from PIL import Image; Image.open('$(DEMO)/tma_20s_profile.xpsfit/depth_profile.png').convert('RGB').quantize(64).save('docs/images/depth_profile.png', optimize=True)"
	$(BIN)/xpsfit -q -q fit $(filter-out %reference.vms,$(SAMPLES)) -o $(DEMO)/surfaces --force
	$(BIN)/python -c "from PIL import Image; Image.open('$(DEMO)/surfaces/core_levels.png').convert('RGB').quantize(64).save('docs/images/core_levels.png', optimize=True)"

# The notice of another product in the log would hide what matters.
docs: $(VENV)/.installed-docs
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict --quiet
	@echo "Open .site/index.html"

clean:
	rm -rf .venv .demo .site build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# A stamp is written only after its step succeeded, so an interrupted one is done again.
$(VENV)/.made:
	@command -v $(PYTHON) >/dev/null 2>&1 || { echo "xpsfit needs Python 3.11 or later; there is no $(PYTHON). Install it, or name another: make demo PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "xpsfit needs Python 3.11 or later; $(PYTHON) is $$($(PYTHON) --version 2>&1). Name another: make demo PYTHON=python3.12" >&2; exit 1; }
	@echo "Making a virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: $(VENV)/.made pyproject.toml
	@echo "Installing xpsfit and what it needs into $(VENV); this takes a minute ..."
	@$(PIP) -e .
	@touch $@

$(VENV)/.installed-docs: $(VENV)/.made pyproject.toml
	@echo "Installing xpsfit and the tools of its documentation into $(VENV) ..."
	@$(PIP) -e '.[docs]'
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.made pyproject.toml
	@echo "Installing xpsfit and the tools of its tests into $(VENV); this takes a minute ..."
	@$(PIP) -e '.[dev]'
	@touch $@ $(VENV)/.installed
