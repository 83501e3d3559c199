//! Promises: of each kind of thing and each category, to each sink. Too many on purpose: those that the policy breaks are
//! taken out again, so that what is left is as much as the compiler says can be promised.

use candor::{
    lexicon::claimable,
    vocab::{Category, Sink, Way},
};

use super::super::sketch::Part;
use super::Generator;

impl Generator<'_> {
    pub(super) fn promises(&mut self) -> Vec<Part> {
        let things: Vec<String> = claimable().map(|(name, _)| name).collect();
        let mut said = Vec::new();
        for _ in 0..self.draw.below(14) {
            let what = if self.draw.chance(65) {
                self.draw.pick(&things).cloned()
            } else {
                self.draw
                    .pick(Category::ALL)
                    .map(|one| one.word().to_owned())
            };
            let sink = self.draw.pick(Sink::ALL).map(|sink| sink.word());
            let sink = if self.draw.chance(8) {
                Some("any")
            } else {
                sink
            };
            let (Some(what), Some(sink)) = (what, sink) else {
                continue;
            };
            let line = format!("never \"{what}\" to={sink}");
            if said.contains(&line) {
                continue;
            }
            if sink != "any" && self.draw.chance(15) {
                let way = *self.draw.pick(Way::ALL).expect("there are ways");
                said.push(format!(
                    "declassify \"{what}\" to={sink} as={way} reason=\"It is asked for\""
                ));
            }
            said.push(line);
        }
        said.into_iter().map(Part::line).collect()
    }
}
