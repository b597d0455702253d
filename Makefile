# The manual of the project: `make help` says what can be done, and each recipe says how.
# Needs git, make and Python 3.11-3.13. Everything else comes from the package registries into .venv, locked and hash-checked.

UV_VERSION := 0.13.9

SHELL := bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.SUFFIXES:
.PHONY: help env book pdf bundle site publish-check test check lint units slow oldest notebooks runs exercises stills locale frontend lock serve lab clean

export VIRTUAL_ENV := $(CURDIR)/.venv
export PATH := $(VIRTUAL_ENV)/bin:$(PATH)
export UV_CUSTOM_COMPILE_COMMAND := make lock
# Without bytecode on disk each of the many Python processes below would compile its libraries anew.
unexport PYTHONPATH PYTHONHOME PYTHONDONTWRITEBYTECODE

UV := $(or $(shell command -v uv 2>/dev/null),.tools/uv/bin/uv)
INSTALL := $(UV) pip install --quiet --constraint requirements.lock --build-constraint requirements.lock
BUNDLES := src/course_utils/widgets/static
# Notebooks and browsers two at a time, each file in one process: a third would not fit two cores and 8 GB.
TWO := --numprocesses 2 --dist loadfile
FRONTEND := package.json $(shell find src/course_utils -name static -prune -o \( -name '*.ts' -o -name '*.css' -o -name '*.json' -o -name '*.mjs' \) -print)

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

env: .venv/.env .venv/.package ## Set up everything in .venv: the course, the book, TensorFlow, the tests

book: .venv/.book .venv/.package frontend ## Build both editions into _build/html (no TensorFlow needed; SOLUTIONS=no leaves those out)
	python -m course_utils.sphinxext.build $(if $(filter no,$(SOLUTIONS)),--no-solutions)

pdf: book .venv/.pdf ## Print the book, one PDF an edition, into _build/pdf (needs Chromium)
	python -m tools.pdf

bundle: book ## Pack both editions, the notebooks and the wheel into one zip file in _build/bundle
	python -m tools.bundle

site: book ## Make the folder to publish, the book with the package's wheel: _build/site
	python -m tools.site

publish-check: site .venv/.pdf ## Prove every link and launch button of the site
	python -m tools.site.check

test: check book slow ## Run every test: the fast ones first, then the chapters, then the book in a browser
	python -m pytest --nbval $(TWO)
	python -m pytest tests/browser $(TWO)

check: lint units ## Run every test but the slow ones, the notebooks and the browser

lint: env frontend
	ruff check
	mypy
	npm run --silent check

units: env frontend
	npm run --silent test
	python -m pytest -m 'not slow' --ignore tests/browser --numprocesses auto --dist worksteal

slow: env frontend ## Run the tests that build large networks, kill trainings or plant mistakes in chapters
	python -m pytest -m slow --ignore tests/browser --numprocesses auto --dist worksteal

oldest: | $(UV) ## Run the tests of pretrained networks on the oldest Keras and TensorFlow that we support
	$(UV) venv --quiet --allow-existing --python 3.11 .tools/oldest
	$(UV) pip install --quiet --python .tools/oldest --resolution lowest-direct --requirement pyproject.toml --extra run --extra test
	PYTHONPATH=src .tools/oldest/bin/python -m pytest tests/pretrained

notebooks: env frontend ## Re-execute the chapters and take the stills of their widgets
	python -m tools.notebooks

runs: env ## Recompute the stored training runs that are missing or out of date
	python -m tools.runs

exercises: env ## Derive the notebooks, checks and catalogues of the exercises
	python -m tools.exercises

stills: env frontend ## Take the stills of widgets that changed, executing nothing
	python -m tools.notebooks --stills

locale: .venv/.book .venv/.package ## Bring the English catalogues in step with the Korean sources
	python -m course_utils.sphinxext.locale

serve: book ## Serve the built book at http://localhost:8000
	python -m http.server --directory _build/html 8000

lab: env frontend ## Open the chapters in JupyterLab
	jupyter lab chapters

lock: | $(UV) ## Bring requirements.lock in step with pyproject.toml
	$(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --all-extras --group build --python-version 3.11 pyproject.toml --output-file requirements.lock

clean: ## Remove what was built; the environment (.venv, node_modules, .tools) stays
	rm -rf _build dist conf.py $(BUNDLES) .mypy_cache .pytest_cache .ruff_cache .hypothesis

frontend: $(BUNDLES)/host.js # the widgets' TypeScript, bundled

# What the targets above stand on. A stamp in .venv says which packages it holds; `make env` only ever adds to it.

.tools/uv/bin/uv:
	python3 -m venv .tools/uv && .tools/uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)

.venv/pyvenv.cfg: | $(UV)
	$(UV) venv --quiet --allow-existing --python '>=3.11,<3.14' .venv

.venv/.env: pyproject.toml requirements.lock | .venv/pyvenv.cfg
	$(INSTALL) --requirement pyproject.toml --all-extras --group build
	touch .venv/.book .venv/.pdf $@

.venv/.book: pyproject.toml requirements.lock | .venv/pyvenv.cfg
	$(INSTALL) --requirement pyproject.toml --extra book --group build
	touch $@

.venv/.pdf: pyproject.toml requirements.lock | .venv/pyvenv.cfg
	$(INSTALL) --requirement pyproject.toml --extra pdf
	touch $@

.venv/.package: pyproject.toml | .venv/.book $(BUNDLES)/host.js
	$(INSTALL) --no-deps --editable .
	touch $@

node_modules/.package-lock.json: package-lock.json | .venv/.book
	npm ci --silent
	touch $@

$(BUNDLES)/host.js: $(FRONTEND) node_modules/.package-lock.json
	npm run --silent build
