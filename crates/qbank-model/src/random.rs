//! Numbers that look random and are the same on every system, by a name alone: for draws and for scrambled orders.

use sha2::{Digest, Sha256};

/// The `SplitMix64` generator (Steele, Lea and Flood, 2014), seeded by a name.
#[derive(Clone, Debug)]
pub(crate) struct Random(u64);

impl Random {
    /// Starts the sequence of a name.
    pub(crate) fn of(name: &str) -> Self {
        let hash = Sha256::digest(name.as_bytes());
        Self(hash[..8].iter().fold(0, |seed, byte| (seed << 8) | u64::from(*byte)))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `n`, which is above 0. The product's high half is as even as 64 bits allow.
    pub(crate) fn below(&mut self, n: u64) -> u64 {
        ((u128::from(self.next()) * u128::from(n)) >> 64) as u64
    }
}

/// Returns the places 0 to `n` − 1 in an order that depends on the name alone and is never the authored one, where `n` is
/// 2 or more: what is authored in the order of its answer must not be shown in it.
pub fn scrambled(name: &str, n: usize) -> Vec<usize> {
    let mut random = Random::of(name);
    let mut order: Vec<usize> = (0..n).collect();
    for last in (1..n).rev() {
        order.swap(last, random.below(last as u64 + 1) as usize);
    }
    if order.is_sorted() {
        order.rotate_left(1.min(n));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn orders_are_scrambled_by_their_name_alone() {
        for n in 2..12 {
            let order = scrambled("sop-steps", n);
            assert_eq!(order, scrambled("sop-steps", n));
            assert!(!order.is_sorted(), "{order:?}");
            let mut sorted = order.clone();
            sorted.sort_unstable();
            assert!(sorted.into_iter().eq(0..n));
        }
        assert_eq!(scrambled("sop-steps", 5), [2, 4, 3, 1, 0]);
        assert_eq!((scrambled("x", 0), scrambled("x", 1)), (vec![], vec![0]));
    }
}
