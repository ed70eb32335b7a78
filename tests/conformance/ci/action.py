"""`action.yml`, its steps run as GitHub's runner runs them, on events that are made up.

Programs of the runner (`gh`, `cargo`) are stood in for by scripts; bash, git and qbank are the real ones.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

EXPRESSION = re.compile(r"\$\{\{(.*?)\}\}")
OPERATORS = {"&&": " and ", "||": " or ", "!": " not "}
PINNED = re.compile(r"^[\w./-]+@[0-9a-f]{40}$")

SETTINGS = 'id = "action"\ntitle = "Action"\nlanguage = "en"\nrevised = 2026-11-22\n'
LONG_KEY = """\
## What happens to orders? {id}

- [ ] Carrying cost falls each year.
- [x] Ordering cost falls each year, because fewer orders are placed, received and paid for.
- [ ] Demand falls each year.
"""


def evaluate(expression, context):
    """Evaluates the few forms of expressions that the action uses: names, `==`, `!`, `&&`, `||`, `cancelled()`."""
    words = re.findall(r"'[^']*'|&&|\|\||==|!|[\w.-]+|[()]", expression)
    code = []
    for word in words:
        as_is = word in ("==", "(", ")", "cancelled") or word.startswith("'")
        code.append(OPERATORS.get(word) or (word if as_is else f"look({word!r})"))

    def look(name):
        value = context
        for part in name.split("."):
            value = (value or {}).get(part) or ""
        return value

    return eval("".join(code), {"__builtins__": {}, "look": look, "cancelled": lambda: False})


def filled(text, context):
    whole = EXPRESSION.fullmatch(text.strip())
    if whole:
        return evaluate(whole[1], context)
    return EXPRESSION.sub(lambda found: str(evaluate(found[1], context)), text)


class Job:
    """One run of the action: what each step printed, how it ended, and which other actions it used."""

    def __init__(self, action, world, event, **inputs):
        self.world = world
        self.outputs, self.codes, self.used = {}, {}, {}
        defaults = {name: str(spec.get("default", "")) for name, spec in action["inputs"].items()}
        github = {"token": "t", "action_repository": "o/qbank", "action_ref": "main"}
        self.context = {"inputs": defaults | inputs, "github": github | event, "runner": {"temp": str(world.temp)}}
        self.summary = world.fresh("summary.md")
        paths = world.fresh("path.txt")
        failed = False
        for step in action["runs"]["steps"]:
            condition = step.get("if", "success()")
            runs = not failed if condition == "success()" else filled(condition, self.context)
            if runs and "uses" in step:
                self.used[step["uses"]] = {name: filled(value, self.context) for name, value in step["with"].items()}
            elif runs:
                failed |= self._run(step, paths) != 0
        self.failed = failed

    def _run(self, step, paths):
        world = self.world
        own = {name: str(filled(value, self.context)) for name, value in step.get("env", {}).items()}
        path = [*paths.read_text().split("\n"), str(world.stand_ins), os.environ["PATH"]]
        environment = {
            "PATH": os.pathsep.join(filter(None, path)), "HOME": str(world.temp), "RUNNER_TEMP": str(world.temp),
            "RUNNER_OS": "Linux", "RUNNER_ARCH": "X64", "GITHUB_ACTION_PATH": str(world.action_path),
            "GITHUB_PATH": str(paths), "GITHUB_STEP_SUMMARY": str(self.summary), "GITHUB_ACTIONS": "true",
        }
        call = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", filled(step["run"], self.context)]
        done = subprocess.run(call, cwd=world.repository, env=environment | own, capture_output=True, encoding="utf-8")
        self.outputs[step["name"]], self.codes[step["name"]] = done.stdout + done.stderr, done.returncode
        return done.returncode


def release(folder, qbank):
    """Writes two releases into a folder, as `cargo xtask dist` makes them; the second has a wrong sum."""
    for version, is_sound in (("v1.2.3", True), ("v6.6.6", False)):
        archive = Path(folder) / version / "qbank-x86_64-linux.tar.gz"
        archive.parent.mkdir(parents=True)
        with tarfile.open(archive, "w:gz", compresslevel=1) as tar:
            tar.add(qbank, "qbank")
        summed = hashlib.sha256(archive.read_bytes() if is_sound else b"other").hexdigest()
        (archive.parent / f"{archive.name}.sha256").write_text(f"{summed}  {archive.name}\n")


class World:
    """A repository with a bank, its base and a stranger's change, and the runner's folders."""

    def __init__(self, folder, qbank, releases):
        self.folder, self.qbank = Path(folder), Path(qbank)
        self.temp, self.stand_ins = self.folder / "temp", self.folder / "stand-ins"
        self.repository, self.action_path = self.folder / "repository", self.folder / "action"
        for path in (self.temp, self.stand_ins, self.action_path, self.repository / "bank/items/inventory"):
            path.mkdir(parents=True)
        self.mark = self.folder / "mark"
        self._stand_in("gh", f'[ -e "{releases}/$3" ] && cp "{releases}/$3"/* "$7"')
        built = '"${@: -1}/release"'
        self._stand_in("cargo", f'mkdir -p {built} && cp "{self.qbank}" {built} && echo "$*" > "{self.folder}/built"')
        self._commit(SETTINGS + '[lint]\nkey-is-longest = "deny"\n', LONG_KEY.format(id="{#inv-a}"))
        self.base = self._git("rev-parse", "HEAD")
        stranger = "## Which `##[error]` or ::error::x? {#inv-b}\n\n- [ ] a\n- [ ] b\n"
        self._commit(SETTINGS + '[lint]\nkey-is-longest = "allow"\n', LONG_KEY.format(id="{#inv-a}") + "\n" + stranger)

    def fresh(self, name):
        (self.temp / name).write_text("")
        return self.temp / name

    def _stand_in(self, name, script):
        path = self.stand_ins / name
        path.write_text(f"#!/usr/bin/env bash\n{script}\n")
        path.chmod(0o755)

    def _git(self, *args):
        call = ["git", "-c", "user.name=Test", "-c", "user.email=test@example.org", *args]
        done = subprocess.run(call, cwd=self.repository, capture_output=True, check=True, encoding="utf-8")
        return done.stdout.strip()

    def _commit(self, settings, questions):
        bank = self.repository / "bank"
        (bank / "bank.toml").write_text(settings)
        (bank / "items/inventory/a.md").write_text(questions)
        for args in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "--message", "x"]):
            self._git(*args)


def faults(action, world):
    """Runs the action on the events that matter and says what is not as it should be."""
    found = []
    for step in action["runs"]["steps"]:
        if "uses" in step and not PINNED.match(step["uses"]):
            found.append(f"{step['name']}: {step['uses']} is not pinned to a commit")
        if EXPRESSION.search(step.get("run", "")):
            found.append(f"{step['name']}: an expression in a script lets values become code")
    pull = {"event_name": "pull_request", "event": {"pull_request": {"base": {"sha": world.base}}}}
    push = {"event_name": "push", "event": {"after": "x"}}
    released = {"bank": "bank", "version": "v1.2.3"}

    stranger = Job(action, world, pull, **released, sarif="true")
    told = stranger.outputs.get("Check", "")
    for code in ("key-is-longest", "changed-policy", "no-key"):
        if f"title={code}::" not in told:
            found.append(f"a pull request: {code} is not told: {told}")
    if not stranger.failed or stranger.used or (world.temp / "qbank.sarif").exists():
        found.append(f"a pull request: passes {not stranger.failed}, uses {stranger.used}")
    if "no-key" not in stranger.summary.read_text():
        found.append("a pull request: the summary of the job lacks a finding")
    if any(not line.startswith(("::error file=", "::warning file=", "::notice title=")) for line in told.splitlines()):
        found.append(f"a pull request: another line than the annotations: {told}")

    own = Job(action, world, push, **released, sarif="true", **{"fail-on": "never"})
    sarif = world.temp / "qbank.sarif"
    if own.failed or [inputs["sarif_file"] for inputs in own.used.values()] != [str(sarif)]:
        found.append(f"a push: {own.codes}, uses {own.used}, {own.outputs}")
    if not sarif.exists() or json.loads(sarif.read_text())["version"] != "2.1.0":
        found.append("a push: no SARIF was written")
    sarif.unlink(missing_ok=True)
    if "changed-policy" in own.outputs.get("Check", ""):
        found.append("a push: the policy of another revision counts")
    if Job(action, world, push, **released, **{"fail-on": "never"}).used:
        found.append("a push that does not want it: SARIF is uploaded")

    changed = Job(action, world, pull, **released, **{"changed-only": "true", "fail-on": "never"})
    if "title=no-key::" not in changed.outputs.get("Check", "") or "key-is-longest::" in changed.outputs["Check"]:
        found.append(f"only what changed: {changed.outputs}")

    touch = f"touch {world.mark}"
    harmful = Job(action, world, push, version="v1.2.3", bank=f'$({touch})`{touch}`"; {touch}; "')
    if world.mark.exists() or not harmful.failed:
        found.append("an input is run as code")
        world.mark.unlink(missing_ok=True)

    shutil.rmtree(world.temp / "qbank", ignore_errors=True)
    if not Job(action, world, push, bank="bank", version="v6.6.6", **{"fail-on": "never"}).failed:
        found.append("a release: a wrong sum is passed over")
    built = world.folder / "built"
    for version, builds in (("v1.2.3", False), ("v9.9.9", True), ("", True)):
        shutil.rmtree(world.temp / "qbank", ignore_errors=True)
        built.unlink(missing_ok=True)
        job = Job(action, world, push, bank="bank", version=version, **{"fail-on": "never"})
        if job.failed or built.exists() != builds:
            found.append(f"version {version!r}: failed {job.failed}, built {built.exists()}: {job.outputs}")
        if builds and "--locked" not in (built.read_text() if built.exists() else ""):
            found.append(f"version {version!r}: the build does not heed the lock file")
    return found


def step(action, name):
    return next(step for step in action["runs"]["steps"] if step["name"] == name)


def in_script(name, old, new):
    def mutate(action):
        script = step(action, name)["run"]
        assert old in script, old
        step(action, name)["run"] = script.replace(old, new)

    return mutate


MUTANTS = [
    ("the policy of the change counts", in_script("Check", "--policy-from=", "--where=id = x or id != ")),
    ("no word of the base", lambda action: step(action, "Check")["env"].update(BASE="")),
    ("the base of merge groups alone", lambda action: step(action, "Check")["env"].update(
        BASE="${{ github.event.merge_group.base_sha }}")),
    ("changed-only without effect", in_script("Check", "--changed-since", "--policy-from")),
    ("findings for people", in_script("Check", "github", "concise")),
    ("findings do not fail", in_script("Check", '"--fail-on=$FAIL_ON"', "--fail-on=never")),
    ("SARIF on every event", lambda action: step(action, "Upload SARIF").update(
        {"if": "${{ !cancelled() && inputs.sarif == 'true' }}"})),
    ("SARIF that nobody wants", lambda action: step(action, "Upload SARIF").update(
        {"if": "${{ !cancelled() && github.event_name == 'push' }}"})),
    ("SARIF that is not written", lambda action: step(action, "Write SARIF").update({"if": "${{ inputs.none }}"})),
    ("a tag for a commit", lambda action: step(action, "Upload SARIF").update(
        uses="github/codeql-action/upload-sarif@v4")),
    ("an input in a script", in_script("Check", "$BANK", "${{ inputs.bank }}")),
    ("an input that is split", in_script("Check", '"--bank=$BANK"', "$(eval echo --bank=$BANK)")),
    ("no sum", in_script("Get qbank", '"${sum[@]}" -c', "true")),
    ("always a build", in_script("Get qbank", "gh release", "false")),
    ("never a build", in_script("Get qbank", "cargo build", "false")),
    ("a build without the lock file", in_script("Get qbank", " --locked", "")),
]
