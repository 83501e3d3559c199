//! Templates of ours, by name. Only what ends in `.html` escapes what it is given, and all of that.

use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, syntax::SyntaxConfig};

pub(crate) fn templates(sources: &[(&'static str, &'static str)]) -> Environment<'static> {
    let mut env = Environment::new();
    env.set_undefined_behavior(UndefinedBehavior::Strict);
    let mut syntax = SyntaxConfig::builder();
    syntax.trim_blocks(true).lstrip_blocks(true);
    if let Ok(syntax) = syntax.build() {
        env.set_syntax(syntax);
    }
    env.set_auto_escape_callback(|name| match name.rsplit_once('.') {
        Some((_, "html")) => AutoEscape::Html,
        _ => AutoEscape::None,
    });
    for (name, source) in sources {
        // One that does not compile is missing from then on, and shows as its name.
        let _ = env.add_template(name, source);
    }
    env
}

/// A page that cannot be made says so in its place.
pub(crate) fn rendered(env: &Environment<'_>, name: &str, with: Value) -> String {
    let page = env
        .get_template(name)
        .and_then(|template| template.render(with));
    page.unwrap_or_else(|error| format!("⟦{name}: {error}⟧"))
}
