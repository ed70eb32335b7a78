"""Checks every output of `qbank check` with readers that know nothing of the writer.

check.py --qbank PROGRAM --sarif-schema FILE [--mutants]

A bank with findings of every kind is made and checked in each format. SARIF is held against its official schema, JUnit
is read by junitparser, the job's summary is rendered as Markdown, and all are compared with the JSON document. Prints
what is wrong, then one line. With --mutants it also plants faults in the outputs and demands that each is found. Exit
status: 0 sound, 1 not.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True  # before the modules beside this one: the source tree stays as it is

from jsonschema import Draft7Validator

import bank
import readers
from mutants import MUTANTS
from runner import obeyed

FORMATS = ["full", "concise", "json", "json-lines", "github", "gitlab", "sarif", "junit", "rdjson"]


def run(qbank, root, *args, summary=None):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GITHUB_")}
    if summary:
        environment["GITHUB_STEP_SUMMARY"] = str(summary)
    call = [qbank, "check", *args]
    finished = subprocess.run(call, cwd=root, env=environment, capture_output=True, encoding="utf-8")
    if finished.returncode not in (0, 1):
        sys.exit(f"{' '.join(call)}: {finished.returncode} {finished.stderr}")
    return finished.stdout


def outputs(qbank, root, folder):
    summary = Path(folder) / "summary.md"
    texts = {name: run(qbank, root, "--output-format", name, summary=summary) for name in FORMATS}
    return texts | {"summary": summary.read_text(encoding="utf-8")}


def faults(texts, truth, validator):
    found = []
    for name, text in texts.items():
        if name not in ("github", "summary"):
            found += [f"{name}: a runner obeys {line}" for line in obeyed(text)]
    found += readers.sarif(json.loads(texts["sarif"]), truth, validator)
    found += readers.rdjson(json.loads(texts["rdjson"]), truth)
    found += readers.gitlab(json.loads(texts["gitlab"]), truth)
    found += readers.json_lines(texts["json-lines"], truth)
    found += readers.junit(texts["junit"], truth)
    found += readers.github(texts["github"], truth)
    found += readers.job_summary(texts["summary"], truth)
    if fingerprints(texts) != truth.fingerprints:
        found.append("fingerprints: moved lines or a renamed file change them")
    return found


def fingerprints(texts):
    """Returns what other programs know the findings by, each with its rule."""
    results = json.loads(texts["sarif"])["runs"][0]["results"]
    issues = json.loads(texts["gitlab"])
    known = [(r["ruleId"], *r["partialFingerprints"].values()) for r in results]
    return sorted(known), sorted((i["check_name"], i["fingerprint"]) for i in issues)


def moved(root):
    """Moves every line of a file down, and renames another one."""
    path = root / "items/inventory/windows.md"
    path.write_bytes(b"# Moved\r\n\r\n" + path.read_bytes())
    (root / bank.NAME).rename(root / "items/inventory/renamed.md")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--qbank", required=True, type=os.path.abspath)
    parser.add_argument("--sarif-schema", required=True)
    parser.add_argument("--mutants", action="store_true")
    args = parser.parse_args()
    validator = Draft7Validator(json.loads(Path(args.sarif_schema).read_text(encoding="utf-8")))
    with tempfile.TemporaryDirectory() as folder:
        root, known = bank.write(Path(folder) / "repository")
        run(args.qbank, root, "--write-baseline")
        bank.fill(root, known)
        prefix = root.relative_to(Path(folder) / "repository").as_posix() + "/"
        texts = outputs(args.qbank, root, folder)
        files = {prefix + path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.*")}
        truth = readers.Truth(json.loads(texts["json"]), files, prefix)
        moved(root)
        truth.fingerprints = fingerprints(outputs(args.qbank, root, folder))
    found = faults(texts, truth, validator)
    print("\n".join(found) if found else f"outputs: {len(FORMATS)} formats agree on {len(truth.findings)} findings")
    if args.mutants:
        alive = [f"{name}, {what}" for name, what, mutate in MUTANTS
                 if not faults(texts | {name: mutate(texts[name])}, truth, validator)]
        killed = f"killed {len(MUTANTS) - len(alive)} of {len(MUTANTS)}"
        print("\n".join([f"not found: {mutant}" for mutant in alive] + [killed]))
        found += alive
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
