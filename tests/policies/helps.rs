//! A help is an edit: who does what it says, to the letter, has a policy without that fault.
//!
//! In each case the policy with `wrong` has one finding, its help says `right` in backticks, and the policy with `right`
//! compiles.

use candor::{Compiled, compile, syntax::Source};

use super::shown;

const HEAD: &str = "candor version=1 bot=\"Case\" updated=\"2026-01-01\"
controller \"Case team\" established=DE { contact email=\"privacy@example.org\" }
";

/// The policy, with `@@` where the fault is; what stands there; what the help says.
const CASES: &[(&str, &str, &str)] = &[
    (
        REPLY,
        "{if invoker.bot then 2}",
        "{if invoker.bot then 2 else 0}",
    ),
    (
        REPLY,
        "{if invoker.bot then '2'}",
        "{if invoker.bot then '2' else ''}",
    ),
    (
        REPLY,
        "{if invoker.bot then 2h }",
        "{if invoker.bot then 2h else 0s}",
    ),
    (
        REPLY,
        "So: {1 + if invoker.bot then 2}",
        "So: {1 + if invoker.bot then 2 else 0}",
    ),
    (LET, "if invoker.bot then 2", "if invoker.bot then 2 else 0"),
    (LET, "if(invoker.bot, 2)", "if invoker.bot then 2 else 0"),
    (
        LET,
        "if (count(note) > 3, 'a', 'b')",
        "if count(note) > 3 then 'a' else 'b'",
    ),
    (
        REPLY,
        "{if(invoker.bot,'a')}",
        "{if invoker.bot then 'a' else ''}",
    ),
    (
        RAW,
        "{if(count(note) == 1,\"a\")}",
        "{if count(note) == 1 then 'a' else ''}",
    ),
    (
        RAW,
        "{if(invoker.name == \"ann\", \"a\", \"b\")}",
        "{if invoker.name == 'ann' then 'a' else 'b'}",
    ),
    (RAW, "{\"a\" + \"b\"}", "ab"),
    (
        RAW,
        "{\"Dear \" + invoker.name + \"!\"}",
        "Dear {invoker.name}!",
    ),
    (
        REPLY,
        "{'Dear ' + invoker.name + '!'}",
        "Dear {invoker.name}!",
    ),
    (
        REPLY,
        "{invoker.name + ' the ' + invoker.display-name}",
        "{invoker.name} the {invoker.display-name}",
    ),
    (RAW, "{truncate(\"abc\", 2)}", "{truncate('abc', 2)}"),
    (REPLY, "{n-m}", "{n - m}"),
    (REPLY, "{n-1}", "{n - 1}"),
    (REPLY, "{settings.most-1}", "{settings.most - 1}"),
    (REPLY, "{settings.most-n}", "{settings.most - n}"),
    (
        REPLY,
        "{note[invoker].stars-1}",
        "{note[invoker].stars - 1}",
    ),
    (REPLY, "{settings.keep - for}", "{settings.keep-for}"),
    (REPLY, "{invoker.display - name}", "{invoker.display-name}"),
    (
        REPLY,
        "{relative(invoker.created - at)}",
        "{relative(invoker.created-at)}",
    ),
    (PERMISSION, "timeout-members", "moderate-members"),
    (PERMISSION, "\"Timeout Members\"", "moderate-members"),
    (PERMISSION, "\"Manage Server\"", "manage-guild"),
    (PERMISSION, "manage-server", "manage-guild"),
    (PERMISSION, "\"View Channels\"", "view-channel"),
    (PERMISSION, "\"Create Invite\"", "create-instant-invite"),
    (
        PERMISSION,
        "\"Kick, Approve, and Reject Members\"",
        "kick-members",
    ),
    (
        PERMISSION,
        "\"Mention @everyone, @here, and All Roles\"",
        "mention-everyone",
    ),
    (PERMISSION, "MANAGE_GUILD", "manage-guild"),
    (REQUIRE, "timeout-members", "moderate-members"),
    (REQUIRE, "\"Manage Server\"", "manage-guild"),
    (CAN, "Manage Server", "manage-guild"),
    (CAN, "timeout-members", "moderate-members"),
    (OTHERWISE, "otherwise", "else"),
    (REFUSAL, "otherwise", "else"),
    (FEATURE, "server", "my-server"),
    (COMMAND, "/privacy", "/my-privacy"),
    (COMMAND, "/config", "/my-config"),
    (COMMAND, "/help", "/my-help"),
    (SEND, "#general", "settings.hall"),
    (SEND, "general", "settings.hall"),
    (SEND, "General chat", "settings.hall"),
    (ROLE, "Member", "settings.picked"),
    (ROLE, "@Moderator Team", "settings.picked"),
    (ROLE_OPTION, "Member", "which"),
];

