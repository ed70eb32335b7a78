//! Chance: how likely what was counted would be if keys were put in their places at random.
//!
//! Every function returns a probability that can be recomputed by hand or with any table of the distribution.

/// Returns the probability of `k` or more successes in `n` trials, each with the probability `p`: the exact binomial.
pub(crate) fn binomial_tail(n: u32, k: u32, p: f64) -> f64 {
    let logs = log_factorials(n);
    let term = |i: u32| {
        let ways = logs[n as usize] - logs[i as usize] - logs[(n - i) as usize];
        (ways + f64::from(i) * p.ln() + f64::from(n - i) * (1.0 - p).ln()).exp()
    };
    (k..=n).map(term).sum::<f64>().min(1.0)
}

/// Returns the probability of counts at most as likely as these, if each of their sum falls into each place alike.
///
/// With five or more expected in each place that is the chi-square test, below the exact multinomial.
pub(crate) fn uneven_counts(counts: &[u32]) -> f64 {
    let (n, places) = (counts.iter().sum::<u32>(), counts.len() as u32);
    if n < 5 * places {
        return exact_multinomial(counts);
    }
    let expected = f64::from(n) / f64::from(places);
    let statistic = counts.iter().map(|count| (f64::from(*count) - expected).powi(2) / expected).sum();
    chi_square_tail(statistic, places - 1)
}

/// Returns the probability of a statistic as large as this one, in the chi-square distribution.
pub(crate) fn chi_square_tail(statistic: f64, degrees: u32) -> f64 {
    let half = f64::from(degrees) / 2.0;
    upper_gamma(half, statistic / 2.0)
}

/// Returns the probability of a run of at least `length` equal letters somewhere among `n`, each one of `letters` by chance.
pub(crate) fn run_tail(n: u32, length: u32, letters: u32) -> f64 {
    if length <= 1 {
        return 1.0;
    }
    if n < length {
        return 0.0;
    }
    let same = 1.0 / f64::from(letters);
    // The probability of each length of the run that ends here, no run having reached `length` so far.
    let mut ending = vec![0.0; length as usize];
    ending[1] = 1.0;
    for _ in 1..n {
        let begun: f64 = ending.iter().sum::<f64>() * (1.0 - same);
        for run in (2..ending.len()).rev() {
            ending[run] = ending[run - 1] * same;
        }
        ending[1] = begun;
    }
    1.0 - ending.iter().sum::<f64>()
}

/// Returns the probability of successors as dependent on their predecessors as in this table of pairs; `None` where the
/// table is too thin for the chi-square test.
pub(crate) fn dependent_successors(pairs: &[Vec<u32>]) -> Option<f64> {
    let letters = pairs.len();
    let of_row: Vec<f64> = pairs.iter().map(|row| f64::from(row.iter().sum::<u32>())).collect();
    let of_column = |column: usize| f64::from(pairs.iter().map(|row| row[column]).sum::<u32>());
    let n: f64 = of_row.iter().sum();
    let mut statistic = 0.0;
    for (row, counts) in pairs.iter().enumerate() {
        for (column, count) in counts.iter().enumerate() {
            let expected = of_row[row] * of_column(column) / n;
            // Below five in a place, the distribution is another one.
            if expected.is_nan() || expected < 5.0 {
                return None;
            }
            statistic += (f64::from(*count) - expected).powi(2) / expected;
        }
    }
    let degrees = (letters as u32).saturating_sub(1).pow(2);
    (degrees > 0).then(|| chi_square_tail(statistic, degrees))
}

/// Says a small probability for people and for those who look it up: "1 of 240 banks (p = 0.0042)".
pub(crate) fn in_words(p: f64) -> String {
    if p < 1e-6 {
        return "fewer than 1 of 1,000,000 banks (p < 0.000001)".to_owned();
    }
    format!("1 of {:.0} banks (p = {p:.6})", 1.0 / p)
}

fn log_factorials(n: u32) -> Vec<f64> {
    let mut logs = vec![0.0; n as usize + 1];
    for i in 1..=n {
        logs[i as usize] = logs[i as usize - 1] + f64::from(i).ln();
    }
    logs
}

/// Sums the probabilities of all counts that are at most as likely as these.
fn exact_multinomial(counts: &[u32]) -> f64 {
    let n = counts.iter().sum::<u32>();
    let logs = log_factorials(n);
    let log_ways =
        |counts: &[u32]| logs[n as usize] - counts.iter().map(|count| logs[*count as usize]).sum::<f64>();
    let all = f64::from(n) * f64::from(counts.len() as u32).ln();
    // Equal ways may differ in the last bits.
    let most = log_ways(counts) + 1e-9;
    let mut sum = 0.0;
    let mut of_each = vec![0; counts.len()];
    each_split(n, &mut of_each, 0, &mut |split| {
        let ways = log_ways(split);
        if ways <= most {
            sum += (ways - all).exp();
        }
    });
    sum.min(1.0)
}

