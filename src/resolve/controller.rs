//! Who answers for the data, and how to reach them.

use crate::{
    finding::Findings,
    plan::{Authority, Contact, Controller},
    syntax::{
        ast::Node,
        form::{Any, Form, Taking, Word, form, in_a_policy, only_value},
    },
    vocab::ContactKind,
};

use super::{
    policy::{Declared, Policy},
    value,
};

form! {
    struct ControllerForm = "controller", "controller \"who\" { contact … }" {
        args { name: Word }
        props { "established" established: Word; }
        once {
            "respond-within" respond_within;
            "minimum-age" minimum_age;
            "authority" authority;
        }
        many { "contact" contacts; }
    }
}

form! {
    struct AuthorityForm = "authority", "authority \"who\" url=\"https://…\"" {
        args { name: Word }
        props { "url" url: Word; }
    }
}

const AGE_MAX: u32 = 120;

pub(super) fn read(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    let form = ControllerForm::read(node, findings);
    let mut contacts = Vec::new();
    for node in form.contacts {
        contact(&mut contacts, node, findings);
    }
    let respond_within = form.respond_within.and_then(|node| {
        let word = only_value::<Word>(node, "respond-within \"30d\"", findings)?;
        value::length(&word, findings)
    });
    let minimum_age = form.minimum_age.and_then(|node| {
        let age = only_value::<Any>(node, "minimum-age 13", findings)?;
        value::number(age, "minimum-age", 1..=AGE_MAX, findings)
    });
    let authority = form.authority.and_then(|node| authority(node, findings));
    let established = form.established.value;
    let established = established.and_then(|word| value::country(&word, findings));
    let name = form.name.value;
    policy.controller = Some(Declared {
        name: name.as_ref().map_or(node.name.span, |name| name.span),
        node: Controller {
            name: name.map(|name| name.node).unwrap_or_default(),
            established,
            contacts,
            respond_within,
            minimum_age,
            authority,
            at: policy.place(node.span),
        },
        span: form.node.span,
    });
}

fn authority(node: &Node, findings: &mut Findings) -> Option<Authority> {
    let form = AuthorityForm::read(node, findings);
    let url = form.url.value;
    Some(Authority {
        url: url.and_then(|word| value::address(&word, findings)),
        name: form.name.value?.node,
    })
}

/// Read in the order of the policy, which is that of the notice.
fn contact(contacts: &mut Vec<Contact>, node: &Node, findings: &mut Findings) {
    let kinds: Vec<_> = ContactKind::ALL.iter().map(|kind| kind.word()).collect();
    let form = Form {
        name: "contact",
        usage: "contact email=\"…\"",
        props: &kinds,
        ..Form::default()
    };
    let taking = Taking::of(node, form, in_a_policy);
    for prop in &node.props {
        let kind = ContactKind::from_word(form.meant_prop(&prop.name.node));
        let value = taking.value_of::<Word>(prop, findings);
        if let (Some(kind), Some(value)) = (kind, value) {
            contacts.push(Contact {
                kind,
                value: value.node,
            });
        }
    }
    taking.finish(findings);
}
