//! The rules as a bank wants them: options set, levels known.

use std::cell::LazyCell;
use std::collections::BTreeSet;

use qbank_model::suggest::did_you_mean;
use qbank_model::{
    Allowances, Bank, Diagnostic, LintLevel, OptionValue, Policy, RuleSetting, Severity, Span, Spanned,
};

use crate::option::RuleOption;
use crate::rule::Rule;
use crate::rules;
use crate::words::Glossary;

/// Why a bank's wishes for a rule cannot be met.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum SettingFault {
    /// There is no such rule.
    #[error("no rule is called `{}`", rule.value)]
    UnknownRule {
        /// The name as written.
        rule: Spanned<String>,
    },
    /// The rule is there and cannot be silenced.
    #[error("`{}` has one level: with such a fault nothing can be exported", rule.value)]
    FirmRule {
        /// The name as written.
        rule: Spanned<String>,
    },
    /// The rule has no such option.
    #[error("the rule `{rule}` has no option `{}`", option.value)]
    UnknownOption {
        /// The rule's name.
        rule: String,
        /// The option's name as written.
        option: Spanned<String>,
        /// The options that there are, `level` among them.
        known: Vec<&'static str>,
    },
    /// The option cannot have such a value.
    #[error("`{option}` cannot be {}", value.value)]
    WrongValue {
        /// The option's name.
        option: &'static str,
        /// What it can be.
        wanted: String,
        /// The value as written.
        value: Spanned<OptionValue>,
    },
}

impl SettingFault {
    /// Returns where the fault is written.
    pub fn span(&self) -> Span {
        match self {
            Self::UnknownRule { rule } | Self::FirmRule { rule } => rule.span,
            Self::UnknownOption { option, .. } => option.span,
            Self::WrongValue { value, .. } => value.span,
        }
    }

    /// Returns what to do about it.
    pub fn help(&self) -> String {
        match self {
            Self::UnknownRule { rule } => {
                let names: Vec<&str> = crate::codes().iter().map(|code| code.name()).collect();
                did_you_mean(&rule.value, &names)
            }
            Self::FirmRule { .. } => "take the line out, and mend what the rule finds".to_owned(),
            Self::UnknownOption { option, known, .. } => did_you_mean(&option.value, known),
            Self::WrongValue { wanted, .. } => format!("write {wanted}"),
        }
    }
}

/// A rule and the level that the bank gives it, where it gives one.
struct Configured {
    rule: Box<dyn Rule>,
    level: Option<LintLevel>,
    /// Whether somebody wants to know what it finds; else it speaks only to tell which allowances are idle.
    is_wanted: bool,
}

/// All rules, as one bank wants them.
pub struct RuleSet {
    rules: Vec<Configured>,
    allow: Allowances,
    glossary: Glossary,
}

impl Default for RuleSet {
    /// Returns the rules with their own levels and options.
    fn default() -> Self {
        let rules = rules::all().into_iter().map(|rule| Configured { rule, level: None, is_wanted: true });
        Self { rules: rules.collect(), allow: Allowances::new(), glossary: Glossary::default() }
    }
}

impl std::fmt::Debug for RuleSet {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let levels = self.rules.iter().map(|configured| (configured.rule.code().name(), configured.level));
        f.debug_map().entries(levels).finish()
    }
}

impl RuleSet {
    /// Sets the rules as a bank's policy wants them.
    ///
    /// # Errors
    /// Returns all wishes that name no rule or no option, silence what cannot be silenced, or have an impossible value.
    pub fn new(policy: &Policy) -> Result<Self, Vec<SettingFault>> {
        let glossary = Glossary::new(policy.glossary.iter().map(|term| &term.value));
        let mut set = Self { allow: policy.allow.clone(), glossary, ..Self::default() };
        let mut faults = Vec::new();
        for setting in &policy.rules {
            match set.rules.iter_mut().find(|known| known.rule.code().name() == setting.rule.value) {
                Some(configured) => configured.configure(setting, &mut faults),
                None => faults.push(SettingFault::UnknownRule { rule: setting.rule.clone() }),
            }
        }
        for (name, reason) in &policy.allow {
            let rule = Spanned::new(name.clone(), reason.span);
            match set.get(name) {
                None => faults.push(SettingFault::UnknownRule { rule }),
                Some(known) if known.is_firm() => faults.push(SettingFault::FirmRule { rule }),
                Some(_) => {}
            }
        }
        if faults.is_empty() { Ok(set) } else { Err(faults) }
    }

