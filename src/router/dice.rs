//! Chance, as an argument: the same seed gives the same throws, so a step can be run again.

/// A seeded source of random numbers.
#[derive(Debug, Clone)]
pub struct Dice(fastrand::Rng);

impl Dice {
    #[must_use]
    pub fn seeded(seed: u64) -> Self {
        Self(fastrand::Rng::with_seed(seed))
    }

    /// A number from `low` to `high`, both included; none when `low` is above `high`.
    pub(super) fn between(&mut self, low: i64, high: i64) -> Option<i64> {
        (low <= high).then(|| self.0.i64(low..=high))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_are_thrown_and_the_seed_decides() {
        let throws = |seed| -> Vec<_> {
            let mut dice = Dice::seeded(seed);
            (0..200).map(|_| dice.between(1, 3).unwrap()).collect()
        };
        assert_eq!(throws(7), throws(7));
        assert_ne!(throws(7), throws(8));
        for face in 1..=3 {
            assert!(throws(7).contains(&face));
        }
        assert_eq!(Dice::seeded(7).between(5, 4), None);
        assert!(Dice::seeded(7).between(i64::MIN, i64::MAX).is_some());
    }
}
