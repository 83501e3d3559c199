//! One fault is one finding: what follows from it says nothing.

use candor::{compile, finding::Finding, syntax::Source};

/// Each puts one fault into Keta's policy: what stands there, what it becomes, and the last part of the code to be found.
const FAULTS: &[(&str, &str, &str)] = &[
    ("store xp scope", "store xpp scope", "unknown-name"),
    (
        "key user user-id subject=#true\n        field total",
        "key usr user-id subject=#true\n        field total",
        "unknown-field",
    ),
    ("field total int", "field total txt", "unknown-type"),
    (
        "subject=#true about=\"who was warned\"",
        "about=\"who was warned\"",
        "unowned-personal-row",
    ),
    (
        "purpose levelling dpv",
        "purpose leveling dpv",
        "unknown-purpose",
    ),
    (
        "setting announce-in channel",
        "setting announce channel",
        "unknown-setting",
    ),
    (
        "retain \"until guild.removed\"",
        "retain \"until guild.remove\"",
        "clause",
    ),
    (
        "on-erase by=member delete",
        "on-erase by=membr delete",
        "unknown-field",
    ),
    (
        "category=user-content origin=third",
        "category=activity origin=third",
        "content-reaches-storage",
    ),
    ("reason: text(1..512)", "reason: int", "wrong-type"),
    (
        "\"/warn <member: user>",
        "\"/warn <membr: user>",
        "unknown-option",
    ),
    (
        "on message reads=\"author.id author.bot guild.id\"",
        "on mesage reads=\"author.id author.bot guild.id\"",
        "unknown-word",
    ),
    ("surface mod-log", "surface modlog", "unknown-word"),
    (
        "receives identifier user-content moderation",
        "receives identifier moderation",
        "content-reaches-log",
    ),
    (
        "never \"message.content\" to=channel",
        "never \"message.content\" to=mod-log",
        "guarantee-contradicted",
    ),
    (
        "never intent=guild-presences",
        "never intent=message-content",
        "intent-missing",
    ),
    ("feature warnings", "feature levels", "taken"),
    (
        "require permission=moderate-members target=member\n        insert",
        "insert",
        "privileged-unguarded",
    ),
    (
        "require permission=moderate-members target=member\n        insert",
        "reqire permission=moderate-members target=member\n        insert",
        "unknown-node",
    ),
    ("on button verify", "on button verfy", "unanswered-button"),
    ("on button verify", "no button verify", "unknown-node"),
    (
        "setting cooldown duration default=\"60s\"",
        "setting cooldown int default=60",
        "wrong-type",
    ),
    ("default=\"epoch\"", "default=\"now\"", "wrong-value"),
    (
        "export to=member",
        "export to=member redact=reason",
        "withheld",
    ),
    (
        "commands from=custom-command",
        "commands from=custom-commands",
        "unknown-store",
    ),
    (
        "\"/reactionrole add",
        "\"/reactionrole",
        "command-and-group",
    ),
    (
        "retain \"until guild.removed\"\n        on-erase by=creator",
        "on-erase by=creator",
        "no-retention",
    ),
    (
        "when \"not member.bot\" {",
        "when \"member.bt\" {",
        "unknown-field",
    ),
    ("role=\"role\"", "rol=\"role\"", "unknown-field"),
    (
        "controller \"Keta team\"",
        "controler \"Keta team\"",
        "unknown-node",
    ),
    (
        "scope=guild about=\"XP",
        "scop=guild about=\"XP",
        "unknown-property",
    ),
    (
        "retain \"until guild.removed\"\n        on-erase delete suppress",
        "retian \"until guild.removed\"\n        on-erase delete suppress",
        "unknown-node",
    ),
    ("max=512 category=", "max=512 categry=", "unknown-property"),
    ("contact discord", "contct discord", "unknown-node"),
    (
        "basis legitimate-interest purpose=levelling",
        "bais legitimate-interest purpose=levelling",
        "unknown-node",
    ),
    ("field total int", "feld total int", "unknown-node"),
    (
        "on-erase by=member delete",
        "on-eras by=member delete",
        "unknown-node",
    ),
    ("feature levels", "featur levels", "unknown-node"),
    ("candor version", "cndor version", "unknown-node"),
    ("update xp key=", "update xp ky=", "unknown-field"),
    ("command \"/rank", "comand \"/rank", "unknown-node"),
    (
        "setting cooldown duration default",
        "setting cooldown duration unit=s default",
        "unknown-property",
    ),
    (
        "permission=manage-guild {",
        "permission=\"Manage Server\" {",
        "unknown-word",
    ),
    (
        "random(settings.xp-min,",
        "random(settings.xp - min,",
        "unknown-name",
    ),
    (
        "on reaction-remove reads=\"member.id message.id reaction.emoji\" {",
        "on reaction-remove reads=\"member.id member.roles message.id reaction.emoji\" {
        when \"count(reaction-role where row.role in member.roles) > 3\" { stop }",
        "unknown-source",
    ),
];

#[test]
fn one_fault_is_one_finding() {
    let keta = super::read("tests/policies/keta-before.kdl");
    let mut wrong = Vec::new();
    for (there, becomes, code) in FAULTS {
        assert!(keta.text.contains(there), "{there}");
        let source = Source {
            text: keta.text.replacen(there, becomes, 1),
            ..keta.clone()
        };
        let compiled = compile(&source);
        let codes: Vec<_> = compiled.findings.iter().map(Finding::code).collect();
        let ending = format!("::{code}");
        if !matches!(codes.as_slice(), [only] if only.ends_with(&ending)) {
            let shown = super::shown(&compiled);
            wrong.push(format!("{there} → {becomes}: {codes:?}\n{shown}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
