//! The question that an event waits for: whether somebody consents to a feature. What the buttons do is
//! `generated::consent`'s.

use super::text::BUTTON_PREFIX;
use crate::{
    emit::notice,
    plan::{FeatureId, Plan},
    port::{Action, ActionKind, ButtonDraft, Event, EventKind, MessageDraft},
    vocab::{ButtonStyle, UserId},
    wording::say,
};

/// For the person of the event, by the interaction that asked.
pub(super) fn question(plan: &Plan, event: &Event, feature: FeatureId) -> Action {
    let id = match &event.kind {
        EventKind::Interaction(interaction) => interaction.id,
        EventKind::Happened(_) => 0,
    };
    let agreed = plan.agreed(feature);
    Action::from(ActionKind::Ask {
        message: MessageDraft {
            content: notice::question(plan, feature),
            buttons: choice(event.actor.id, id, &agreed),
            ..MessageDraft::default()
        },
    })
}

/// Yes and no, of which neither stands out. `question` is 0 where nothing waits.
pub(super) fn choice(user: UserId, question: u64, agreed: &str) -> Vec<ButtonDraft> {
    let yes = button("yes", user, question, agreed, say!("consent-yes"));
    let no = button("no", user, question, agreed, say!("consent-no"));
    vec![yes, no]
}

/// A no to what somebody said yes to.
pub(super) fn take_back(user: UserId, agreed: &str) -> ButtonDraft {
    button("no", user, 0, agreed, say!("consent-take-back"))
}

fn button(word: &str, user: UserId, question: u64, agreed: &str, label: String) -> ButtonDraft {
    ButtonDraft {
        custom_id: format!("{BUTTON_PREFIX}consent:{word}:{user}:{question}:{agreed}"),
        label,
        style: ButtonStyle::Secondary,
    }
}
