//! Who receives data besides the server's members: processors, and the moderation log.

use crate::{
    finding::Findings,
    plan::Processor,
    syntax::{
        ast::Node,
        form::{Repeated, Sentence, Word, form},
    },
    vocab::Category,
};

use super::{
    ask,
    names::{Taken, UnknownWord, refuse_foreign, word_of},
    policy::{Declared, Policy, Surface},
    value,
};

form! {
    struct ProcessorForm = "processor", "processor NAME \"who\" role=hosting { receives … }" {
        args { id: Word, name: Word }
        props {
            "role" role: Word, or "`processor` lacks `role`" => "say what they do: `role=hosting`";
            "country" country: Word;
            "safeguards" safeguards: Sentence;
        }
        once { "receives" receives; "answers" answers; }
    }
}

form! {
    struct SurfaceForm = "surface", "surface mod-log { receives … }" {
        args { name: Word }
        once { "receives" receives; }
    }
}

form! {
    struct ReceivesForm = "receives", "receives identifier activity" {
        args { first: Word }
        rest { more: Word }
    }
}

/// The one surface there is so far.
const MOD_LOG: &str = "mod-log";

pub(super) fn processor(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    let form = ProcessorForm::read(node, findings);
    let receives = categories(form.receives, findings);
    let answers = form.answers.map(|node| ask::answers(node, findings));
    let country = form.country.value;
    let country = country.and_then(|word| value::country(&word, findings));
    let (Some(id), Some(name)) = (form.id.value, form.name.value) else {
        return;
    };
    refuse_foreign(&id, "a processor", findings);
    if let Some(first) = policy.processors.iter().find(|one| one.node.id == id.node) {
        findings.push(Taken::new("processor", &id, first.name));
        return;
    }
    policy.processors.push(Declared {
        name: id.span,
        node: Processor {
            id: id.node,
            name: name.node,
            role: form.role.value.map(|role| role.node).unwrap_or_default(),
            country,
            safeguards: form.safeguards.value.map(|word| word.node),
            receives,
            answers,
            at: policy.place(node.span),
        },
        span: form.node.span,
    });
}

pub(super) fn surface(policy: &mut Policy, node: &Node, findings: &mut Findings) {
    let form = SurfaceForm::read(node, findings);
    let receives = categories(form.receives, findings);
    let Some(name) = form.name.value else {
        return;
    };
    if name.node != MOD_LOG {
        findings.push(UnknownWord::new(&name, "a surface", &[MOD_LOG]));
    }
    if let Some(first) = &policy.surface {
        findings.push(Repeated {
            what: format!("`surface {MOD_LOG}`"),
            at: node.name.span,
            first_at: first.span,
        });
    } else {
        policy.surface = Some(Surface {
            receives,
            span: form.node.span,
        });
    }
}

fn categories(node: Option<&Node>, findings: &mut Findings) -> Vec<Category> {
    let Some(node) = node else {
        return Vec::new();
    };
    let form = ReceivesForm::read(node, findings);
    let words = form.first.value.into_iter().chain(form.more);
    words
        .filter_map(|word| word_of::<Category>(&word, findings))
        .collect()
}
