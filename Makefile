# `make` lists the tasks; each is one short script or command.
.DEFAULT_GOAL := help
.PHONY: help demo test check fmt serve bench conformance messages shot lock stop clean distclean
PYTHON := .venv/bin/python

help: ## this list
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 20

demo: ## set up what is missing, load the demo powiat, run it all on http://127.0.0.1:8000 (PORT=8000)
	@bin/demo

test: ## set up the test tools too, then all checks and tests (ARGS="tests/parcels -k area")
	@bin/check --tests $(ARGS)

check: ## format, lint, types, import contracts, front end; no tests
	@bin/check

fmt: ## format the Python code and mend what the linter can
	@bin/bootstrap test && .venv/bin/ruff format . && .venv/bin/ruff check --fix .

serve: ## for developers: reload on change, debug pages, no demo data
	@bin/demo --serve

bench: ## measure the speed of tiles, lookups and imports
	@bin/bootstrap test && $(PYTHON) -m tests.bench $(ARGS)

conformance: ## ask the services by QGIS, and by 20,000 odd questions (CASES=20000)
	@bin/bootstrap test && $(PYTHON) -m tests.conformance $(ARGS)

messages: ## collect the texts to translate into sip/locale
	@bin/bootstrap demo && $(PYTHON) manage.py makemessages --all --no-wrap --no-obsolete --add-location file \
		--ignore=.venv --ignore=node_modules && bin/bootstrap demo

shot: ## take the screenshots of the README
	@bin/bootstrap test && $(PYTHON) docs/shot.py

lock: ## pin the dependencies of pyproject.toml with their hashes (ARGS=--upgrade)
	@bin/lock $(ARGS)

stop: ## stop a demo left behind and the private database
	@bin/stop

clean: ## remove what was built here: virtual environment, packages, bundles, caches
	@rm -rf .venv static/node_modules static/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -name .git -prune -o \( -name __pycache__ -o -name '*.mo' \) -print0 | xargs -0r rm -rf

distclean: clean ## that, and the private database with all its data (asks first)
	@bin/stop --forget
