//! Consent and objection: who is asked, what happens meanwhile, and what is left out.

use candor::{
    plan::Wish,
    port::{ActionKind, ButtonDraft, Made, Op, OptionValue, Request, RequestKind, RequestedBy},
    vocab::{MessageId, Value},
};

use crate::{
    plan::compiled,
    world::{ANN, BOB, GENERAL, GUILD, Result, World},
};

fn world() -> World {
    World::new(compiled("consent.kdl", include_str!("consent.kdl")))
}

fn suggests(world: &mut World, what: &str) -> Result {
    let what = OptionValue::Text(what.into());
    world.calls(ANN, "suggest", &[("what", what)])
}

/// The buttons of the one question that was asked, while nothing else happened.
fn asked(result: &Result) -> Vec<ButtonDraft> {
    assert_eq!((&result.ops, &result.failed), (&vec![], &vec![]));
    match result.kinds().as_slice() {
        [ActionKind::Ask { message }] => message.buttons.clone(),
        other => panic!("expected a question, got {other:?}"),
    }
}

fn agrees(world: &mut World, what: &str) {
    let buttons = asked(&suggests(world, what));
    world.presses(ANN, &buttons[0].custom_id);
}

#[test]
fn a_command_asks_before_its_first_effect() {
    let mut world = world();
    let buttons = asked(&suggests(&mut world, "a bench"));
    let [yes, no] = buttons.as_slice() else {
        panic!("{buttons:?}");
    };
    assert_eq!(yes.style, no.style, "neither stands out");
    let said = world.presses(ANN, &yes.custom_id);
    let kept = &world.kept("suggestions-consent")[0];
    assert_eq!(kept[..2], [Value::User(ANN), Value::Bool(true)]);
    assert_eq!(kept[3], Value::Text("version 1 of 2026-05-01".into()));
    let [
        ActionKind::UpdateMessage { .. },
        ActionKind::Answered {
            question: 1,
            goes_on: true,
            gone: Some(_),
        },
    ] = said.kinds().as_slice()
    else {
        panic!("{said:?}");
    };
    // From here on the effect comes first, and its block writes.
    let sent = suggests(&mut world, "a bench");
    assert_eq!(sent.sent().len(), 1);
    let event = world.call(ANN, "suggest", &[]);
    let made = Made::Message(GENERAL, MessageId(7), None);
    world.follows(&event, &sent.actions[0], &made);
    assert_eq!(world.kept("suggestion").len(), 1);
}

#[test]
fn a_second_press_changes_nothing() {
    let mut world = world();
    let buttons = asked(&suggests(&mut world, "a bench"));
    world.presses(ANN, &buttons[0].custom_id);
    let again = world.presses(ANN, &buttons[0].custom_id);
    assert_eq!(again.ops, []);
    let [_, ActionKind::Answered { gone: None, .. }] = again.kinds().as_slice() else {
        panic!("{again:?}");
    };
}

#[test]
fn nobody_answers_for_somebody_else_or_to_an_earlier_question() {
    let mut world = world();
    let buttons = asked(&suggests(&mut world, "a bench"));
    for button in &buttons {
        let refused = world.presses(BOB, &button.custom_id);
        assert!(refused.refusal().contains("somebody else"));
    }
    let agreed = &buttons[0].custom_id;
    let earlier = format!("{}0000000000000000", &agreed[..agreed.len() - 16]);
    let refused = world.presses(ANN, &earlier);
    assert!(refused.refusal().contains("has changed since"));
    assert!(world.kept("suggestions-consent").is_empty());
}

#[test]
fn a_policy_that_says_something_else_asks_again() {
    let mut world = world();
    agrees(&mut world, "a bench");
    assert_eq!(suggests(&mut world, "a bench").sent().len(), 1);
    world.plan.purposes[0].text = "sell what members want".into();
    asked(&suggests(&mut world, "a bench"));
    let told = world.calls(
        ANN,
        "privacy consent",
        &[("feature", OptionValue::Text("suggestions".into()))],
    );
    assert!(told.answer(true).content.contains("has changed since"));
}

#[test]
fn taking_it_back_erases_in_the_same_transaction() {
    let mut world = world();
    agrees(&mut world, "a bench");
    let option = OptionValue::Text("suggestions".into());
    let told = world.calls(ANN, "privacy consent", &[("feature", option)]);
    let [back] = told.answer(true).buttons.as_slice() else {
        panic!("{told:?}");
    };
    let done = world.presses(ANN, &back.custom_id.clone());
    let stores = vec![world.store("suggestion"), world.store("suggestions-sent")];
    let journal_kept = world.plan.stores[stores[1].0 as usize].people().count();
    let stores = stores.into_iter().take(1 + journal_kept.min(1)).collect();
    assert_eq!(
        done.ops[1..],
        [
            Op::EraseFrom {
                guild: Some(GUILD),
                user: ANN,
                stores
            },
            Op::Record(Request {
                kind: RequestKind::Withdrawal,
                by: RequestedBy::Person,
                everywhere: false,
            }),
        ]
    );
    assert_eq!(world.kept("suggestions-consent")[0][1], Value::Bool(false));
    let refused = suggests(&mut world, "a bench");
    assert!(refused.refusal().contains("You said no to this"));
}

