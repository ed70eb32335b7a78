//! `cargo xtask ci`: the whole gate, each step with its time.

use std::time::Instant;

use miette::{Result, WrapErr};

use crate::{bank, codegen, shell, test, tidy};

type Step = fn() -> Result<()>;

/// Runs the command; the first step that fails ends it.
pub(crate) fn run() -> Result<()> {
    let steps: [(&str, Step); 8] = [
        ("fmt", || shell::run(&mut shell::cargo(&["fmt", "--check"]))),
        ("clippy", || {
            shell::run(&mut shell::cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]))
        }),
        // The fuzz targets are a workspace of their own, which nothing else compiles.
        ("fuzz", || {
            let check = ["check", "--locked", "--manifest-path", "crates/qbank-syntax/fuzz/Cargo.toml"];
            shell::run(shell::cargo(&check).arg("--target-dir").arg(shell::target()?.join("fuzz")))
        }),
        ("doc", || {
            shell::run(shell::cargo(&["doc", "--workspace", "--no-deps"]).env("RUSTDOCFLAGS", "-D warnings"))
        }),
        ("tidy", tidy::run),
        ("codegen", || codegen::run(true)),
        ("bank", bank::run),
        ("test", test::run),
    ];
    let mut times = Vec::new();
    for (name, step) in steps {
        println!("── {name}");
        let start = Instant::now();
        step().wrap_err_with(|| format!("the gate stopped at {name}"))?;
        times.push(format!("{name} {:.1} s", start.elapsed().as_secs_f32()));
    }
    println!("The gate is open: {}", times.join(", "));
    Ok(())
}
