//! The plan's invariant: every index is in bounds.

#![expect(
    clippy::needless_for_each,
    reason = "options and lists are visited alike"
)]

use candor::plan::{
    Arg, Expr, FeatureId, FieldId, Kind, Message, Owner, Plan, Query, SettingId, Slot, Step,
    StepKind, StoreId, Text, TextPart, To, Trigger,
};

/// Panics where an index of the plan points at nothing.
pub fn hold(plan: &Plan) {
    for store in &plan.stores {
        feature(plan, store.feature);
        assert!(store.key_len as usize <= store.fields.len() && store.key_len > 0);
        assert!(!store.retention.clauses.is_empty(), "{}", store.name);
        for clause in &store.retention.clauses {
            if let Trigger::Setting { setting: id } = clause.trigger {
                setting(plan, id);
            }
        }
        for owner in store
            .fields
            .iter()
            .flat_map(|field| field.person.iter().chain([&field.owner]))
        {
            if let Owner::Subject(id) | Owner::Party(id) = owner {
                field(plan, store.id, *id);
            }
        }
        let exported = store
            .export
            .iter()
            .flat_map(|one| one.to.iter().chain(&one.redact));
        for id in exported.chain(store.on_erase.iter().map(|rule| &rule.by)) {
            field(plan, store.id, *id);
        }
    }
    for one in &plan.settings {
        setting(plan, one.id);
        one.feature.inspect(|id| feature(plan, *id));
    }
    for one in &plan.features {
        assert!(
            one.purposes
                .iter()
                .all(|i| (*i as usize) < plan.purposes.len())
        );
    }
    plan.mod_log
        .iter()
        .for_each(|log| setting(plan, log.setting));
    for command in &plan.commands {
        feature(plan, command.feature);
        assert!(
            command
                .params
                .iter()
                .all(|param| param.slot.0 < command.slots)
        );
        Body {
            plan,
            slots: command.slots,
            row: None,
        }
        .steps(&command.steps);
    }
    for handler in &plan.handlers {
        feature(plan, handler.feature);
        Body {
            plan,
            slots: handler.slots,
            row: handler.on.store,
        }
        .steps(&handler.steps);
    }
    for set in &plan.command_sets {
        feature(plan, set.feature);
        let body = Body {
            plan,
            slots: 0,
            row: Some(set.store),
        };
        body.expr(&set.name);
        body.text(&set.about);
        body.message(&set.reply);
    }
}

fn feature(plan: &Plan, id: FeatureId) {
    assert!(plan.feature(id).is_some(), "{id:?}");
}

fn setting(plan: &Plan, id: SettingId) {
    assert_eq!(plan.setting(id).map(|found| found.id), Some(id));
}

fn field(plan: &Plan, store: StoreId, id: FieldId) {
    let found = plan
        .store(store)
        .and_then(|store| store.fields.get(id.0 as usize));
    assert!(found.is_some(), "{store:?} {id:?}");
}

/// Steps of one handler. `row` is the store of the row at hand.
#[derive(Clone, Copy)]
struct Body<'a> {
    plan: &'a Plan,
    slots: u32,
    row: Option<StoreId>,
}