const NOTES: &str = "purpose notes dpv=ServiceProvision \"keep your notes\"
feature notes {
    basis legitimate-interest purpose=notes interest=\"remembering things\"
    setting most int default=3 about=\"How many\"
    setting keep-for int default=3 about=\"How long\"
    store note scope=guild {
        key user user-id subject=#true
        field stars int default=1
        retain \"until guild.removed\"
        on-erase delete
        export
    }
    command \"/note <n: int> <m: int>\" about=\"Keep a note\" {
        update note key=\"invoker.id\" { stars \"n + m + settings.most + settings.keep-for\" }
";
const REPLY: &str = "        reply ephemeral=#true \"@@\"\n    }\n}\n";
const RAW: &str = "        reply ephemeral=#true #\"@@\"#\n    }\n}\n";
const LET: &str = "        let it \"@@\"\n        reply ephemeral=#true \"{it}\"\n    }\n}\n";
const CAN: &str =
    "        when \"can(invoker, '@@')\" { reply ephemeral=#true \"Yes.\" }\n    }\n}\n";
const OTHERWISE: &str = "        when \"n > m\" { reply ephemeral=#true \"Yes.\" }
        @@ { reply ephemeral=#true \"No.\" }
    }
}
";
const REFUSAL: &str =
    "        require \"n > m\" @@=\"No.\"\n        reply ephemeral=#true \"Yes.\"\n    }\n}\n";
/// These begin with the feature.
const PERMISSION: &str =
    "feature f {\n    command \"/a\" about=\"A\" permission=@@ { reply \"Yes.\" }\n}\n";
const REQUIRE: &str = "feature f {\n    command \"/a\" about=\"A\" {\n        require permission=@@\n        reply \"Yes.\"\n    }\n}\n";
const FEATURE: &str = "feature @@ {\n    command \"/a\" about=\"A\" { reply \"Yes.\" }\n}\n";
const COMMAND: &str = "feature f {\n    command \"@@\" about=\"A\" { reply \"Yes.\" }\n}\n";
const SEND: &str = "feature f {
    setting hall channel optional=#true about=\"Where\"
    on member-join { send to=\"@@\" \"Welcome, {member.mention}.\" }
}
";
const ROLE: &str = "feature f {
    setting picked role optional=#true about=\"Which\"
    on member-join {
        when \"settings.picked is not none\" { add-role member=\"member\" role=\"@@\" }
    }
}
";
const ROLE_OPTION: &str = "feature f {
    command \"/a <which: role>\" about=\"Take a role\" {
        require permission=manage-roles target=which
        add-role member=\"invoker\" role=\"@@\"
        reply \"Done.\"
    }
}
";

fn policy(around: &str, there: &str) -> Compiled {
    let begins = around.starts_with("feature");
    let notes = if begins { "" } else { NOTES };
    compile(&Source {
        file: "case.kdl".to_owned(),
        text: format!("{HEAD}{notes}{}", around.replace("@@", there)),
    })
}

/// What stands in backticks in the help of the only finding, and the place that it underlines.
fn edits(compiled: &Compiled) -> Option<(Vec<String>, &str)> {
    let findings: Vec<_> = compiled.findings.iter().collect();
    let [only] = findings.as_slice() else {
        return None;
    };
    let help = only.diagnostic.help()?.to_string();
    let edits = help.split('`').skip(1).step_by(2).map(str::to_owned);
    let at = only.span();
    let underlined = compiled.sources.text().get(at.start..at.end);
    Some((edits.collect(), underlined.unwrap_or_default()))
}

#[test]
fn what_a_help_says_compiles() {
    let mut wrong = Vec::new();
    for (around, fault, right) in CASES {
        let compiled = policy(around, fault);
        let says_it = edits(&compiled).is_some_and(|(edits, underlined)| {
            // Of a text with holes it may say only what stands in the hole.
            edits.iter().any(|edit| {
                right == edit
                    || fault.replacen(underlined, edit, 1) == *right
                    || right.contains(&format!("{{{edit}}}"))
            })
        });
        if !says_it {
            let shown = shown(&compiled);
            wrong.push(format!("{fault}: no help alone says `{right}`\n{shown}"));
        }
        let mended = policy(around, right);
        if !mended.findings.is_empty() {
            wrong.push(format!("{right}: does not compile\n{}", shown(&mended)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A step, with `@@` where the fault is; what stands there; what is to be declared, and what is to be written then; the
/// step as it is right.
const DECLARED: &[(&str, &str, &str, &str, &str)] = &[
    (
        "send to=\"@@\" \"Hi\"",
        "#general",
        "setting general channel optional=#true",
        "settings.general",
        "send to=\"@@\" \"Hi\"",
    ),
    (
        "add-role member=\"member\" role=\"@@\"",
        "Moderator Team",
        "setting moderator-team role optional=#true",
        "settings.moderator-team",
        "when \"settings.moderator-team is not none\" { add-role member=\"member\" role=\"@@\" }",
    ),
];

/// Where a setting is to be declared first.
#[test]
fn what_is_to_be_declared_is_said_whole() {
    for (step, fault, declared, name, guarded) in DECLARED {
        let around = |before: &str, step: &str| {
            format!("feature f {{\n    {before}\n    on member-join {{ {step} }}\n}}\n")
        };
        let compiled = policy(&around("", step), fault);
        let (edits, _) = edits(&compiled).unwrap();
        for said in [declared, name] {
            assert!(edits.iter().any(|edit| edit == said), "{edits:?}");
        }
        let mended = policy(&around(declared, guarded), name);
        assert!(mended.findings.is_empty(), "{}", shown(&mended));
    }
}
