//! Findings as a JUnit report: a suite for each file, a test for each item, which passes where nothing in it fails.

use std::collections::BTreeMap;
use std::io::{self, Write};

use qbank_formats::xml::Xml;
use qbank_model::{Diagnostic, FileId};

use super::{Report, concise};
use crate::commands::fails;
use crate::terminal::one_line;

/// The tests of a file by their names: an item's id, or the code of a finding that is no item's.
type Suite<'f> = BTreeMap<String, Vec<&'f Diagnostic>>;

/// Writes the report.
///
/// # Errors
/// Fails when the output is gone or full.
pub(crate) fn render(report: &Report, out: &mut impl Write) -> io::Result<()> {
    let suites = suites(report);
    let mut xml = Xml::new(out);
    element(&mut xml, "testsuites", "qbank", &counts(report, suites.values()));
    for (file, suite) in &suites {
        let path = format!("{}{}", report.prefix, one_line(report.sources().path(*file)));
        element(&mut xml, "testsuite", &path, &counts(report, std::iter::once(suite)));
        for (name, findings) in suite {
            xml.open("testcase", &[("classname", &path), ("name", name)]);
            results(report, &mut xml, findings)?;
            xml.close("testcase");
        }
        xml.close("testsuite");
    }
    xml.close("testsuites");
    xml.end()
}

fn suites<'r>(report: &'r Report) -> BTreeMap<FileId, Suite<'r>> {
    let mut suites: BTreeMap<FileId, Suite> = BTreeMap::new();
    for entry in report.checked.bank.entries() {
        if let Some(id) = entry.id() {
            suites.entry(entry.span().file).or_default().entry(id.to_string()).or_default();
        }
    }
    for finding in &report.shown.findings {
        let name = finding.item.as_ref().map_or(finding.code.name().to_owned(), |item| item.id.to_string());
        let suite = suites.entry(finding.primary.span.file).or_default();
        suite.entry(name).or_default().push(finding);
    }
    suites
}

/// Counts the tests of suites, and those of them that fail.
fn counts<'s, 'f: 's>(report: &Report, suites: impl Iterator<Item = &'s Suite<'f>>) -> [String; 2] {
    let fails = |findings: &&Vec<&Diagnostic>| findings.iter().any(|finding| fails(finding, report.fail_on));
    let (mut n_tests, mut n_failures) = (0, 0);
    for suite in suites {
        n_tests += suite.len();
        n_failures += suite.values().filter(fails).count();
    }
    [n_tests.to_string(), n_failures.to_string()]
}

fn element(xml: &mut Xml, name: &str, title: &str, [n_tests, n_failures]: &[String; 2]) {
    let counts = [("tests", n_tests.as_str()), ("failures", n_failures), ("errors", "0"), ("skipped", "0")];
    xml.open(name, &[&[("name", title)], &counts[..]].concat());
}

/// Writes what was found in a test: one failure for all that fails, since some readers take no second one, and the rest
/// as its output.
fn results(report: &Report, xml: &mut Xml, findings: &[&Diagnostic]) -> io::Result<()> {
    let (failing, others): (Vec<&Diagnostic>, Vec<&Diagnostic>) =
        findings.iter().partition(|finding| fails(finding, report.fail_on));
    let lines = |findings: &[&Diagnostic]| {
        let mut lines = Vec::new();
        concise::render(findings, report.sources(), &mut lines)?;
        Ok::<String, io::Error>(String::from_utf8_lossy(&lines).into_owned())
    };
    if let Some(first) = failing.first() {
        let message = one_line(&first.message);
        xml.open("failure", &[("type", first.code.name()), ("message", &message)]);
        xml.text(&lines(&failing)?);
        xml.close("failure");
    }
    if !others.is_empty() {
        xml.leaf("system-out", &lines(&others)?);
    }
    Ok(())
}
