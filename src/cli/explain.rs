//! `candor explain`: what a finding means.

use clap::Args;

use crate::{finding::page, syntax::closest};

use super::{
    Exit, Outcome,
    out::{self, Failure},
};

/// Explain a finding's code, with an example that trips it and one that does not
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// A finding's code, such as `candor::syntax::malformed`, or its last word
    #[arg(value_name = "CODE")]
    code: String,
}

impl Explain {
    pub(super) fn run(&self) -> Outcome {
        let page = page::PAGES
            .iter()
            .find(|page| page.code == self.code || slug(page.code) == self.code);
        let Some(page) = page else {
            return Err(unknown(&self.code));
        };
        out::data(page.text)?;
        Ok(Exit::Clean)
    }
}

fn slug(code: &str) -> &str {
    code.rsplit("::").next().unwrap_or(code)
}

fn unknown(code: &str) -> Failure {
    let near = page::PAGES
        .iter()
        .find(|page| slug(page.code) == slug(code))
        .map(|page| page.code)
        .or_else(|| closest(code, page::PAGES.iter().map(|page| page.code)));
    let help = near.map_or_else(
        || {
            let codes: Vec<_> = page::PAGES.iter().map(|page| page.code).collect();
            format!("use one of:\n  {}", codes.join("\n  "))
        },
        |known| format!("did you mean {known}?"),
    );
    Failure::new(format!("there is no finding {code}"), help)
}
