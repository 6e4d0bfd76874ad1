# make run      open the window          make run ARGS="..."  with arguments for it
# make test     all checks: lint, types, import laws, tests
# make wheel    dist/*.whl               make package    the stand-alone program of this platform, in dist/
#
# All set up what they need: system packages on Debian and Ubuntu, and .venv from the lock.
# Another Python: PYTHON=python3.12 make run   (after `make clean`, if .venv was made by another).

PYTHON ?= python3
JOBS ?= auto
export PYTHON
BIN := .venv/bin
# With extras: pip takes `coverage[toml]` for unpinned if the lock has `coverage` alone and a newer one is out.
LOCK := build/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-strip-extras --no-emit-index-url --no-emit-find-links --no-annotate \
	--custom-compile-command "make lock" pyproject.toml
TS := resources/translations/loss_atlas_zh_CN.ts

.PHONY: run test lint types imports bench coverage lock translations man wheel package smoke clean \
	window-libraries test-libraries

run: .venv/run.stamp
	$(BIN)/python main.py $(ARGS)

# One after another, the tests last, whatever -j says.
test:
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory types
	@$(MAKE) --no-print-directory imports
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest -n $(JOBS) $(PYTEST_ARGS)

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/dev.stamp
	$(BIN)/basedpyright

imports: .venv/dev.stamp
	$(BIN)/lint-imports --no-cache

bench: .venv/dev.stamp
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest tests/bench $(PYTEST_ARGS)

coverage: .venv/dev.stamp
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m pytest --cov $(PYTEST_ARGS)

# Raise every version to the newest that pyproject.toml allows.
lock:
	$(PYTHON) -m venv build/uv
	build/uv/bin/python -m pip install --quiet uv
	$(LOCK) --upgrade --output-file requirements.lock
	$(LOCK) --upgrade --output-file requirements-dev.lock --group dev
	$(LOCK) --upgrade --output-file requirements-package.lock --group package --constraint requirements.lock

translations: .venv/dev.stamp
	$(BIN)/pyside6-lupdate -no-obsolete -locations none -extensions py core gui main.py -ts $(TS)
	$(BIN)/pyside6-lrelease $(TS)

# Installed into a fresh environment and run from elsewhere, as a person would.
wheel: build/package/stamp
	rm -rf build/lib build/wheel dist/*.whl
	build/package/bin/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .
	$(PYTHON) -m venv build/wheel
	build/wheel/bin/python -m pip install --quiet --require-hashes -r requirements.lock
	build/wheel/bin/python -m pip install --quiet --no-deps dist/*.whl
	cd build/wheel && bin/loss-atlas --version && bin/loss-atlas evaluate example

package: build/package/stamp
	QT_QPA_PLATFORM=offscreen build/package/bin/python tools/packaging/package.py
	@$(MAKE) --no-print-directory smoke

smoke:
	sh tools/packaging/smoke.sh dist/loss-atlas-*/

# The man page of the command line, from the same source as its --help.
man: .venv/run.stamp
	$(BIN)/python -m commands.manual build/loss-atlas.1

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .ruff_cache .hypothesis .benchmarks .coverage
	find commands core gui resources tests main.py -name __pycache__ -prune -exec rm -rf {} +

window-libraries:
	@sh tools/system-libraries.sh window

test-libraries:
	@sh tools/system-libraries.sh test

# The stamps are younger than the locks as long as .venv holds what the locks say.
.venv/run.stamp: requirements.lock | window-libraries
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r $<
	touch $@

# The development environment also runs the program.
.venv/dev.stamp: requirements-dev.lock requirements.lock | test-libraries
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r $<
	touch .venv/run.stamp $@

build/package/stamp: requirements-package.lock | window-libraries
	$(PYTHON) -m venv --clear build/package
	build/package/bin/python -m pip install --quiet --require-hashes -r $<
	touch $@
