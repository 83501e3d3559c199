//! The notices of bots that ship, as people read them: whoever changes one sees what becomes of it.

use super::stdout;

/// The bots that ship and speak three languages.
pub(super) const BOTS: [&str; 4] = ["kelpyyium", "keta", "ralsei", "whale"];

#[test]
fn the_notices_of_shipped_bots_are_as_they_were_read() {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../../snapshots/notice");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for name in BOTS.into_iter().chain(["mail-system"]) {
            let policy = format!("policies/{name}.kdl");
            for format in ["md", "html"] {
                let notice = stdout(&["notice", &policy, "--format", format]);
                insta::assert_snapshot!(format!("{name}.{format}"), notice);
            }
        }
        for name in BOTS {
            let policy = format!("policies/{name}.kdl");
            for language in ["fr", "de"] {
                let notice = ["notice", &policy, "--format", "md", "--language", language];
                insta::assert_snapshot!(format!("{name}.{language}.md"), stdout(&notice));
            }
        }
    });
}
