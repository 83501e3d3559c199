//! What no bot on Discord may do with data, by Discord's Developer Policy, as far as a policy says it.
//!
//! <https://support-dev.discord.com/hc/en-us/articles/8563934450327-Discord-Developer-Policy>, of 8 July 2024.

use miette::Diagnostic;
use thiserror::Error;

use crate::{finding::Findings, resolve::Policy, vocab::Span};

#[derive(Debug, Clone, PartialEq, Eq, Error, Diagnostic)]
#[error("{message}")]
#[diagnostic(code("candor::rights::prohibited-use"), help("{help}"))]
pub(crate) struct ProhibitedUse {
    message: String,
    help: String,
    #[label(primary, "Discord's Developer Policy forbids it")]
    at: Span,
}

/// The age from which Discord takes anybody.
const AGE_MIN: u32 = 13;

/// Terms of the Data Privacy Vocabulary, and what of the Developer Policy is against them.
const TERMS: &[(&str, &str)] = &[
    ("Advertising", ADS),
    ("PersonalisedAdvertising", ADS),
    ("TargetedAdvertising", ADS),
    ("Marketing", ADS),
    ("DirectMarketing", ADS),
    ("SocialMediaMarketing", ADS),
    ("SellTargettedAdvertisements", ADS),
    ("SellDataToThirdParties", SALE),
    ("SellInsightsFromData", SALE),
    ("SellProductsToDataSubject", ADS),
    ("CreditChecking", PROFILES),
    ("MaintainCreditCheckingDatabase", PROFILES),
    ("MaintainCreditRatingDatabase", PROFILES),
    ("PersonalisedBenefits", PROFILES),
];

const ADS: &str = "data from Discord is not used for advertising or marketing";
const SALE: &str = "data from Discord is not sold, licensed or handed to data brokers";
const PROFILES: &str = "people are not profiled with data from Discord";

/// What a processor cannot be for.
const ROLES: &[(&str, &str)] = &[
    ("advertising", ADS),
    ("ads", ADS),
    ("ad-network", ADS),
    ("marketing", ADS),
    ("data-broker", SALE),
    ("broker", SALE),
    ("reseller", SALE),
];

pub(super) fn check(policy: &Policy, findings: &mut Findings) {
    for purpose in &policy.purposes {
        let Some(dpv) = &purpose.node.dpv else {
            continue;
        };
        if let Some(why) = of(TERMS, dpv) {
            findings.push(ProhibitedUse {
                message: format!("the purpose `{}` is `{dpv}`, and {why}", purpose.node.id),
                help: "leave out what serves it, and the purpose".to_owned(),
                at: purpose.span,
            });
        }
    }
    for processor in &policy.processors {
        let role = &processor.node.role;
        if let Some(why) = of(ROLES, role) {
            findings.push(ProhibitedUse {
                message: format!("`{}` is there for {role}, and {why}", processor.node.id),
                help: "leave out this processor".to_owned(),
                at: processor.span,
            });
        }
    }
    if let Some(controller) = &policy.controller
        && let Some(age) = controller.node.minimum_age.filter(|age| *age < AGE_MIN)
    {
        findings.push(ProhibitedUse {
            message: format!(
                "the bot is for people from {age} on, and nobody younger than {AGE_MIN} may use Discord"
            ),
            help: format!("write `minimum-age {AGE_MIN}`"),
            at: controller.span,
        });
    }
}

fn of(known: &[(&str, &'static str)], word: &str) -> Option<&'static str> {
    let plain = |word: &str| word.to_lowercase().replace(['_', ' '], "-");
    let mut known = known.iter();
    let found = known.find(|(one, _)| plain(one) == plain(word))?;
    Some(found.1)
}
