"""Runs check.py and update.py on banks and their packages.

    all.py BANK STEM [BANK STEM ...] --qbank PROGRAM [--mutants]

STEM.apkg and STEM.latest.apkg are the bank's packages and STEM.variants.json is its materialised JSON export. With --mutants the
rendered cards go into STEM.cards, and both checks seed faults. Exits with 1 when anything is wrong.
"""

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main():
    parser = argparse.ArgumentParser(description="Tries banks' packages with the real Anki.")
    parser.add_argument("names", nargs="+", metavar="BANK STEM", help="a bank's folder, and its packages without ending")
    parser.add_argument("--qbank", required=True, help="the program to export with")
    parser.add_argument("--mutants", action="store_true", help="also check that seeded faults are found")
    arguments = parser.parse_args()
    for bank, stem in zip(arguments.names[::2], arguments.names[1::2], strict=True):
        packages = [f"{stem}.apkg", f"{stem}.latest.apkg", "--expect", f"{stem}.variants.json"]
        checks = [["check.py", *packages], ["update.py", bank, "--qbank", arguments.qbank]]
        if arguments.mutants:
            checks[0] += ["--cards", f"{stem}.cards"]
            checks = [[*check, "--mutants"] for check in checks]
        for name, *rest in checks:
            done = subprocess.run([sys.executable, HERE / name, *rest])
            if done.returncode:
                return done.returncode
    return 0


if __name__ == "__main__":
    sys.exit(main())
