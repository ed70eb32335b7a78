//! Roots, powers, logarithms and their kin over decimals alone: binary floating point differs between systems where it is
//! not a plain square root.
//!
//! Every series is summed until a term no longer counts at 28 digits; arguments are reduced first, so that each has at most
//! some forty terms.

use rust_decimal::prelude::{FromPrimitive, ToPrimitive};

use super::EvalFaultKind;
use crate::Decimal;

type Result = std::result::Result<Decimal, EvalFaultKind>;

/// Digits to which results are rounded that no decimal holds exactly.
const DIGITS: u32 = 20;
/// Digits of a normal quantile, whose equation is solved and not summed.
const QUANTILE_DIGITS: u32 = 15;

const fn decimal(low: u32, middle: u32, high: u32, scale: u32) -> Decimal {
    Decimal::from_parts(low, middle, high, false, scale)
}

/// e, 28 digits.
const E: Decimal = decimal(2_239_425_882, 3_958_169_141, 1_473_583_531, 28);
/// ln 2, 28 digits.
const LN_2: Decimal = decimal(2_860_148_159, 2_180_329_217, 375_755_839, 28);
/// ln 10, 28 digits.
const LN_10: Decimal = decimal(2_678_495_027, 336_900_640, 1_248_233_880, 28);
/// 2π, 27 digits.
const TWO_PI: Decimal = decimal(220_494_191, 37_174_913, 340_612_158, 27);
/// √(2π), 28 digits.
const ROOT_TWO_PI: Decimal = decimal(2_133_383_024, 2_079_885_984, 1_358_845_910, 28);

/// The root that binary floating point gives, correct to 15 digits, made exact by one step of Newton's method.
pub(super) fn sqrt(number: Decimal) -> Result {
    if number.is_sign_negative() && !number.is_zero() {
        return Err(EvalFaultKind::NegativeRoot);
    }
    let near = number.to_f64().map(f64::sqrt).and_then(Decimal::from_f64);
    let Some(near) = near.filter(|near| !near.is_zero()) else { return Ok(Decimal::ZERO) };
    let root = (near + number / near) / Decimal::TWO;
    let rounded = significant(root, 14);
    Ok(if rounded.checked_mul(rounded) == Some(number) { rounded } else { root })
}

/// Whole exponents multiply exactly as long as 28 digits hold the product.
pub(super) fn power(base: Decimal, exponent: Decimal) -> Result {
    if exponent.fract().is_zero() {
        let times = exponent.abs().to_u32().ok_or(EvalFaultKind::TooLarge)?;
        let product = whole_power(base, times)?;
        if exponent.is_sign_positive() || exponent.is_zero() {
            return Ok(product);
        }
        return if product.is_zero() {
            Err(EvalFaultKind::DivisionByZero)
        } else {
            Ok(Decimal::ONE / product)
        };
    }
    if base.is_zero() {
        return if exponent.is_sign_negative() {
            Err(EvalFaultKind::DivisionByZero)
        } else {
            Ok(Decimal::ZERO)
        };
    }
    if base.is_sign_negative() {
        return Err(EvalFaultKind::NegativeRoot);
    }
    if exponent == Decimal::new(5, 1) {
        return sqrt(base);
    }
    let raised = exponent.checked_mul(logarithm(base)).ok_or(EvalFaultKind::TooLarge)?;
    exponential(raised).map(rounded)
}

/// Squares and multiplies; a product that outgrows a decimal is too large, one that vanishes is 0.
fn whole_power(base: Decimal, times: u32) -> Result {
    let (mut product, mut square, mut left) = (Decimal::ONE, base, times);
    while left > 0 {
        if left % 2 == 1 {
            product = product.checked_mul(square).ok_or(EvalFaultKind::TooLarge)?;
        }
        left /= 2;
        if left > 0 {
            square = square.checked_mul(square).ok_or(EvalFaultKind::TooLarge)?;
        }
    }
    Ok(product)
}

pub(super) fn exp(number: Decimal) -> Result {
    exponential(number).map(rounded)
}

pub(super) fn ln(number: Decimal) -> Result {
    if number <= Decimal::ZERO { Err(EvalFaultKind::Logarithm) } else { Ok(rounded(logarithm(number))) }
}

pub(super) fn log10(number: Decimal) -> Result {
    if number <= Decimal::ZERO {
        Err(EvalFaultKind::Logarithm)
    } else {
        Ok(rounded(logarithm(number) / LN_10))
    }
}

pub(super) fn sin(angle: Decimal) -> Result {
    let angle = reduced(angle)?;
    Ok(rounded(alternating(angle, angle, 1)))
}

pub(super) fn cos(angle: Decimal) -> Result {
    let angle = reduced(angle)?;
    Ok(rounded(alternating(Decimal::ONE, angle, 0)))
}

