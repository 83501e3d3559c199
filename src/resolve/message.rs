//! The messages of steps: text, card, list, buttons and lists to choose from.

use crate::{
    lexicon::text::units,
    plan::{self, Button, Card, List, Message},
    syntax::{
        ast::{Node, Written},
        form::{Flag, Form, Taking, Text, Word, form, in_a_policy},
    },
    vocab::{ButtonStyle, CardKind, Spanned, Type},
};

use super::{
    door::{DOES, OWN, door_props},
    effect::WITH,
    names::{refuse_bad_name, word_of},
    scope::Scope,
    types::mismatch,
};

mismatch! {
    TooManyButtons code("candor::discord::too-many");
    LabelLength code("candor::discord::wrong-length");
}

const BUTTON: Form = Form {
    name: "button",
    usage: "button NAME label=\"…\"",
    values_max: 1,
    props: &["label", "style"],
    flags: &[],
    once: &[],
    many: &[],
    open: false,
};

form! {
    struct ListForm = "list", "list \"STORE where …\" line=\"{row.…}\"" {
        args { rows: Text }
        props {
            "line" line: Text, or "`list` does not say what a line says" => "add `line=\"{row.…}\"`";
            "empty" empty: Text;
        }
    }
}

/// What stands in a message beside its text.
#[derive(Default)]
struct Parts {
    list: Option<List>,
    buttons: Vec<Button>,
    is_empty: bool,
}

/// Discord: five rows, each of five buttons or one list.
const ROWS_MAX: usize = 5;
const PER_ROW: usize = 5;

impl Scope<'_> {
    /// The text, list and buttons of a step; the text is its next value.
    pub(super) fn message(&mut self, taking: &mut Taking) -> Message {
        let text = taking.optional::<Text>(self.findings);
        let card = self.card(taking);
        let mentions = taking.given::<Flag>("mentions", self.findings).value;
        let says = !text.is_absent();
        let text = text.value.map(|text| self.text(&text));
        let Parts {
            list,
            buttons,
            is_empty,
        } = if taking.is_open() {
            let with = taking.child("with");
            let with = with.map(|with| Taking::of(with, WITH, in_a_policy));
            let parts = with.as_ref().map(|with| self.parts(with));
            if let Some(with) = with {
                with.finish(self.findings);
            }
            parts.unwrap_or_default()
        } else {
            self.parts(taking)
        };
        if rows(&buttons) > ROWS_MAX {
            self.findings.push(TooManyButtons::new(
                format!(
                    "a message has at most {ROWS_MAX} rows, of {PER_ROW} buttons or one list each"
                ),
                "more than Discord shows",
                "send two messages",
                taking.node.name.span,
            ));
        }
        let files = self.files(taking);
        if is_empty && !says && taking.prop("files").is_none() {
            let missing = format!("`{}` says nothing", taking.node.name.node);
            taking.missing(&missing, "write what to say, in quotes", self.findings);
        }
        Message {
            text,
            list,
            buttons,
            card: card.map(Box::new),
            mentions: mentions.is_some_and(|given| given.node),
            files: files.map(Box::new),
            persona: None,
        }
    }

    pub(super) fn label(&mut self, what: &str, written: &Spanned<Written>) -> plan::Text {
        if !(1..=80).contains(&units(&written.node.text)) {
            self.findings.push(LabelLength::new(
                format!("{what} has 1 to 80 characters"),
                "Discord refuses this",
                if written.node.text.is_empty() {
                    "say what it does"
                } else {
                    "shorten it"
                },
                written.span,
            ));
        }
        self.text(written)
    }

    /// What makes a card of a message. Its title and its progress are nothing without it.
    fn card(&mut self, taking: &Taking) -> Option<Card> {
        let kind = taking.given::<Word>("card", self.findings).value;
        let title = self.text_of(taking, "title");
        let progress = taking.prop("progress").is_some();
        let progress =
            progress.then(|| self.expr_of(taking, "progress", &Type::Int, "progress=\"50\""));
        let Some(kind) = kind else {
            if title.is_some() || progress.is_some() {
                let name = &taking.node.name.node;
                let missing = format!("`{name}` has a title or a progress and no card");
                taking.missing(&missing, "add `card=\"rank\"`", self.findings);
            }
            return None;
        };
        Some(Card {
            kind: word_of::<CardKind>(&kind, self.findings)?,
            title,
            progress,
        })
    }

    fn parts(&mut self, taking: &Taking) -> Parts {
        let list = taking.child("list").and_then(|node| self.list(node));
        let mut buttons = Vec::new();
        for button in taking.children("button") {
            buttons.extend(self.button(button));
        }
        for select in taking.children("select") {
            buttons.extend(self.select(select));
        }
        Parts {
            list,
            buttons,
            is_empty: taking.node.children.is_empty(),
        }
    }

    fn list(&mut self, node: &Node) -> Option<List> {
        let form = ListForm::read(node, self.findings);
        let query = self.rows(&form.rows.value?)?;
        let outer = (self.row.replace(query.store), self.ranked);
        self.ranked = true;
        let line = form.line.value.map(|line| self.text(&line));
        (self.row, self.ranked) = outer;
        Some(List {
            query,
            line: line?,
            empty: form.empty.value.map(|empty| self.text(&empty)),
        })
    }

    fn button(&mut self, node: &Node) -> Option<Button> {
        let names: Vec<&str>;
        let form = if node.props.iter().any(|prop| prop.name.node == DOES) {
            names = door_props(node, &OWN);
            Form {
                values_max: 0,
                props: &names,
                ..BUTTON
            }
        } else {
            BUTTON
        };
        let mut taking = Taking::of(node, form, in_a_policy);
        let (id, does) = if form.values_max == 0 {
            let (does, at) = self.does(&taking, &OWN)?;
            (Spanned::new(String::new(), at), Some(does))
        } else {
            let id = taking.value::<Word>(self.findings).value?;
            refuse_bad_id(self, &id);
            (id, None)
        };
        let style = taking.given::<Word>("style", self.findings).value;
        let style = style.and_then(|word| word_of::<ButtonStyle>(&word, self.findings));
        let label = taking.given::<Text>("label", self.findings);
        if label.is_absent() {
            let missing = "`button` has no label";
            taking.missing(missing, "add `label=\"…\"`", self.findings);
        }
        taking.finish(self.findings);
        let label = label
            .value
            .map(|label| self.label("a button's label", &label));
        Some(Button {
            id: id.node,
            does,
            pick: None,
            label: label?,
            style: style.unwrap_or(ButtonStyle::Primary),
            at: id.span,
        })
    }
}

fn rows(buttons: &[Button]) -> usize {
    let lists = buttons.iter().filter(|one| one.pick.is_some()).count();
    (buttons.len() - lists).div_ceil(PER_ROW) + lists
}

/// Discord carries the id of a button in at most 100 characters, of which the bot needs some itself.
pub(super) fn refuse_bad_id(scope: &mut Scope, id: &Spanned<String>) {
    refuse_bad_name(id, "a button", "not a name", scope.findings);
}
