"""`.pre-commit-hooks.yaml`, tried with pre-commit itself on a bank in a repository of its own."""

import os
import subprocess
import sys
from pathlib import Path

from action import SETTINGS

SOUND = "## Which cost falls? {#inv-a}\n\n- [x] Ordering\n- [ ] Carrying\n"
KEYLESS = SOUND.replace("[x]", "[ ]")
SWALLOWED = SOUND + "\n**Hint:** A year.\n**Rationale:** Fewer orders.\n"


def tried(project, folder, qbank, hook, questions):
    """Returns how `pre-commit try-repo` ends on a bank of one question file, what it says, and the file afterwards."""
    bank = Path(folder)
    (bank / "items/inventory").mkdir(parents=True)
    (bank / "bank.toml").write_text(SETTINGS)
    page = bank / "items/inventory/a.md"
    page.write_text(questions)
    path = os.pathsep.join([str(Path(qbank).parent), os.environ["PATH"]])
    environment = os.environ | {"PATH": path, "PRE_COMMIT_HOME": str(bank / ".home"), "PRE_COMMIT_COLOR": "never"}
    for args in (["init", "--quiet"], ["add", "bank.toml", "items"]):
        subprocess.run(["git", *args], cwd=bank, env=environment, check=True)
    call = [sys.executable, "-m", "pre_commit", "try-repo", str(project), hook, "--all-files", "--verbose"]
    done = subprocess.run(call, cwd=bank, env=environment, capture_output=True, encoding="utf-8")
    return done.returncode, done.stdout + done.stderr, page.read_text()


# A hook, a question file, how it ends, what is said, and whether the file is changed.
CASES = [
    ("qbank-check", SOUND, 0, "nothing to mend", False),
    ("qbank-check", KEYLESS, 1, "error[no-key]", False),
    ("qbank-fix", SWALLOWED, 1, "mended: 1 finding in 1 file", True),
    ("qbank-fix", SOUND, 0, "nothing to mend", False),
]


def faults(project, folder, qbank):
    found = []
    for idx, (hook, questions, code, word, changes) in enumerate(CASES):
        ended, said, after = tried(project, Path(folder) / str(idx), qbank, hook, questions)
        if ended != code or word not in said or (after != questions) != changes:
            found.append(f"{hook}: ends with {ended}, not {code}, and says: {said}")
    return found