pub(super) fn tan(angle: Decimal) -> Result {
    let (sine, cosine) = (sin(angle)?, cos(angle)?);
    sine.checked_div(cosine).map(rounded).ok_or(EvalFaultKind::DivisionByZero)
}

/// Solves Φ(x) = p by Halley's method, which triples the right digits at each step, from the rational estimate 26.2.22 of
/// Abramowitz and Stegun (1964), which is within 0.003.
pub(super) fn normal_quantile(probability: Decimal) -> Result {
    let least = Decimal::new(1, 9);
    if probability < least || probability > Decimal::ONE - least {
        return Err(EvalFaultKind::Probability);
    }
    let half = Decimal::new(5, 1);
    if probability == half {
        return Ok(Decimal::ZERO);
    }
    let tail = probability.min(Decimal::ONE - probability);
    let t = sqrt(-Decimal::TWO * logarithm(tail))?;
    let number = |digits: i64| Decimal::new(digits, 5);
    let above = number(230_753) + number(27_061) * t;
    let below = Decimal::ONE + number(99_229) * t + number(4_481) * t * t;
    let mut x = t - above / below;
    for _ in 0..2 {
        let density = exponential(-x * x / Decimal::TWO)? / ROOT_TWO_PI;
        let newton = odd_factorials(x) - (half - tail) / density;
        x -= newton / (Decimal::ONE + x * newton / Decimal::TWO);
    }
    let x = significant(x, QUANTILE_DIGITS);
    Ok(if probability < half { -x } else { x })
}

/// x + x³/3 + x⁵/(3·5) + …, which times the density is Φ(x) − 1/2.
fn odd_factorials(x: Decimal) -> Decimal {
    let (mut term, mut sum, mut odd) = (x, x, Decimal::ONE);
    while !term.is_zero() && sum + term != sum {
        odd += Decimal::TWO;
        term = term * x * x / odd;
        sum += term;
    }
    sum
}

/// Σ f^k/k! for the fraction, times a power of e for the whole part.
fn exponential(number: Decimal) -> Result {
    let whole = number.round();
    let times = whole.abs().to_u32().filter(|times| *times <= 64);
    let Some(times) = times else {
        return if number.is_sign_negative() { Ok(Decimal::ZERO) } else { Err(EvalFaultKind::TooLarge) };
    };
    let fraction = number - whole;
    let (mut term, mut sum, mut count) = (Decimal::ONE, Decimal::ONE, Decimal::ZERO);
    while !term.is_zero() {
        count += Decimal::ONE;
        term = term * fraction / count;
        sum += term;
    }
    let power = whole_power(E, times)?;
    if whole.is_sign_negative() {
        Ok(sum / power)
    } else {
        sum.checked_mul(power).ok_or(EvalFaultKind::TooLarge)
    }
}

/// ln m + k·ln 2 with m between 3/4 and 3/2; ln m = 2·artanh((m − 1)/(m + 1)).
fn logarithm(number: Decimal) -> Decimal {
    let (low, high) = (Decimal::new(75, 2), Decimal::new(15, 1));
    let (mut mantissa, mut doublings) = (number, Decimal::ZERO);
    while mantissa > high {
        mantissa /= Decimal::TWO;
        doublings += Decimal::ONE;
    }
    while mantissa < low {
        mantissa *= Decimal::TWO;
        doublings -= Decimal::ONE;
    }
    let ratio = (mantissa - Decimal::ONE) / (mantissa + Decimal::ONE);
    let square = ratio * ratio;
    let (mut power, mut sum, mut odd) = (ratio, ratio, Decimal::ONE);
    while !power.is_zero() {
        power *= square;
        odd += Decimal::TWO;
        sum += power / odd;
    }
    Decimal::TWO * sum + doublings * LN_2
}

/// Takes whole turns off an angle.
fn reduced(angle: Decimal) -> Result {
    if angle.abs() > Decimal::from(1_000_000) {
        return Err(EvalFaultKind::Angle);
    }
    Ok(angle - (angle / TWO_PI).round() * TWO_PI)
}

/// first − first·x²/((n+1)(n+2)) + …: the sine from n = 1, the cosine from n = 0.
fn alternating(first: Decimal, x: Decimal, n: u32) -> Decimal {
    let (mut term, mut sum, mut n) = (first, first, n);
    while !term.is_zero() {
        let divisor = Decimal::from((n + 1) * (n + 2));
        n += 2;
        term = -term * x * x / divisor;
        sum += term;
    }
    sum
}

fn rounded(number: Decimal) -> Decimal {
    significant(number, DIGITS).normalize()
}

/// Rounds to so many significant digits; a number so small that it has no more of them stays. `round_sf` would give it more
/// places than a decimal has, and the next sum or text of it panics.
fn significant(number: Decimal, digits: u32) -> Decimal {
    number.round_sf(digits).filter(|rounded| rounded.scale() <= Decimal::MAX_SCALE).unwrap_or(number)
}
