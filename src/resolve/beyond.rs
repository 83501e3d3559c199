//! What a deed is given that is more than Discord takes, where the policy writes it out.

use crate::{
    lexicon::{Deed, Param},
    plan::{Expr, Kind},
    vocab::Value,
};

use super::{scope::Scope, types::mismatch};

mismatch! {
    TooLong code("candor::discord::timeout-too-long");
}

impl Scope<'_> {
    pub(super) fn refuse_beyond(&mut self, deed: &Deed, param: &Param, given: &Expr) {
        if let Some(max) = param.takes.longest()
            && let Kind::Literal(Value::Duration(length)) = &given.kind
            && *length > max
        {
            self.findings.push(TooLong::new(
                format!("`{}` of `{}` is at most {max}", param.name, deed.name),
                "longer than Discord allows",
                &format!("write `{max}`"),
                given.span,
            ));
        }
        if let Some(most) = param.takes.most()
            && let Kind::Literal(Value::Int(count)) = &given.kind
            && !(1..=most).contains(count)
        {
            self.findings.push(TooLong::new(
                format!("`{}` of `{}` is from 1 to {most}", param.name, deed.name),
                "not a number that Discord takes",
                &format!("write `{most}`, or less"),
                given.span,
            ));
        }
    }
}