impl Body<'_> {
    fn slot(self, slot: Slot) {
        assert!(slot.0 < self.slots, "{slot:?}");
    }

    fn steps(self, steps: &[Step]) {
        for step in steps {
            assert!(step.at.first_line > 0 && step.at.first_line <= step.at.last_line);
            step.otherwise.iter().for_each(|text| self.text(text));
            self.kind(&step.kind);
        }
    }

    fn kind(self, kind: &StepKind) {
        match kind {
            StepKind::When {
                cond,
                then,
                otherwise,
            } => {
                self.expr(cond);
                self.steps(then);
                self.steps(otherwise);
            }
            StepKind::Let { slot, value, .. } => {
                self.slot(*slot);
                self.expr(value);
            }
            StepKind::Each {
                query,
                steps,
                otherwise,
            } => {
                self.query(query);
                Self {
                    row: Some(query.store),
                    ..self
                }
                .steps(steps);
                self.steps(otherwise);
            }
            StepKind::Require {
                target,
                cond,
                refusal,
                ..
            } => {
                target.iter().chain(cond).for_each(|expr| self.expr(expr));
                refusal.iter().for_each(|text| self.text(text));
            }
            StepKind::Limit { per, refusal, .. } => {
                per.iter().for_each(|expr| self.expr(expr));
                refusal.iter().for_each(|text| self.text(text));
            }
            StepKind::Stop => {}
            StepKind::Insert { store, values } => self.values(*store, values),
            StepKind::Update { store, key, values } => {
                assert_eq!(
                    self.plan.store(*store).map(|one| one.key_len as usize),
                    Some(key.len())
                );
                key.iter().for_each(|expr| self.expr(expr));
                self.values(*store, values);
            }
            StepKind::Delete { query, refusal } => {
                self.query(query);
                refusal.iter().for_each(|text| self.text(text));
            }
            StepKind::Finish { query } => self.query(query),
            StepKind::Ask(asked) => asked.sends.iter().for_each(|sent| self.expr(&sent.value)),
            StepKind::Say { to, message } => {
                match to {
                    To::Channel(to) | To::Dm(to) | To::Edit(to) => self.expr(to),
                    To::Reply { .. } | To::ModLog | To::Operators => {}
                }
                self.message(message);
            }
            StepKind::Do { deed, args } => {
                for (name, arg) in args {
                    let param = deed.params.iter().find(|param| param.name == name);
                    assert!(param.is_some(), "{} has no `{name}`", deed.name);
                    match arg {
                        Arg::Value(expr) => self.expr(expr),
                        Arg::Text(text) => self.text(text),
                        Arg::Values(all) => all.iter().for_each(|expr| self.expr(expr)),
                    }
                }
            }
            StepKind::Then {
                first,
                slot,
                journal,
                keeps,
                steps,
                ..
            } => {
                self.slot(Slot((slot.0 + first.kind.result_slots()).saturating_sub(1)));
                let kept = self.plan.store(*journal).map(|store| store.fields.len());
                let is_ending = self
                    .plan
                    .sequels()
                    .any(|one| one.journal == *journal && one.is_ending());
                assert_eq!(kept, Some(1 + keeps.len() + usize::from(is_ending)));
                keeps.iter().for_each(|expr| self.expr(expr));
                self.steps(std::slice::from_ref(&**first));
                self.steps(steps);
            }
        }
    }

    fn values(self, store: StoreId, values: &[(FieldId, Expr)]) {
        for (id, value) in values {
            field(self.plan, store, *id);
            self.expr(value);
        }
    }

    fn message(self, message: &Message) {
        message.text.iter().for_each(|text| self.text(text));
        if let Some(list) = &message.list {
            self.query(&list.query);
            Self {
                row: Some(list.query.store),
                ..self
            }
            .text(&list.line);
            list.empty.iter().for_each(|text| self.text(text));
        }
        message
            .buttons
            .iter()
            .for_each(|button| self.text(&button.label));
    }

    fn text(self, text: &Text) {
        for part in &text.parts {
            if let TextPart::Hole(hole) = part {
                self.expr(hole);
            }
        }
    }

    fn query(self, query: &Query) {
        assert!(self.plan.store(query.store).is_some());
        query
            .by
            .iter()
            .for_each(|id| field(self.plan, query.store, *id));
        let filter = Self {
            row: Some(query.store),
            ..self
        };
        query.filter.iter().for_each(|expr| filter.expr(expr));
        if let Some((id, person)) = &query.of {
            field(self.plan, query.store, *id);
            self.expr(person);
        }
    }

    fn expr(self, expr: &Expr) {
        match &expr.kind {
            Kind::Unknown => panic!("a plan knows everything"),
            Kind::Literal(_) | Kind::Now | Kind::Me | Kind::Actor | Kind::Told(_) | Kind::Rank => {}
            Kind::Message { channel, id } => {
                self.expr(channel);
                self.expr(id);
            }
            Kind::Local(slot) => self.slot(*slot),
            Kind::Setting(id) => setting(self.plan, *id),
            Kind::Person { of, .. }
            | Kind::Can { of, .. }
            | Kind::Not(of)
            | Kind::Negate(of)
            | Kind::IsNone(of) => {
                self.expr(of);
            }
            Kind::Field {
                store,
                key,
                field: id,
                ..
            } => {
                field(self.plan, *store, *id);
                key.iter().for_each(|part| self.expr(part));
            }
            Kind::Exists { store, key } => {
                assert!(self.plan.store(*store).is_some());
                key.iter().for_each(|part| self.expr(part));
            }
            Kind::Row(store, id) => {
                assert_eq!(self.row, Some(*store));
                field(self.plan, *store, *id);
            }
            Kind::Coalesce(left, right) | Kind::Binary { left, right, .. } => {
                self.expr(left);
                self.expr(right);
            }
            Kind::If {
                cond,
                then,
                otherwise,
            } => {
                self.expr(cond);
                self.expr(then);
                self.expr(otherwise);
            }
            Kind::Call { args, .. } => args.iter().for_each(|arg| self.expr(arg)),
            Kind::Count(query) => self.query(query),
            Kind::Sum { query, field: id } => {
                self.query(query);
                field(self.plan, query.store, *id);
            }
        }
    }
}
