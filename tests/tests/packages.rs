//! What holds for the packages of every bank in every format.

use qbank_formats::Format;
use qbank_tests::{BANKS, TestBank};

#[test]
fn the_banks_are_sound() {
    for folder in BANKS {
        assert_eq!(TestBank::open(folder).checked.n_errors(), 0, "{folder}");
    }
}

#[test]
fn equal_banks_give_equal_bytes_on_any_number_of_threads() {
    let on = |n_threads, folder, format| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().expect("threads start");
        pool.install(|| TestBank::open(folder).bytes(format))
    };
    for folder in BANKS {
        for format in Format::ALL {
            assert!(on(1, folder, format) == on(5, folder, format), "{folder} as {}", format.as_str());
        }
    }
}

#[test]
fn what_is_not_for_learners_stays_in_the_bank() {
    let bank = TestBank::open("tests/conformance/bank");
    for format in Format::ALL {
        bank.with_package(format, |package| {
            for entry in &package.entries {
                let bytes = entry.body.bytes().expect("an entry can be made").unwrap_or_default();
                let text = String::from_utf8_lossy(&bytes);
                for (hidden, what) in [
                    ("zanzibar", "an author's note"),
                    ("a-person", "an author"),
                    ("retired-item", "a retired item"),
                ] {
                    assert!(!text.contains(hidden), "{} in {} of {}", what, entry.name, format.as_str());
                }
            }
        });
    }
}
