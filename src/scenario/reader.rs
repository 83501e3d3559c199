//! What is known while a scenario is read: the policy, its commands, and the names that the scenario has by then.

use super::{command::Commands, names::Names, script::Where};
use crate::{
    finding::Findings,
    plan::Plan,
    syntax::{ast::Scalar, form::Taking},
    vocab::Spanned,
};

pub(super) struct Reader<'a> {
    pub plan: &'a Plan,
    pub commands: Commands<'a>,
    pub names: Names,
    pub outsiders: Vec<String>,
}

impl Reader<'_> {
    pub fn on(&self, taking: &Taking, findings: &mut Findings) -> Option<String> {
        taking
            .text("on", findings)
            .map(|name| self.names.message(&name, findings))
    }

    pub fn server_prop(
        &self,
        taking: &Taking,
        who: &str,
        channel: Option<&Spanned<String>>,
        findings: &mut Findings,
    ) -> String {
        let command_option = taking.node.args.get(1).is_some_and(
            |arg| matches!(&arg.node, Scalar::Text(text) if text.text.starts_with('/')),
        ) && taking.node.props.iter().any(|prop| {
            prop.name.node == "server"
                && !matches!(&prop.value.node, Scalar::Text(text) if self.names.find(&text.text).is_some())
        });
        if !command_option && let Some(name) = taking.text("server", findings) {
            return self.names.server(&name, findings);
        }
        let channel = channel
            .map(|name| name.node.as_str())
            .filter(|name| *name != "dm");
        self.names.place(who, channel)
    }

    pub fn channel(
        &self,
        server: &str,
        name: Option<Spanned<String>>,
        findings: &mut Findings,
    ) -> Where {
        match name {
            None => Where::First,
            Some(name) if name.node == "dm" => Where::Dm,
            Some(name) => Where::Named(self.names.channel(server, &name, findings)),
        }
    }
}
