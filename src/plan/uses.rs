//! What becomes of values that a server or a person chooses: of channels, whether something is posted there; of texts,
//! whether they are templates, and of which events.
//!
//! A value is followed through `let`, `??` and `if`, and through a field that it is written to.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    Asked, Command, Expr, FieldId, Kind, Param, Plan, Processor, SettingId, Slot, Step, StoreId,
    all, walk,
};
use crate::{
    lexicon::{Event, Takes, event::COMMAND, function::RENDER, person},
    vocab::{ChannelKind, Type},
};

/// Where a value is chosen or kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Home {
    Setting(SettingId),
    Field(StoreId, FieldId),
    /// An option of the command at this place in the plan.
    Option(usize, Slot),
}

/// Steps with what starts them.
struct Body<'p> {
    event: &'static Event,
    /// The command's place in the plan.
    command: Option<usize>,
    steps: &'p [Step],
    lets: BTreeMap<Slot, &'p Expr>,
}

impl<'p> Body<'p> {
    fn new(event: &'static Event, command: Option<usize>, steps: &'p [Step]) -> Self {
        let lets = all(steps).filter_map(|step| step.kind.binds()).collect();
        Self {
            event,
            command,
            steps,
            lets,
        }
    }

    /// Where the value of an expression may come from as it is.
    fn homes(&self, expr: &Expr, found: &mut BTreeSet<Home>) {
        match &expr.kind {
            Kind::Setting(setting) => {
                found.insert(Home::Setting(*setting));
            }
            Kind::Field { store, field, .. } | Kind::Row(store, field) => {
                found.insert(Home::Field(*store, *field));
            }
            Kind::Local(slot) => match (self.lets.get(slot), self.command) {
                (Some(value), _) => self.homes(value, found),
                (None, Some(command)) => {
                    found.insert(Home::Option(command, *slot));
                }
                (None, None) => {}
            },
            Kind::Coalesce(first, second)
            | Kind::If {
                then: first,
                otherwise: second,
                ..
            } => {
                self.homes(first, found);
                self.homes(second, found);
            }
            Kind::Unknown
            | Kind::Literal(_)
            | Kind::Now
            | Kind::Me
            | Kind::Actor
            | Kind::Told(_)
            | Kind::Person { .. }
            | Kind::Can { .. }
            | Kind::Exists { .. }
            | Kind::Rank
            | Kind::Not(_)
            | Kind::Negate(_)
            | Kind::IsNone(_)
            | Kind::Binary { .. }
            | Kind::Call { .. }
            | Kind::Count(_)
            | Kind::Sum { .. }
            | Kind::Message { .. } => {}
        }
    }

    /// What is written to the fields for which `wanted` holds.
    fn written(&self, wanted: impl Fn(Home) -> bool, found: &mut BTreeSet<Home>) {
        for step in all(self.steps) {
            if let Some(row) = step.kind.written() {
                for (field, value) in row.values {
                    if wanted(Home::Field(row.store, *field)) {
                        self.homes(value, found);
                    }
                }
            }
        }
    }
}

/// The template of a part that renders one.
fn rendered(part: walk::Part<'_>) -> Option<&Expr> {
    let walk::Part::Expr(expr) = part else {
        return None;
    };
    let (function, args) = expr.calls()?;
    args.first().filter(|_| *function == RENDER)
}

