//! `limit`: what was done too often lately is refused. What is let through counts when the whole handler goes through.

use super::{
    round::{Flow, refuse},
    run::Run,
};
use crate::{
    plan::{Expr, LimitId, Text},
    port::Use,
    vocab::{Duration, Value},
    wording::say,
};

impl Run<'_, '_> {
    pub(super) fn limit(
        &mut self,
        limit: LimitId,
        (most, within): (u32, Duration),
        per: &Expr,
        refusal: Option<&Text>,
    ) -> Flow<()> {
        let per = self.eval(per)?;
        if per == Value::None {
            return Ok(());
        }
        let of = Use { limit, per, within };
        let here = self.used.iter().filter(|used| **used == of).count();
        if self.round.times(&of) + here < most as usize {
            self.used.push(of);
            return Ok(());
        }
        let message = match refusal {
            Some(text) => self.text(text)?,
            None => say!("too-often"),
        };
        refuse(message)
    }
}
