//! Media of packages: whatever their names are, and however long they are.

use qbank_tests::qbank::{qbank, run};
use qbank_tests::temp_bank::TempBank;
use serde_json::Value;

fn shows(path: &str, id: &str) -> String {
    format!(
        "## Which chart? {{#{id}}}\n\n![A chart](../../media/{path})\n\n- [x] The first\n- [ ] The second\n\n"
    )
}

fn drawing(width: u32) -> String {
    format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"10\"/>\n")
}

/// Returns the names of the members of a package and how long they are.
fn members(bank: &TempBank, package: &str) -> Vec<(String, u64)> {
    let bytes = std::io::Cursor::new(bank.bytes(package));
    let mut archive = zip::ZipArchive::new(bytes).expect("a package is an archive");
    let n_members = archive.len();
    let member = |idx| {
        let member = archive.by_index(idx).expect("a member");
        (member.name().expect("a name").into_owned(), member.size())
    };
    (0..n_members).map(member).collect()
}

/// Where the disk takes the two names for one, there is one medium.
#[test]
fn names_that_differ_only_in_capitals_are_two_media_and_never_one_file() {
    let bank = TempBank::new()
        .with("media/chart.png", "small letters")
        .with("media/Chart.PNG", "capitals")
        .with("items/inventory/a.md", shows("chart.png", "inv-a") + &shows("Chart.PNG", "inv-b"));
    let n_media = usize::from(bank.bytes("media/chart.png") != bank.bytes("media/Chart.PNG")) + 1;
    for (args, package) in [
        ("anki", "test.apkg"),
        ("anki --package latest -o dist/latest.apkg", "latest.apkg"),
        ("qti3", "test.qti3.zip"),
        ("qti21", "test.qti21.zip"),
        ("canvas --allow-loss all-or-nothing", "test.canvas.zip"),
    ] {
        let exported = run(&mut qbank(bank.root(), format!("export {args}").split(' ')));
        assert_eq!(exported.status, Some(0), "{args}: {}", exported.err());
        let members = members(&bank, &format!("dist/{package}"));
        let mut names: Vec<String> = members.iter().map(|(name, _)| name.to_lowercase()).collect();
        names.sort_unstable();
        let n_names = names.len();
        names.dedup();
        assert_eq!(names.len(), n_names, "{args}: no two members meet where capitals do not count");
        let is_medium = |name: &&String| name.contains(".png") || name.parse::<u32>().is_ok();
        assert_eq!(names.iter().filter(is_medium).count(), n_media, "{args}: {names:?}");
    }
}

#[test]
fn one_picture_under_two_paths_is_one_medium_of_anki() {
    let bank = TempBank::new()
        .with("media/a.svg", drawing(7))
        .with("media/b.svg", drawing(7))
        .with("items/inventory/a.md", shows("a.svg", "inv-a") + &shows("b.svg", "inv-b"));
    assert_eq!(run(&mut qbank(bank.root(), ["export", "anki"])).status, Some(0));
    let names: Vec<String> = members(&bank, "dist/test.apkg").into_iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["collection.anki2", "media", "0"]);
    let report: Value = serde_json::from_slice(&bank.bytes("dist/test.apkg.report.json")).expect("JSON");
    assert_eq!(report["losses"], Value::Array(Vec::new()));
}

#[cfg(unix)]
mod unix {
    #![expect(clippy::disallowed_types, reason = "a long file is written piece by piece")]

    use std::fs::File;
    use std::io::Write;
    use std::process::Command;

    use wait4::Wait4;

    use super::*;

    const MIB: usize = 1 << 20;

    /// Returns bytes that no compressor makes shorter: without a pattern in its window.
    fn noise(length: usize) -> Vec<u8> {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let step = || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state.to_le_bytes()
        };
        std::iter::repeat_with(step).flatten().take(length).collect()
    }

    /// Returns the most memory that the process had, in bytes.
    fn memory(command: &mut Command) -> usize {
        let used = command.spawn().expect("the binary starts").wait4().expect("the binary ends");
        assert!(used.status.success(), "{command:?}: {}", used.status);
        usize::try_from(used.rusage.maxrss).expect("memory fits")
    }

    /// The file is written in pieces, since a new process is said to have had the memory of the one that started it.
    #[test]
    fn the_length_of_media_costs_no_memory() {
        const LENGTH: usize = 200 * MIB;
        let piece = noise(8 * MIB);
        let bank = TempBank::new()
            .with("media/long.png", "")
            .with("items/inventory/a.md", shows("long.png", "inv-a"));
        let mut long = File::create(bank.path("media/long.png")).expect("the file can be written");
        for _ in 0..LENGTH / piece.len() {
            long.write_all(&piece).expect("the disk holds the file");
        }
        for args in ["anki", "anki --package latest", "qti3"] {
            let mut command = qbank(bank.root(), format!("export {args} -o dist/package").split(' '));
            let memory = memory(&mut command) / MIB;
            assert!(memory < 100, "{args}: {memory} MiB");
            let written = bank.path("dist/package").metadata().expect("the package is there").len();
            assert!(
                usize::try_from(written).is_ok_and(|written| written >= LENGTH),
                "{args}: {written} bytes"
            );
        }
    }
}
