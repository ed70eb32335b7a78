//! "Did you mean": the nearest known name to an unknown one.

/// Returns the known name nearest to a mistyped one, if any is near enough to be what was meant.
///
/// Near is a Damerau–Levenshtein distance of at most a third of the longer name, and at least 1.
pub fn nearest<'a>(typed: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    let distances =
        known.into_iter().map(|name| (strsim::damerau_levenshtein(&typed, &name.to_lowercase()), name));
    let (distance, name) = distances.min()?;
    let limit = (typed.chars().count().max(name.chars().count()) / 3).max(1);
    (distance <= limit).then_some(name)
}

/// Returns the help for an unknown name: the nearest one, or the list of all.
pub fn did_you_mean(typed: &str, known: &[&str]) -> String {
    match nearest(typed, known.iter().copied()) {
        Some(name) => format!("did you mean `{name}`?"),
        None => format!("known are {}", known.join(", ")),
    }
}
