"""Runs the steps of `action.yml` and the hooks of `.pre-commit-hooks.yaml`.

check.py --qbank PROGRAM [--mutants]

With --mutants faults are planted in the action, and each has to be found. Exit status: 0 sound, 1 not.
"""

import argparse
import copy
import os
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True  # before the modules beside this one: the source tree stays as it is

import yaml

import action
import hooks

PROJECT = Path(__file__).resolve().parents[3]


def run(spec, qbank, releases):
    with tempfile.TemporaryDirectory() as folder:
        return action.faults(spec, action.World(folder, qbank, releases))


def survivors(spec, qbank, releases):
    """Plants each fault in a copy of the action and returns those that nothing notices."""
    alive = []
    for name, mutate in action.MUTANTS:
        mutant = copy.deepcopy(spec)
        mutate(mutant)
        alive += [] if run(mutant, qbank, releases) else [name]
    n_killed = len(action.MUTANTS) - len(alive)
    print("\n".join([f"not found: {name}" for name in alive] + [f"killed {n_killed} of {len(action.MUTANTS)}"]))
    return alive


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--qbank", required=True, type=os.path.abspath)
    parser.add_argument("--mutants", action="store_true")
    args = parser.parse_args()
    spec = yaml.safe_load((PROJECT / "action.yml").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory() as folder:
        releases = Path(folder) / "releases"
        action.release(releases, args.qbank)
        found = run(spec, args.qbank, releases) + hooks.faults(PROJECT, folder, args.qbank)
        sound = f"action: its steps do what they say; pre-commit: {len(hooks.CASES)} runs as expected"
        print("\n".join(found) if found else sound)
        if args.mutants:
            found += survivors(spec, args.qbank, releases)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
