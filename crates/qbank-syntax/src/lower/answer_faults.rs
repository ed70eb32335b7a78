//! Tells what keeps an answer, or an item as a whole, from being one.

use qbank_model::interaction::{EssayFault, MatchingFault, OrderingFault};
use qbank_model::item::Fault;
use qbank_model::template::AnswerFault;
use qbank_model::{Diagnostic, Kind, Scoring};

use crate::codes;
use crate::content::Lowering;
use crate::lower::answer::AnswerPlaces;
use crate::lower::finish::Site;

impl Lowering<'_, '_> {
    pub(crate) fn report_answer_fault(&mut self, fault: &AnswerFault, site: &Site) {
        let places = site.answer;
        let finding = match fault {
            AnswerFault::Choices(fault) => return self.report_choices_fault(fault, &places.parts),
            AnswerFault::Keys(count) => {
                return self.report_key_count(*count, site.kind, places.whole.clone());
            }
            AnswerFault::Number(blank, fault, range) => {
                let place = places.part(blank.unwrap_or(0));
                let range = place.start + range.start..place.start + range.end.max(range.start);
                let inside = if range.end <= place.end && !range.is_empty() { range } else { place };
                let help = "write a number, perhaps its unit, perhaps `± 0.5` or `± 5%`; words stand between backticks";
                self.found(codes::BROKEN_ANSWER, inside, fault.to_string()).help(help)
            }
            AnswerFault::Text(blank, fault) => {
                let finding =
                    self.found(codes::BROKEN_ANSWER, places.part(blank.unwrap_or(0)), fault.to_string());
                finding.help("write each way to answer right between backticks, with bars between them")
            }
            AnswerFault::DropDown(idx, fault) => {
                let finding = self.found(codes::BROKEN_DROP_DOWN, places.part(*idx), fault.to_string());
                finding.help("write `~wrong =right ~wrong`")
            }
            AnswerFault::BlankCount(answers, gaps) => {
                let count = |n: usize, noun: &str| format!("{n} {noun}{}", if n == 1 { "" } else { "s" });
                let (gaps, answers) = (count(*gaps, "gap"), count(*answers, "answer"));
                let message = format!("the stem has {gaps}, the list below it {answers}");
                let finding = self.found(codes::BLANK_COUNT, places.whole.clone(), message);
                finding.help("write a gap as `____`, and one answer for each, 26 at most")
            }
            AnswerFault::Matching(fault) => self.matching_finding(*fault, places),
            AnswerFault::Ordering(fault) => self.ordering_finding(*fault, places),
            AnswerFault::Essay(fault) => self.essay_finding(*fault, places),
        };
        self.report(finding);
    }

    fn matching_finding(&self, fault: MatchingFault, places: &AnswerPlaces) -> Diagnostic {
        let found = |place, message: &str| self.found(codes::BROKEN_PAIRS, place, message);
        let also = |idx| self.document.span(places.part(idx));
        match fault {
            MatchingFault::Count => found(places.whole.clone(), "a match question has 2 to 26 pairs")
                .help("write a row for each pair; ask with choices where there is one"),
            MatchingFault::EmptyRight(row) => {
                found(places.part(row), "the right cell of the row is empty").help("write the partner")
            }
            MatchingFault::RepeatedLeft(first, row) => found(places.part(row), "two rows have one left cell")
                .also(also(first), "it stands here first")
                .help("make the two differ: a learner can give each only one partner"),
            MatchingFault::DistractorIsKey(first, row) => {
                found(places.part(row), "the distractor is a partner, too")
                    .also(also(first), "it is right here")
                    .help("change it, or delete the row")
            }
        }
    }

    fn ordering_finding(&self, fault: OrderingFault, places: &AnswerPlaces) -> Diagnostic {
        let found = |place, message: &str| self.found(codes::BROKEN_ORDER, place, message);
        match fault {
            OrderingFault::Count(count) => {
                let message = format!("an order has 2 to 26 entries, not {count}");
                found(places.whole.clone(), &message).help("write the entries in the right order")
            }
            OrderingFault::Empty(idx) => {
                found(places.part(idx), "the entry is empty").help("write it, or delete the line")
            }
            OrderingFault::Repeated(first, idx) => found(places.part(idx), "two entries read the same")
                .also(self.document.span(places.part(first)), "the same text stands here")
                .help("make the two differ: their order could not be told"),
        }
    }

    fn essay_finding(&self, fault: EssayFault, places: &AnswerPlaces) -> Diagnostic {
        let found = |place, message: &str| self.found(codes::BROKEN_RUBRIC, place, message);
        match fault {
            EssayFault::NoCriterion => found(places.whole.clone(), "the rubric has no criterion")
                .help("write a row for each thing that earns points"),
            EssayFault::Empty(row) => {
                found(places.part(row), "the criterion says nothing").help("write what the reader looks for")
            }
            EssayFault::Points(row) => {
                found(places.part(row), "the criterion earns no points").help("give it more than 0")
            }
        }
    }

    pub(crate) fn report_item_fault(&mut self, fault: &Fault, site: &Site) {
        let at = |code, message: &str| self.found(code, site.heading.clone(), message);
        let finding = match fault {
            Fault::EmptyStem => {
                at(codes::EMPTY_STEM, "the item asks nothing").help("write the question before the choices")
            }
            Fault::Points(points) => at(codes::WRONG_VALUE, &format!("the item gives {points} points"))
                .help("points are more than 0"),
            Fault::ScoringUnfit(scoring, kind) => {
                let message =
                    format!("`{}` scoring does not fit a {} question", scoring.as_str(), kind.as_str());
                at(codes::SCORING_UNFIT, &message).help(scorings_help(*kind))
            }
            Fault::SharesIgnored(scoring) => at(codes::WRONG_SHARES, &shares_message(*scoring))
                .help("write `scoring = \"per-choice\"`, or take the scores away"),
            Fault::KeyShares(sum) => {
                at(codes::WRONG_SHARES, &format!("the keys' scores sum to {sum}, not 1"))
                    .help("the keys together earn all the points")
            }
            Fault::DistractorEarnsAll(idx) => self
                .found(codes::WRONG_SHARES, site.answer.part(*idx), "a distractor earns all the points")
                .help("give it less than 1, or tick it"),
            Fault::RubricPoints(rubric, item) => {
                let message = format!("the rubric's points sum to {rubric}, the item gives {item}");
                self.found(codes::BROKEN_RUBRIC, site.answer.whole.clone(), message)
                    .help(format!("write `points = {rubric}`, or mend the rubric"))
            }
        };
        self.report(finding);
    }
}

fn scorings_help(kind: Kind) -> String {
    let words: Vec<String> =
        kind.scorings().iter().map(|scoring| format!("`{}`", scoring.as_str())).collect();
    format!("such a question knows {}", words.join(", "))
}

fn shares_message(scoring: Scoring) -> String {
    format!("choices have scores, but `{}` scoring ignores them", scoring.as_str())
}