#[test]
fn a_handler_that_nobody_asked_for_does_nothing_without_consent() {
    let mut world = world();
    let said = world.says(ANN, "hello");
    assert!(world.kept("count").is_empty());
    // The other feature, which rests on an interest, is not held up.
    assert_eq!(world.kept("thanks").len(), 1);
    let replies: Vec<_> = said.kinds();
    assert_eq!(replies.len(), 1, "{replies:?}");
    let option = OptionValue::Text("counting".into());
    let told = world.calls(ANN, "privacy consent", &[("feature", option)]);
    let yes = told.answer(true).buttons[0].custom_id.clone();
    let said = world.presses(ANN, &yes);
    assert_eq!(said.actions.len(), 1, "nothing waits for it");
    assert_eq!(world.says(ANN, "hello").actions.len(), 2);
    assert_eq!(world.kept("count").len(), 1);
    assert!(
        world.says(BOB, "hello").actions.len() == 1,
        "each for themselves"
    );
}

#[test]
fn an_objection_stops_what_rests_on_an_interest() {
    let mut world = world();
    world.says(BOB, "hello");
    world.choose(Some(GUILD), ANN, Wish::NoMore);
    // In silence where nobody asked, and the handler goes on.
    assert_eq!(world.says(ANN, "hello").actions.len(), 1);
    let thank = |who| [("member", OptionValue::User(who))];
    let told = world.calls(ANN, "thank", &thank(ANN));
    assert!(
        told.refusal()
            .contains("You asked the bot to keep nothing more")
    );
    let told = world.calls(BOB, "thank", &thank(ANN));
    assert!(told.refusal().contains("may be kept about <@4>"));
    world.calls(BOB, "thank-all", &[]);
    let kept = world.kept("thanks");
    assert_eq!(kept, [&vec![Value::User(BOB), Value::Int(2)]]);
    // Erased, but not objecting: a store without `suppress` begins anew.
    world.choose(Some(GUILD), ANN, Wish::NotAgain);
    world.calls(BOB, "thank", &thank(ANN));
    assert_eq!(world.kept("thanks").len(), 2);
}

/// `consent.kdl` with a command more in the feature that counts.
fn with(command: &str) -> candor::plan::Plan {
    let text = include_str!("consent.kdl");
    let end = "\n\n}\n\nfeature praise";
    assert!(text.contains(end));
    let text = text.replacen(end, &format!("\n{command}{end}"), 1);
    compiled("consent.kdl", &text)
}

#[test]
fn a_yes_covers_who_sees_it_and_what_is_done() {
    let agreed = |plan: &candor::plan::Plan| {
        let (id, ..) = plan
            .consents()
            .find(|(_, feature, _)| feature.name == "counting")
            .unwrap();
        plan.agreed(id)
    };
    let all = |guard: &str, reply: &str| {
        agreed(&with(&format!(
            "command \"/all\" about=\"All\" {{\n{guard}\nreply {reply}{{ list \"count\" \
             line=\"{{row.user.mention}} {{row.n}}\" empty=\"None\" }}\n}}"
        )))
    };
    let before = agreed(&with(""));
    let guarded = all("require permission=manage-guild", "");
    let whispered = all("", "ephemeral=#true ");
    let public = all("", "");
    let hinted = agreed(&with(
        "command \"/hint\" about=\"Hint\" { when \"count.n > 3\" { reply \"Busy\" }; else { reply \"Quiet\" } }",
    ));
    let done = agreed(&with(
        "on reaction-add reads=\"member.id message.id\" { react emoji=\"'👍'\" }",
    ));
    let mut digests = vec![before.clone(), guarded, whispered, public, hinted, done];
    digests.sort();
    digests.dedup();
    assert_eq!(digests.len(), 6, "each says something else");
    // What is none of theirs is not asked about again.
    let aside = with("command \"/ping\" about=\"Ping\" { reply \"Pong\" }");
    assert_eq!(agreed(&aside), before);
}

#[test]
fn the_question_says_who_sees_it() {
    let plan = with(
        "command \"/all\" about=\"All\" { reply { list \"count\" line=\"{row.user.mention} {row.n}\" empty=\"None\" } }",
    );
    let (id, ..) = plan
        .consents()
        .find(|(_, feature, _)| feature.name == "counting")
        .unwrap();
    let question = candor::emit::notice::question(&plan, id);
    assert!(
        question.contains("The bot shows it to: `/all`: anybody"),
        "{question}"
    );
}
