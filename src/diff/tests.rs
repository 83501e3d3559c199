use super::*;
use crate::{
    emit::fixture::plan,
    plan::{EraseRule, Past, Processor, Trigger},
    vocab::{Category, Duration, Piece, Sink, Type},
};

/// The changes from the fixture to what `edit` makes of it.
fn after(edit: impl FnOnce(&mut Plan)) -> Difference {
    let (old, mut new) = (plan(), plan());
    edit(&mut new);
    difference(&old, &new)
}

fn material(edit: impl FnOnce(&mut Plan)) {
    let difference = after(edit);
    assert!(difference.is_material(), "{difference:#?}");
}

fn harmless(edit: impl FnOnce(&mut Plan)) {
    let difference = after(edit);
    assert!(!difference.changes.is_empty(), "nothing is seen");
    assert!(!difference.is_material(), "{difference:#?}");
}

#[test]
fn the_same_plan_changes_nothing() {
    assert_eq!(after(|_| {}).changes, []);
}

#[test]
fn more_is_material() {
    material(|plan| plan.stores[0].retention.clauses[0].after = Duration::days(1));
    material(|plan| plan.stores[0].retention.clauses[0].trigger = Trigger::Boot);
    material(|plan| {
        let more = plan.stores[1].fields[3].clone();
        plan.stores[0].fields.push(more);
    });
    material(|plan| plan.stores[0].fields[1].categories.push(Category::Profile));
    material(|plan| plan.stores[1].on_erase[0].rule = EraseRule::Redact);
    material(|plan| plan.stores[0].on_erase[0].suppress = false);
    material(|plan| {
        let export = plan.stores[0].export.as_mut();
        export.unwrap().redact.push(crate::plan::FieldId(1));
    });
    material(|plan| plan.features[2].reads[1].sinks = vec![Sink::Storage]);
    material(|plan| plan.features[0].default_on = true);
    material(|plan| plan.purposes[0].text = "sell it".into());
    material(|plan| {
        plan.claims.remove(0);
    });
    material(|plan| plan.claims[0].standing = Standing::Stated);
    material(|plan| {
        plan.stated.remove(0);
    });
    material(|plan| {
        let second = Processor {
            id: "second".into(),
            ..plan.processors[0].clone()
        };
        plan.processors.push(second);
    });
    material(|plan| plan.processors[0].receives.push(Category::UserContent));
    material(|plan| plan.controller.respond_within = Some(Duration::days(60)));
    material(|plan| {
        // The check of a permission, and what stands in it.
        plan.commands[2].steps.remove(0);
        let handler = plan.handlers.len() + 2;
        for one in plan.shown.iter_mut().filter(|one| one.handler == handler) {
            one.step -= 2;
        }
    });
    material(|plan| plan.settings_retention.clauses[0].after = Duration::days(60));
}

#[test]
fn less_is_not() {
    harmless(|plan| plan.settings_retention.clauses[0].after = Duration::days(7));
    harmless(|plan| {
        let age = Clause {
            trigger: Trigger::Age,
            after: Duration::days(365),
        };
        plan.stores[0].retention.clauses.push(age);
    });
    harmless(|plan| {
        let claim = crate::plan::Claim {
            kind: crate::plan::ClaimKind::NotRequested {
                what: "technical".into(),
            },
            standing: Standing::Proved,
            silences: false,
            at: plan.at.clone(),
        };
        plan.claims.push(claim);
    });
    harmless(|plan| {
        plan.processors.clear();
    });
    harmless(|plan| {
        plan.commands.remove(0);
        // What is shown names handlers by their number.
        let first = plan.handlers.len();
        plan.shown.retain(|one| one.handler != first);
        for one in plan.shown.iter_mut().filter(|one| one.handler > first) {
            one.handler -= 1;
        }
    });
    harmless(|plan| {
        plan.permissions.clear();
    });
}

fn past(piece: Piece, name: &str, to: Option<&str>) -> Past {
    let (of, name) = match name.split_once('.') {
        Some((of, name)) => (Some(of.to_owned()), name),
        None => (None, name),
    };
    Past {
        piece,
        of,
        name: name.to_owned(),
        to: to.map(str::to_owned),
        at: plan().at,
    }
}

#[test]
fn a_drop_is_material_and_its_line_may_go_later() {
    let dropped = |plan: &mut Plan| plan.past.push(past(Piece::Store, "streak", None));
    material(dropped);
    let mut old = plan();
    dropped(&mut old);
    let later = difference(&old, &plan());
    assert_eq!(later.changes.len(), 1);
    assert!(!later.is_material(), "{later:#?}");
}

#[test]
fn a_rename_changes_names_and_nothing_else() {
    let names = |plan: &Plan| {
        let store = &plan.stores[0];
        (store.name.clone(), store.fields[1].name.clone())
    };
    let (store, field) = names(&plan());
    let bot = plan().bot;
    let renamed = after(|plan| {
        plan.bot = "Better".to_owned();
        plan.stores[0].name = "renamed".to_owned();
        plan.stores[0].fields[1].name = "worth".to_owned();
        plan.past = vec![
            past(Piece::Bot, &bot, Some("Better")),
            past(Piece::Store, &store, Some("renamed")),
            past(Piece::Field, &format!("renamed.{field}"), Some("worth")),
        ];
    });
    assert_eq!(renamed.unfit, []);
    let said: Vec<_> = renamed.changes.iter().map(|change| &*change.says).collect();
    assert_eq!(said, ["rename"; 3], "{renamed:#?}");
    assert!(!renamed.is_material());
}

#[test]
fn what_a_start_would_refuse_is_told_with_what_to_write() {
    let store = plan().stores[0].name.clone();
    let unfit = after(|plan| plan.stores[0].name = "renamed".to_owned()).unfit;
    assert_eq!(unfit.len(), 1);
    assert!(
        unfit[0]
            .fact
            .contains(&format!("no store `{store}` any more"))
    );
    assert!(unfit[0].help.contains(&format!("`drop store \"{store}\"`")));
    let retyped = after(|plan| plan.stores[0].fields[1].kind = Type::Emoji).unfit;
    assert!(retyped[0].fact.contains("is emoji"), "{retyped:?}");
    let setting = after(|plan| plan.settings[0].kind = Type::Emoji).unfit;
    assert!(setting[0].help.contains("`drop setting"), "{setting:?}");
}

#[test]
fn a_change_shows_both_sides_and_their_lines() {
    let difference = after(|plan| plan.settings_retention.clauses[0].after = Duration::days(7));
    let [change] = difference.changes.as_slice() else {
        panic!("{difference:#?}");
    };
    assert_eq!(change.says, "settings.until");
    assert!(change.was.as_ref().unwrap().text.contains("30 days"));
    assert!(change.now.as_ref().unwrap().text.contains("7 days"));
    assert_eq!(
        change.now.as_ref().unwrap().places[0],
        plan().settings_retention.at
    );
}
