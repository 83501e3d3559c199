//! Lists that are doors to commands: `select does="/role pick" option="role" placeholder="Pick a role" { … }`.

use crate::{
    finding::Findings,
    plan::{Button, Choice, Does, Expr, Param, Pick, Ty, door::CHOICES_MAX},
    syntax::{
        ast::Node,
        form::{Form, Missing, Taking, Text, Word, form, in_a_policy},
    },
    vocab::{ButtonStyle, Span, Type},
};

use super::{
    door::{DOES, NoRoomInId, door_props, doors, fixed, option, travels},
    names::Taken,
    policy::Policy,
    scope::Scope,
    types::mismatch,
};

mismatch! {
    TooManyChoices code("candor::discord::too-many");
}

/// What a list says of itself; its other properties are options of the command.
const OWN: [&str; 3] = [DOES, "option", "placeholder"];

const SELECT: Form = Form {
    name: "select",
    usage: "select does=\"/COMMAND\" option=\"OPTION\" placeholder=\"…\" { choice \"…\" value=\"…\" }",
    values_max: 0,
    props: &[],
    flags: &[],
    once: &[],
    many: &["choice"],
    open: false,
};

form! {
    struct ChoiceForm = "choice", "choice \"…\" value=\"…\"" {
        args { label: Text }
        props {
            "value" value: Text, or "`choice` does not say what the option is given" => "add `value=\"…\"`";
            "about" about: Text;
        }
    }
}

impl Scope<'_> {
    pub(super) fn select(&mut self, node: &Node) -> Option<Button> {
        let names = door_props(node, &OWN);
        let form = Form {
            props: &names,
            ..SELECT
        };
        let taking = Taking::of(node, form, in_a_policy);
        for (name, example) in [
            (DOES, "add `does=\"/COMMAND\"`"),
            ("option", "add `option=\"OPTION\"`"),
            ("placeholder", "add `placeholder=\"…\"`"),
        ] {
            if taking.prop(name).is_none() {
                let missing = format!("`select` has no `{name}`");
                taking.missing(&missing, example, self.findings);
            }
        }
        let does = self.does(&taking, &OWN);
        let option = taking.given::<Word>("option", self.findings).value;
        let placeholder = taking.given::<Text>("placeholder", self.findings).value;
        let placeholder = placeholder.map(|words| self.label("a list's `placeholder`", &words));
        let nodes = taking.children("choice").count();
        let choices = taking.children("choice");
        let choices: Vec<Choice> = choices.filter_map(|one| self.chosen(one)).collect();
        // What could not be read has its finding, and would be missed a second time.
        let is_whole = choices.len() == nodes;
        if choices.len() > CHOICES_MAX {
            self.findings.push(TooManyChoices::new(
                format!("a list has at most {CHOICES_MAX} choices"),
                "more than Discord shows",
                "make two lists",
                node.name.span,
            ));
        }
        taking.finish(self.findings);
        let (does, at) = does.filter(|_| is_whole)?;
        Some(Button {
            id: String::new(),
            does: Some(does),
            pick: Some(Pick {
                option: option?.node,
                choices,
            }),
            label: placeholder?,
            style: ButtonStyle::Primary,
            at,
        })
    }

    fn chosen(&mut self, node: &Node) -> Option<Choice> {
        let form = ChoiceForm::read(node, self.findings);
        let label = form.label.value;
        let label = label.map(|words| self.label("what stands at a choice", &words));
        let about = form.about.value;
        let about = about.map(|words| self.label("what a choice is about", &words));
        let value = form.value.value.map(|value| self.clause(&value));
        Some(Choice {
            label: label?,
            about,
            value: value?,
        })
    }
}

/// Each list gives an option what it takes, and nothing else gives it.
pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for (button, does, command) in doors(policy) {
        if let (Some(pick), Some(command)) = (&button.pick, command)
            && let Some(param) = option(command, &pick.option, button.at, findings)
        {
            chosen(param, does, pick, button.at, findings);
        }
    }
}

fn chosen(param: &Param, does: &Does, pick: &Pick, at: Span, findings: &mut Findings) {
    let name = &param.name;
    if let Some((_, given)) = does.given.iter().find(|(fixed, _)| fixed == name) {
        findings.push(Taken {
            what: format!("the option `{name}`"),
            at: given.span,
            first_at: at,
        });
    }
    if param.choices.is_empty() && !travels(param.kind) {
        findings.push(NoRoomInId::new(
            format!("`{name}` is no person, channel, role, number or choice"),
            "cannot be chosen from a list",
            "leave the list out: the command or its form asks for it",
            at,
        ));
        return;
    }
    let offered = matches!(*param.kind.value, Type::Member | Type::Channel | Type::Role);
    if pick.choices.is_empty() && !offered {
        let missing = format!("the list does not say what can be chosen as `{name}`");
        let help = "add `choice \"…\" value=\"…\"` inside it";
        findings.push(Missing::new(missing, help, at));
    }
    for choice in &pick.choices {
        fixed(param, &present(&choice.value), findings);
    }
}

/// A choice may be none, and is left out then.
fn present(value: &Expr) -> Expr {
    let mut value = value.clone();
    if let Ty::Of(Type::Optional(inner)) = value.ty {
        value.ty = Ty::Of(*inner);
    }
    value
}
