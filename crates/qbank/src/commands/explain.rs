//! `qbank explain`: the manual page of a code.

use qbank_model::suggest::nearest;
use qbank_project::all_codes;

use crate::Verdict;
use crate::args::ExplainArgs;
use crate::failure::Failure;
use crate::output::print;

pub(super) fn run(args: &ExplainArgs) -> Result<Verdict, Failure> {
    let codes = all_codes();
    let Some(code) = codes.iter().find(|code| code.name() == args.code) else {
        return Err(no_such_code(&args.code));
    };
    print(code.0.page)?;
    Ok(Verdict::Clean)
}

/// Says that no code has a name. A list of all codes would bury the answer: `qbank rules` has it.
pub(super) fn no_such_code(name: &str) -> Failure {
    let codes = all_codes();
    let near = nearest(name, codes.iter().map(|code| code.name()));
    let help =
        near.map_or("`qbank rules` lists them all".to_owned(), |near| format!("did you mean `{near}`?"));
    Failure::NoSuchCode { name: name.to_owned(), help }
}
