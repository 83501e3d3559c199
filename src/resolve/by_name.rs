//! A channel or a role written by its name, as people see it: `#general`, `@Member`. Each server has its own, so a policy
//! names a setting, an option or a field instead.

use crate::{
    plan::Ty,
    syntax::{ast::Scalar, closest},
    vocab::{Spanned, Type},
};

use super::{names::UnknownName, scope::Scope, types::bare};

impl Scope<'_> {
    /// Whether a value is the name of such a thing, and no expression. Then it has its finding.
    pub(super) fn by_its_name(&mut self, given: &Spanned<Scalar>, wanted: &Type) -> bool {
        let wanted = bare(wanted);
        let kinds = [(Type::Channel, "channel"), (Type::Role, "role")];
        let Some((_, what)) = kinds.iter().find(|(kind, _)| *kind == wanted) else {
            return false;
        };
        let Scalar::Text(written) = &given.node else {
            return false;
        };
        let text = written.text.trim();
        let plain = text.trim_start_matches(['#', '@']);
        if plain.is_empty() || !plain.chars().all(is_of_a_name) || self.is_meant_here(text) {
            return false;
        }
        let name = Spanned::new(text.to_owned(), given.span);
        let unknown = UnknownName::new(&name, &format!("a {what} of every server"), &[]);
        let help = self.instead(plain, what, &wanted);
        self.findings.push(UnknownName { help, ..unknown });
        true
    }

    /// A word that expressions know here, or nearly.
    fn is_meant_here(&self, text: &str) -> bool {
        let is_word = text.starts_with(|c: char| c.is_ascii_lowercase()) && !text.contains(' ');
        let roots = self.roots();
        is_word && (roots.contains(&text) || closest(text, roots).is_some())
    }

    /// What there is of this kind in the feature, or what to declare.
    fn instead(&self, plain: &str, what: &str, wanted: &Type) -> String {
        let mut options = self.locals.iter();
        if let Some(option) = options.find(|local| local.ty == Ty::Of(wanted.clone())) {
            return format!("write `{}`", option.name);
        }
        let mut settings = self.policy.settings.iter();
        let setting =
            settings.find(|one| one.node.feature == Some(self.feature) && one.node.kind == *wanted);
        let name = setting.map_or_else(|| slug(plain, what), |one| one.node.name.clone());
        // A role must be there; a message to no channel is none.
        let write = if *wanted == Type::Role {
            format!(
                "write `settings.{name}`, inside `when \"settings.{name} is not none\" {{ … }}`"
            )
        } else {
            format!("write `settings.{name}`")
        };
        if setting.is_some() {
            return write;
        }
        format!(
            "each server has its own: add `setting {name} {what} optional=#true` to the feature, and {write}"
        )
    }
}

fn is_of_a_name(c: char) -> bool {
    c.is_alphanumeric() || [' ', '-', '_'].contains(&c)
}

/// `Moderator Team` as a setting is called: `moderator-team`.
fn slug(name: &str, what: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric());
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let slug: String = words.join("-").chars().take(32).collect();
    if slug.starts_with(|c: char| c.is_ascii_lowercase()) {
        slug.trim_end_matches('-').to_owned()
    } else {
        what.to_owned()
    }
}
