//! `qbank explain`: the manual page of a code.

use qbank_model::suggest::did_you_mean;
use qbank_project::all_codes;

use crate::Verdict;
use crate::args::ExplainArgs;
use crate::failure::Failure;
use crate::output::print;

pub(super) fn run(args: &ExplainArgs) -> Result<Verdict, Failure> {
    let codes = all_codes();
    let Some(code) = codes.iter().find(|code| code.name() == args.code) else {
        let names: Vec<&str> = codes.iter().map(|code| code.name()).collect();
        return Err(Failure::NoSuchCode { name: args.code.clone(), help: near(&args.code, &names) });
    };
    print(code.0.page)?;
    Ok(Verdict::Clean)
}

/// A list of all codes would bury the answer: `qbank rules` has it.
fn near(name: &str, names: &[&str]) -> String {
    match qbank_model::suggest::nearest(name, names.iter().copied()) {
        Some(_) => did_you_mean(name, names),
        None => "`qbank rules` lists them all".to_owned(),
    }
}