    /// Returns a rule by its name.
    pub fn get(&self, name: &str) -> Option<&dyn Rule> {
        self.rules.iter().map(|configured| &*configured.rule).find(|rule| rule.code().name() == name)
    }

    /// Tells whether the bank gave the rule a level, and so wants to hear of it whoever looks.
    pub fn is_levelled(&self, name: &str) -> bool {
        self.level(name).is_some()
    }

    /// Silences every rule whose findings are no errors, for callers that want to know no more.
    pub fn keep_errors(&mut self) {
        self.keep(Configured::finds_errors);
    }

    /// Silences every rule of another name whose findings are no errors, which would break an item, for callers that want
    /// to know no more.
    pub fn keep_named(&mut self, is_wanted: impl Fn(&str) -> bool) {
        self.keep(|known| known.finds_errors() || is_wanted(known.rule.code().name()));
    }

    fn keep(&mut self, is_wanted: impl Fn(&Configured) -> bool) {
        for known in &mut self.rules {
            known.is_wanted = is_wanted(known);
        }
    }

    /// Returns the rules that look at a bank, in the manual's order: those that are wanted and not silenced. Where idle
    /// allowances are wanted, each rule that an allowance names has to look too, or the allowance would seem idle.
    pub(crate) fn active(&self, bank: &Bank) -> Vec<&dyn Rule> {
        let speaks = |known: &&Configured| known.level != Some(LintLevel::Allow);
        let is_idle_allow =
            |known: &Configured| known.is_wanted && known.rule.code().name() == rules::idle_allow::NAME;
        let wants_idle = self.rules.iter().filter(speaks).any(is_idle_allow);
        let named = LazyCell::new(|| {
            let of_items = bank.items().flat_map(|item| item.details.allow.keys());
            self.allow.keys().chain(of_items).map(String::as_str).collect::<BTreeSet<&str>>()
        });
        let looks =
            |known: &&Configured| known.is_wanted || wants_idle && named.contains(known.rule.code().name());
        self.rules.iter().filter(speaks).filter(looks).map(|known| &*known.rule).collect()
    }

    /// Returns what is silenced in the whole bank.
    pub(crate) fn allow(&self) -> &Allowances {
        &self.allow
    }

    /// Returns the terms of the bank's field.
    pub fn glossary(&self) -> &Glossary {
        &self.glossary
    }

    /// Gives a finding the severity that the bank wants for its rule.
    pub(crate) fn level_up(&self, finding: &mut Diagnostic) {
        if let Some(LintLevel::Report(severity)) = self.level(finding.code.name()) {
            finding.severity = severity;
        }
    }

    fn level(&self, name: &str) -> Option<LintLevel> {
        self.rules.iter().find(|known| known.rule.code().name() == name).and_then(|known| known.level)
    }
}

impl Configured {
    fn finds_errors(&self) -> bool {
        match self.level {
            Some(level) => level == LintLevel::Report(Severity::Error),
            None => self.rule.code().0.severity == Severity::Error,
        }
    }

    fn configure(&mut self, setting: &RuleSetting, faults: &mut Vec<SettingFault>) {
        self.level = setting.level;
        if self.rule.is_firm() && setting.level.is_some() {
            faults.push(SettingFault::FirmRule { rule: setting.rule.clone() });
        }
        for (name, value) in &setting.options {
            let options = self.rule.options();
            let known: Vec<&str> = options.iter().map(RuleOption::name).collect();
            let Some(option) = options.into_iter().find(|option| option.name() == name.value) else {
                let known = known.into_iter().chain(["level"]).collect();
                let rule = setting.rule.value.clone();
                faults.push(SettingFault::UnknownOption { rule, option: name.clone(), known });
                continue;
            };
            let (option_name, wanted) = (option.name(), option.wanted());
            if !option.set(&value.value) {
                faults.push(SettingFault::WrongValue { option: option_name, wanted, value: value.clone() });
            }
        }
    }
}
