use super::{Any, Flag, Form, Taking, Word, form, in_a_policy};
use crate::{
    finding::{Finding, Findings},
    syntax::{Source, ast::Node, read},
};

form! {
    struct Pot = "pot", "pot NAME of=clay { lid … }" {
        args { name: Word }
        opt { note: Word }
        props {
            "of" of: Word, or "the pot is of nothing" => "add `of=clay`";
            "glazed" glazed: Flag;
            "litres" litres: Any;
        }
        once { "lid" lid; }
        many { "handle" handles; }
    }
}

fn node(text: &str) -> Node {
    let source = Source {
        file: "pot.kdl".to_owned(),
        text: text.to_owned(),
    };
    let mut findings = Findings::default();
    let document = read(&source, &mut findings).unwrap();
    document.nodes.into_iter().next().unwrap()
}

/// What is told of a node, each as its slug and its message.
fn told(findings: &Findings) -> Vec<String> {
    let one = |finding: &Finding| {
        let code = finding.code();
        let slug = code.rsplit("::").next().unwrap_or_default();
        format!("{slug}: {}", finding.diagnostic)
    };
    findings.iter().map(one).collect()
}

fn pot(text: &str, look: impl Fn(&Pot)) -> Vec<String> {
    let node = node(text);
    let mut findings = Findings::default();
    look(&Pot::read(&node, &mut findings));
    told(&findings)
}

#[test]
fn what_is_declared_is_taken() {
    let text = "pot big \"for soup\" of=clay glazed=#true litres=3 { lid; handle; handle }";
    let told = pot(text, |pot| {
        let note = pot.note.value.as_ref().unwrap();
        let name = pot.name.value.as_ref().unwrap();
        assert_eq!(
            (name.node.as_str(), note.node.as_str()),
            ("big", "for soup")
        );
        assert_eq!(pot.of.value.as_ref().unwrap().node, "clay");
        assert!(pot.glazed.value.as_ref().unwrap().node);
        assert!(pot.litres.value.is_some() && pot.lid.is_some());
        assert_eq!(pot.handles.len(), 2);
    });
    assert_eq!(told, Vec::<String>::new());
}

#[test]
fn a_misspelt_word_is_one_finding_and_read_as_meant() {
    let told = pot("pot big fo=clay { hanlde }", |pot| {
        assert_eq!(pot.of.value.as_ref().unwrap().node, "clay");
        assert_eq!(pot.handles.len(), 1);
    });
    assert_eq!(
        told,
        [
            "unknown-property: `pot` has no property `fo`",
            "unknown-node: `pot` has no node `hanlde`",
        ]
    );
}

#[test]
fn what_is_missing_repeated_or_too_much_is_told_once() {
    assert_eq!(
        pot("pot { lid; lid }", |pot| assert!(pot.of.is_absent())),
        [
            "missing: `pot` lacks its first value",
            "missing: the pot is of nothing",
            "repeated: `lid` is given twice",
        ]
    );
    assert_eq!(
        pot("pot a b c of=3", |pot| assert!(pot.of.value.is_none())),
        [
            "wrong-value: `of` is a text in quotes, and this is the number `3`",
            "too-many-values: `pot` takes no third value",
        ]
    );
}

#[test]
fn a_flag_alone_is_told_and_on() {
    let told = pot("pot big small glazed of=clay", |pot| {
        assert!(pot.glazed.alone && pot.glazed.value.as_ref().unwrap().node);
        assert_eq!(pot.note.value.as_ref().unwrap().node, "small");
    });
    assert_eq!(
        told,
        ["property-alone: `glazed` is a property of `pot`, and stands here alone"]
    );
    // One too many is needed for that: a pot may be called so.
    let told = pot("pot glazed of=clay", |pot| {
        assert_eq!(pot.name.value.as_ref().unwrap().node, "glazed");
    });
    assert_eq!(told, Vec::<String>::new());
}

#[test]
fn words_of_a_form_may_be_known_only_at_run_time() {
    let node = node("pot of=clay colur=red");
    let props = vec!["of", "colour"];
    let form = Form {
        name: "pot",
        props: &props,
        ..Form::default()
    };
    let taking = Taking::of(&node, form, in_a_policy);
    let mut findings = Findings::default();
    let colour = taking.given::<Word>("colour", &mut findings);
    assert_eq!(colour.value.unwrap().node, "red");
    taking.finish(&mut findings);
    assert_eq!(
        told(&findings),
        ["unknown-property: `pot` has no property `colur`"]
    );
}