/// Calls `visit` with every way to split a number over the places from one on.
fn each_split(left: u32, split: &mut [u32], place: usize, visit: &mut dyn FnMut(&[u32])) {
    if place + 1 == split.len() {
        split[place] = left;
        visit(split);
        return;
    }
    for count in 0..=left {
        split[place] = count;
        each_split(left - count, split, place + 1, visit);
    }
}

/// The regularised upper incomplete gamma function for half-integers `a`: its series for small `x`, else its continued
/// fraction (Abramowitz and Stegun, 6.5.29 and 6.5.31).
fn upper_gamma(a: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 1.0;
    }
    let scale = (a * x.ln() - x - log_gamma(a)).exp();
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0 / a, 1.0 / a, a);
        while term > sum * f64::EPSILON {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        return 1.0 - scale * sum;
    }
    // From the inner end outwards; two hundred steps are more than any table needs.
    let mut fraction = 0.0;
    for i in (1..=200).rev() {
        let i = f64::from(i);
        fraction = (i - a) / (1.0 + i / (x + fraction));
    }
    scale / (x + fraction)
}

/// The logarithm of the gamma function at a positive multiple of one half.
fn log_gamma(a: f64) -> f64 {
    let (mut at, mut log) =
        if a.fract() > 0.25 { (0.5, std::f64::consts::PI.ln() / 2.0) } else { (1.0, 0.0) };
    while at + 0.5 < a {
        log += f64::ln(at);
        at += 1.0;
    }
    log
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_close(found: f64, expected: f64, within: f64) -> bool {
        (found - expected).abs() <= within
    }

    #[test]
    fn chi_square_has_the_points_of_its_tables() {
        for (statistic, degrees, expected) in [
            (3.841, 1, 0.05),
            (5.991, 2, 0.05),
            (7.815, 3, 0.05),
            (11.345, 3, 0.01),
            (16.919, 9, 0.05),
            (21.666, 9, 0.01),
        ] {
            let found = chi_square_tail(statistic, degrees);
            assert!(is_close(found, expected, 2e-5), "{statistic} {degrees}: {found}");
        }
    }

    #[test]
    fn runs_are_as_long_as_chance_makes_them() {
        for (n, length, expected, within) in [
            (150, 6, 0.101, 5e-4),
            (150, 7, 0.0261, 5e-5),
            (150, 8, 0.006_54, 5e-6),
            (150, 9, 0.001_63, 5e-6),
            (50, 6, 0.033, 5e-4),
            (50, 7, 0.0081, 5e-5),
        ] {
            let found = run_tail(n, length, 4);
            assert!(is_close(found, expected, within), "{n} {length}: {found}");
        }
        assert!(is_close(run_tail(3, 3, 2), 0.25, 1e-12));
        assert!(is_close(run_tail(2, 3, 2), 0.0, 1e-12));
    }

    #[test]
    fn one_letters_count_lies_where_chance_puts_it() {
        let outside =
            |low: u32, high: u32| 1.0 - binomial_tail(150, low, 0.25) + binomial_tail(150, high + 1, 0.25);
        assert!(is_close(outside(24, 52), 0.0060, 5e-5), "{}", outside(24, 52));
        assert!(is_close(outside(27, 48), 0.0375, 5e-5), "{}", outside(27, 48));
        assert!(is_close(binomial_tail(4, 4, 0.25), 1.0 / 256.0, 1e-12));
        assert!(is_close(binomial_tail(4, 0, 0.25), 1.0, 1e-12));
    }

    #[test]
    fn few_keys_are_counted_out() {
        // Five of five in one of four places: 4 of 4^5 ways.
        assert!(is_close(uneven_counts(&[5, 0, 0, 0]), 4.0 / 1024.0, 1e-12));
        // Two of two apart or together: nothing is less likely than apart.
        assert!(is_close(uneven_counts(&[1, 1]), 1.0, 1e-12));
        assert!(is_close(uneven_counts(&[2, 0]), 0.5, 1e-12));
        assert!(is_close(uneven_counts(&[40, 20, 20, 20]), 0.007_383_161, 1e-8));
    }

    #[test]
    fn a_letter_that_follows_another_is_seen() {
        let even = vec![vec![6; 4]; 4];
        assert!(is_close(dependent_successors(&even).expect("enough pairs"), 1.0, 1e-12));
        let mut chained = vec![vec![4; 4]; 4];
        (0..4).for_each(|letter| chained[letter][(letter + 1) % 4] = 14);
        assert!(dependent_successors(&chained).expect("enough pairs") < 1e-3);
        assert_eq!(dependent_successors(&[vec![1, 2], vec![3, 4]]), None);
    }
}