impl Plan {
    fn bodies(&self) -> Vec<Body<'_>> {
        let handlers = self.handlers.iter();
        let handlers = handlers.map(|one| Body::new(one.on.event, None, &one.steps));
        let commands = self.commands.iter().enumerate();
        let commands = commands.map(|(at, one)| Body::new(&COMMAND, Some(at), &one.steps));
        handlers.chain(commands).collect()
    }

    /// Where channels come from in which something is posted, the mod-log's among them.
    #[must_use]
    pub fn posted_to(&self) -> BTreeSet<Home> {
        let bodies = self.bodies();
        let log = self.mod_log.as_ref();
        let mut found: BTreeSet<Home> = log
            .map(|log| Home::Setting(log.setting))
            .into_iter()
            .collect();
        for body in &bodies {
            for step in all(body.steps) {
                if let Some(channel) = step.kind.said().and_then(|(to, _)| to.channel()) {
                    body.homes(channel, &mut found);
                }
            }
        }
        let direct = found.clone();
        for body in &bodies {
            body.written(|field| direct.contains(&field), &mut found);
        }
        found
    }

    /// Where categories come from in which channels are made.
    #[must_use]
    pub fn made_under(&self) -> BTreeSet<Home> {
        let bodies = self.bodies();
        let mut found = BTreeSet::new();
        for body in &bodies {
            for (deed, args) in all(body.steps).filter_map(|step| step.kind.done()) {
                let mut params = deed.params.iter();
                let category = params.find(|param| param.takes == Takes::Category);
                if let Some(value) = category.and_then(|param| args.get(param.name)?.value()) {
                    body.homes(value, &mut found);
                }
            }
        }
        let direct = found.clone();
        for body in &bodies {
            body.written(|field| direct.contains(&field), &mut found);
        }
        found
    }

    /// Whether it asks for the roles of who left, which nobody tells.
    #[must_use]
    pub fn remembers_roles(&self) -> bool {
        let mut asks = false;
        for body in self.bodies() {
            walk::walk(body.steps, &mut |part| {
                if let walk::Part::Expr(expr) = part
                    && let Kind::Person { what, .. } = &expr.kind
                {
                    asks |= **what == person::LAST_ROLES;
                }
            });
        }
        asks
    }

    /// Whether channels come into being that nobody in the server made.
    #[must_use]
    pub fn makes_channels(&self) -> bool {
        let bodies = self.bodies();
        let mut deeds = bodies.iter().flat_map(|body| all(body.steps));
        deeds.any(|step| {
            let deed = step.kind.deed();
            let makes = deed.and_then(|deed| deed.makes);
            makes.is_some_and(|makes| makes.ty == Type::Channel)
        })
    }

    /// The kinds of channels that what is chosen here can be of; none for any.
    #[must_use]
    pub fn channels_for(&self, home: Home) -> &'static [ChannelKind] {
        if self.posted_to().contains(&home) {
            &ChannelKind::WITH_MESSAGES
        } else if self.made_under().contains(&home) {
            &[ChannelKind::Category]
        } else {
            &[]
        }
    }

    /// The same for what an option of a command names.
    #[must_use]
    pub fn channels_for_option(&self, command: &Command, param: &Param) -> &'static [ChannelKind] {
        let mut places = self.commands.iter();
        let place = places.position(|other| other.path == command.path);
        place.map_or(&[], |place| {
            self.channels_for(Home::Option(place, param.slot))
        })
    }

    /// The events that render what stands here as a template. None for a text that is no template.
    #[must_use]
    pub fn rendered_by(&self, home: Home) -> Vec<&'static Event> {
        let bodies = self.bodies();
        let mut by: Vec<(BTreeSet<Home>, &'static Event)> = Vec::new();
        for body in &bodies {
            let mut found = BTreeSet::new();
            walk::walk(body.steps, &mut |part| {
                if let Some(template) = rendered(part) {
                    body.homes(template, &mut found);
                }
            });
            by.push((found, body.event));
        }
        for set in &self.command_sets {
            let body = Body::new(&COMMAND, None, &[]);
            let mut found = BTreeSet::new();
            walk::message(&set.reply, &mut |part| {
                if let Some(template) = rendered(part) {
                    body.homes(template, &mut found);
                }
            });
            by.push((found, body.event));
        }
        // What is written to a field is rendered where the field is.
        let direct = by.clone();
        for (found, event) in direct {
            for body in &bodies {
                let mut more = BTreeSet::new();
                body.written(|field| found.contains(&field), &mut more);
                by.push((more, event));
            }
        }
        let by = by.into_iter().filter(|(found, _)| found.contains(&home));
        by.map(|(_, event)| event).collect()
    }
}

impl Plan {
    /// Every step that asks a service.
    pub fn asks(&self) -> impl Iterator<Item = (&Step, &Asked)> {
        let steps = self.handlers.iter().map(|one| &one.steps);
        let steps = steps.chain(self.commands.iter().map(|one| &one.steps));
        let steps = steps.flat_map(|steps| all(steps));
        steps.filter_map(|step| Some((step, step.kind.asked()?)))
    }

    /// The services that handlers ask, each once, in the order in which they are declared.
    pub fn services(&self) -> impl Iterator<Item = &Processor> {
        self.processors
            .iter()
            .filter(|one| self.asks().any(|(_, asked)| asked.processor == one.id))
    }
}
