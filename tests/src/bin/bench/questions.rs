//! Generated questions: like a real bank in size and mixture, the same on every machine.

/// Lists of words, each on a line after its name.
const WORDS: &str = include_str!("words.txt");

/// The `SplitMix64` generator: small, seeded, and good enough to mix words.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed >> 33) as usize % n
    }

    fn pick(&mut self, list: &str) -> &'static str {
        let words = WORDS.lines().find_map(|line| line.strip_prefix(list)?.strip_prefix(": "));
        let words: Vec<&str> = words.expect("the list is in the file").split('|').collect();
        words[self.below(words.len())]
    }

    fn clause(&mut self) -> String {
        let (who, does, what, when) =
            (self.pick("who"), self.pick("does"), self.pick("what"), self.pick("when"));
        format!("{who} {does} {} {what} {when}", 10 + self.below(990))
    }

    fn sentence(&mut self) -> String {
        let (clause, who, does, what) =
            (self.clause(), self.pick("who"), self.pick("does"), self.pick("what"));
        match self.below(3) {
            0 => format!("The {clause}, while the {who} {does} the {what}."),
            1 => format!("{} {what} are on hand, so the {clause}.", 10 + self.below(990)),
            _ => format!("Because the {who} {does} {what}, the {clause}."),
        }
    }

    fn table(&mut self) -> String {
        let mut row = |_| format!("| {} | {} | {} |\n", self.pick("what"), self.below(900), self.below(900));
        let rows: Vec<String> = (0..5).map(&mut row).collect();
        format!("\n\n| Part | 1 | 2 |\n| --- | ---: | ---: |\n{}\n", rows.concat())
    }
}

struct Choice {
    text: String,
    key: bool,
    feedback: Option<String>,
}

/// A question that can be written for this tool and for its peer.
pub(super) struct Question {
    id: String,
    level: &'static str,
    multiple: bool,
    stem: String,
    choices: Vec<Choice>,
    rationale: String,
}

impl Question {
    /// Makes the question with this number.
    pub(super) fn new(idx: usize) -> Self {
        let mut random = Random(idx as u64);
        let kind = random.below(5);
        let (asks, n_choices, n_keys) = match kind {
            0 => ("Which two follow? (Choose two.)", 4, 2),
            1 => ("Is the plan feasible?", 2, 1),
            _ => ("What follows?", 4, 1),
        };
        let sentences =
            |random: &mut Random, n: usize| (0..n).map(|_| random.sentence()).collect::<Vec<_>>().join(" ");
        let math = if random.below(10) < 3 { random.pick("math") } else { "" };
        let formula = if math.is_empty() { String::new() } else { format!(" The plan follows {math}.") };
        let context = sentences(&mut random, 6);
        let table = if random.below(100) < 15 { random.table() } else { " ".to_owned() };
        let first = random.below(n_choices);
        let keys = first..first + n_keys;
        let choice = |choice_idx| {
            let key = keys.contains(&choice_idx) || keys.contains(&(choice_idx + n_choices));
            let truth = ["True", "False"].get(choice_idx).filter(|_| n_choices == 2);
            let text = truth.map_or_else(|| format!("The {}.", random.clause()), |truth| (*truth).to_owned());
            Choice { text, key, feedback: (!key).then(|| random.sentence()) }
        };
        Self {
            id: format!("bench-{idx:06}"),
            multiple: n_keys > 1,
            stem: format!("{context}{formula}{table}{asks}"),
            choices: (0..n_choices).map(choice).collect(),
            level: random.pick("level"),
            rationale: format!("{math} {}", sentences(&mut random, 3)).trim().to_owned(),
        }
    }

    /// Writes the question in this project's format.
    pub(super) fn markdown(&self) -> String {
        let Self { id, level, stem, rationale, .. } = self;
        let title: Vec<&str> = stem.split(' ').take(7).collect();
        let attributes =
            format!("objective = \"inv-plan\"\nlevel = \"{level}\"\ntags = [\"bench\", \"{level}\"]");
        let mut lines = vec![format!("## {} {{#{id}}}\n", title.join(" ").trim_end_matches(['.', ',', ':']))];
        lines.extend([format!("```toml item\n{attributes}\n```\n"), stem.clone(), String::new()]);
        for Choice { text, key, feedback } in &self.choices {
            lines.push(format!("- [{}] {text}", if *key { 'x' } else { ' ' }));
            lines.extend(feedback.iter().map(|feedback| format!("  > {feedback}")));
        }
        lines.push(format!("\n**Rationale:** {rationale}\n"));
        lines.join("\n")
    }

    /// Writes a question with three variables and two computed values, a square root in each.
    pub(super) fn with_variables(&self) -> String {
        let Self { id, rationale, .. } = self;
        let attributes = "objective = \"inv-plan\"\nlevel = \"apply\"\n[vars]\nd = { min = 1000, max = 9000, step = 250 }\n\
                          s = { min = 20, max = 90, step = 5 }\nh = { min = 2, max = 12 }\n[calc]\n\
                          lot = \"sqrt(2 * d * s / h)\"\ncost = \"sqrt(2 * d * s * h)\"";
        let asked =
            "Demand is {{d}} units a year, an order costs {{s}}, holding a unit {{h}}. How large is a lot?";
        let choices = "- [x] {{lot:1}} units\n- [ ] {{cost:1}} units\n- [ ] {{d}} orders";
        format!("## Lot {{#{id}}}\n\n```toml item\n{attributes}\n```\n\n{rationale} {asked}\n\n{choices}\n")
    }

    /// Writes the question in the peer's format, as its question number `n`.
    pub(super) fn plain(&self, n: usize) -> String {
        let indent = " ".repeat(format!("{n}. ").len());
        let stem = self.stem.replace('\n', &format!("\n{indent}"));
        let mut lines = vec![format!("Title: {}\nPoints: 1\n{n}. {stem}\n... {}", self.id, self.rationale)];
        for (Choice { text, key, feedback }, letter) in self.choices.iter().zip('a'..) {
            lines.push(match (self.multiple, key) {
                (true, true) => format!("[*] {text}"),
                (true, false) => format!("[ ] {text}"),
                (false, true) => format!("*{letter}) {text}"),
                (false, false) => format!("{letter}) {text}"),
            });
            lines.extend(feedback.iter().map(|feedback| format!("... {feedback}")));
        }
        lines.join("\n") + "\n"
    }
}
