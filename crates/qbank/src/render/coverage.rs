//! What a bank holds of a blueprint, for people: a file for each way.

pub(crate) mod html;
pub(crate) mod markdown;
pub(crate) mod shape;
pub(crate) mod text;

use self::shape::{Band, Coverage, Domain, Levels};
use crate::render::summary::plural;

impl Coverage {
    /// Returns what was counted, in words: "320 items, for a form of 150, provisional weights".
    pub(crate) fn headline(&self) -> String {
        let counted = items(self.have);
        let counted = match (&self.form, self.form_items) {
            (Some(form), _) => format!("{counted} on the form {}", form.id),
            (None, Some(n_items)) => format!("{counted} for a form of {n_items}"),
            (None, None) => counted,
        };
        let condition = self.condition.as_ref().map(|condition| format!(" where {condition}"));
        let weights = if self.provisional_weights { ", provisional weights" } else { "" };
        format!("{counted}{}{weights}", condition.unwrap_or_default())
    }

    /// Returns what falls short of what is needed, domains first.
    pub(crate) fn gaps(&self) -> Vec<String> {
        let short = |need: Option<u32>, have| need.filter(|need| have < *need);
        let domains = self.domains.iter().filter_map(|domain| {
            let need = short(domain.need, domain.have)?;
            Some(format!("{} has {}; a form takes {need}", domain.id, items(domain.have)))
        });
        let objectives = self.domains.iter().flat_map(|domain| &domain.objectives).filter_map(|objective| {
            let need = short(objective.need, objective.have)?;
            Some(format!("{} has {}; it should have {need}", objective.id, items(objective.have)))
        });
        domains.chain(objectives).collect()
    }

    /// Returns what else there is to say: what was not counted, which forms there are, whose the weights are.
    pub(crate) fn notes(&self) -> Vec<String> {
        let n_loose: u32 = self.domains.iter().map(|domain| domain.without_objective).sum();
        let mut notes = Vec::new();
        notes.extend(self.forms.as_ref().map(shape::Forms::in_words));
        let of_bank = |count: u32| if self.form.is_none() { count } else { 0 };
        for (count, why) in [
            (n_loose, "without an objective, counted for the domain alone"),
            (self.unplaced, "that no domain of the blueprint holds"),
            (of_bank(self.unpublished), "not counted: the bank does not publish their status"),
            (of_bank(self.broken), "not counted: broken (see `qbank check`)"),
        ] {
            if count > 0 {
                notes.push(format!("{} {why}", items(count)));
            }
        }
        if self.provisional_weights {
            let unofficial = self.domains.iter().filter(|domain| !domain.is_official()).count();
            let all = plural(self.domains.len(), "domain");
            notes.push(format!(
                "provisional weights: for {unofficial} of {all} no official source stands behind the weight"
            ));
        }
        notes
    }
}

impl Domain {
    /// Tells whether the exam's owner published the weight.
    pub(crate) fn is_official(&self) -> bool {
        self.weight_status == "official"
    }

    /// Returns the weight and, where no official source stands behind it, its status: "15 % (provisional)".
    pub(crate) fn weight_in_words(&self) -> String {
        let status = if self.is_official() { String::new() } else { format!(" ({})", self.weight_status) };
        format!("{} %{status}", self.weight)
    }
}

impl Levels {
    /// Returns the items in the bands of a mix: recall, apply and analyze.
    pub(crate) fn bands(self) -> [u32; 3] {
        [self.remember + self.understand, self.apply, self.analyze + self.evaluate + self.create]
    }
}

impl Band {
    /// Returns what there is, and of how much where the mix says so: "13 of 7".
    pub(crate) fn in_words(&self) -> String {
        self.need.map_or_else(|| self.have.to_string(), |need| format!("{} of {need}", self.have))
    }
}

impl shape::Forms {
    fn in_words(&self) -> String {
        let Self { items, most_shared, wanted, found, obstacle } = self;
        let of = format!("of {items} items");
        let found_in_words = match found.as_slice() {
            [] => format!("no whole form {of}"),
            [_] => format!("1 whole form {of}"),
            found => {
                let shared = found.iter().map(|form| form.shared).max().unwrap_or_default();
                let share = if shared == 0 {
                    "an item".to_owned()
                } else {
                    format!("more than {}", self::items(shared))
                };
                format!("{} whole forms {of}; no two share {share} (allowed: {most_shared})", found.len())
            }
        };
        match obstacle {
            Some(obstacle) => format!("{found_in_words}; no further one: {obstacle}"),
            None => format!("{found_in_words}; no more than {wanted} are looked for"),
        }
    }
}

fn items(count: u32) -> String {
    plural(count as usize, "item")
}
