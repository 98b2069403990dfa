# One word a job. `live` and `test` do their own set-up in a virtual environment.
#   make live [RECOGNISER=characters] [SOURCE=clip.mp4] [ARGS='--json']
SHELL := /bin/bash
VENV ?= .venv
BIN := $(VENV)/bin
# uv resolves and unpacks ten times faster than pip; both install the same files.
UV := $(shell command -v uv 2>/dev/null)
ifdef UV
CREATE = uv venv --quiet --allow-existing --python '>=3.10,<3.14' $(VENV)
INSTALL = uv pip install --quiet --python $(BIN)/python
else
CREATE = python3 -m venv $(VENV)
INSTALL = $(BIN)/python -m pip install --quiet
endif
TEST_EXTRAS := mediapipe,film,research,training,dask,web,ray,speak,dev

.PHONY: live test check train bench verify soak setup clean

live: $(VENV)/installed-live
	$(BIN)/glyphcam live $(RECOGNISER) --source '$(or $(SOURCE),any)' $(ARGS)

test: $(VENV)/installed-all
	$(BIN)/python -m pytest -n 2 --dist loadfile -m 'not soak' $(ARGS)

check: $(VENV)/installed-all .types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	MYPYPATH=.types $(BIN)/mypy -p glyphcam.calibration -p glyphcam.models -p glyphcam.live -p glyphcam.training

train: $(VENV)/installed-all
	$(BIN)/glyphcam train all $(ARGS)

bench: $(VENV)/installed-all
	$(BIN)/python benchmarks/live_bench.py $(ARGS)

verify: $(VENV)/installed-all
	$(BIN)/glyphcam verify $(ARGS)

soak: $(VENV)/installed-all
	$(BIN)/python -m pytest -m soak $(ARGS)

setup: $(VENV)/installed-all

clean:
	rm -rf $(VENV) .types .mypy_cache .ruff_cache .pytest_cache build *.egg-info

$(VENV)/installed-live: setup.cfg pyproject.toml
	$(CREATE)
	$(INSTALL) -e .
	touch $@

$(VENV)/installed-all: setup.cfg pyproject.toml
	$(CREATE)
	$(INSTALL) -e '.[$(TEST_EXTRAS)]'
	touch $(VENV)/installed-live $@

# mypy cannot see through the mapping of an editable install, so it is given the package as a tree.
.types:
	mkdir -p .types/glyphcam
	for part in calibration models live training; do ln -sfn ../../$$part .types/glyphcam/$$part; done
