"""A bank with findings of every severity, allowed and known ones, fixes, and text that would speak to a reader."""

import os
from pathlib import Path

SETTINGS = """\
id = "outputs"
title = "Outputs"
language = "en"
revised = 2026-11-22
[defaults]
allow = { unknown-enemy = "the other half comes in spring [see](plan)" }
[lint]
unreachable-feedback = "info"
duplicate-item = "allow"
similar-items = "allow"
keys-often-longest = "allow"
"""

LONG_KEY = """\
## {stem} {{#{id}}}

- [ ] Carrying cost falls each year.
- [x] Ordering cost falls each year, because fewer orders are placed, received and paid for.
- [ ] Demand falls each year.

"""

PARTIAL = """\
## Which costs fall when lots grow? (Choose two.) {{#{id}}}

- [x] Ordering cost
- [x] Set-up cost
- [ ] Carrying cost

**Partial:** One of the two is missing.

"""

MENDABLE = """\
## \U0001d11e Which cost rises? 50 % {{#{id}}}

- [ ] \U0001d11e Ordering cost
- [\u00d7] \u00e9 Carrying cost

**Hint:** \U0001d11e
**Rationale:** It lies longer.

"""

HOSTILE = "##[error]x ::error::y [link](https://example.org) | `code` % \\\\"
HTML = "<b>##[error]x</b>"

# A file's name with everything that an address, a command or Markdown could take for its own; Windows knows no colon.
NAME = f"items/inventory/\u00e9 [1] %41, a{'' if os.name == 'nt' else ':'}b ##[warning]c.md"


def write(folder):
    """Writes the bank below a repository's folder: two files with plain names, one with a hostile one."""
    root = Path(folder) / "banks" / "outputs bank"
    (Path(folder) / ".git").mkdir(parents=True)
    (root / "items" / "inventory").mkdir(parents=True)
    (root / "bank.toml").write_text(SETTINGS, encoding="utf-8")
    known = LONG_KEY.format(stem="What is known?", id="inv-known")
    put(root, "items/inventory/known.md", known)
    return root, known


def fill(root, known):
    """Adds what is to be told, once the baseline was taken."""
    warnings = [LONG_KEY.format(stem=f"What happens? {HOSTILE}", id=f"inv-long-{n}") for n in range(12)]
    put(root, NAME, "".join(warnings) + MENDABLE.format(id="inv-mend-a"))
    notes = [PARTIAL.format(id=f"inv-part-{n}") for n in range(12)]
    enemy = '\n```toml item\nenemies = ["inv-nobody"]\n```\n'
    allowed = PARTIAL.format(id="inv-allowed").replace("}\n", "}\n" + enemy, 1)
    put(root, "items/inventory/known.md", "# Moved down\n\n" + known + "".join(notes) + allowed)
    errors = [f"## Which? {HTML} {HOSTILE} {{#inv-keyless-{n}}}\n\n- [ ] a\n- [ ] b\n\n" for n in range(12)]
    twice = "## Which? {#inv-long-0}\n\n- [x] a\n- [ ] b\n\n"
    text = "".join(errors) + twice + MENDABLE.format(id="inv-mend-b")
    put(root, "items/inventory/windows.md", text.replace("\n", "\r\n"))


def put(root, name, text):
    (root / name).write_bytes(text.encode())
