//! Money is neither made nor lost, whenever the bot is killed while people pay at once.

use std::{thread, time::Duration as RealDuration};

use crate::{kills, stage::Place};

const PEOPLE: [&str; 3] = ["ann", "ben", "cas"];
const EACH: i64 = 1_000;

/// A bot of the standard economy, or of one that was changed, which also says how much there is.
fn policy(import: &str) -> String {
    format!(
        r#"
candor version=1 bot="Bank" updated="2026-01-01"
controller "Test" established=DE {{ contact email="privacy@example.org"; }}
surface mod-log {{ receives identifier user-content configuration; }}
import "{import}" as=economy
feature audit {{
    command "/audit" about="How much there is" {{
        let held "sum(economy.purse, of: wallet) + sum(economy.purse, of: bank)"
        let total "sum(economy.purse, of: total)"
        let paid "count(economy.transaction where row.what == 'paid')"
        let got "count(economy.transaction where row.what == 'got')"
        reply "{{held}} {{total}} {{paid}} {{got}}"
    }}
}}
"#
    )
}

/// What there is as wallets and banks, as totals, and how many payments there were, seen from both sides.
fn audit(place: &Place) -> [i64; 4] {
    let said = place.asked("ann", "/audit", &[]);
    let numbers = said.split(' ').map(|number| number.parse().unwrap());
    let numbers: Vec<i64> = numbers.collect();
    numbers.try_into().unwrap()
}

/// Something that moves money, whoever does it.
fn moves(place: &Place) {
    let who = PEOPLE[fastrand::usize(..PEOPLE.len())];
    let other = PEOPLE[fastrand::usize(..PEOPLE.len())];
    let amount = fastrand::u32(1..400).to_string();
    let amount = amount.as_str();
    let (command, options): (&str, Vec<(&str, &str)>) = match fastrand::u8(..4) {
        0 => ("/deposit", vec![("amount", amount)]),
        1 => ("/withdraw", vec![("amount", amount)]),
        _ => ("/pay", vec![("member", other), ("amount", amount)]),
    };
    let who = place.person(who);
    place
        .sandbox
        .invoke(who, place.general, command, &options)
        .unwrap();
}

fn after_kills(place: &Place) -> [i64; 4] {
    let mut bot = place.start();
    for name in PEOPLE {
        let options = [("member", name), ("amount", "1000")];
        place.command("owner", "/money give", &options);
    }
    for _ in 0..kills() {
        for _ in 0..12 {
            moves(place);
        }
        thread::sleep(RealDuration::from_millis(fastrand::u64(..80)));
        drop(bot);
        bot = place.start();
    }
    // One that is surely carried out.
    let options = [("member", "ben"), ("amount", "1")];
    place.command("cas", "/withdraw", &[]);
    place.command("cas", "/pay", &options);
    let audited = audit(place);
    drop(bot);
    audited
}

#[test]
fn no_money_is_made_or_lost_whenever_the_bot_is_killed() {
    let place = Place::new(&policy("std/economy"), &PEOPLE);
    let [parts, totals, paid, got] = after_kills(&place);
    let all = EACH * 3;
    assert_eq!([parts, totals], [all, all]);
    assert_eq!(paid, got);
    assert!(paid > 0, "nobody paid anything");
}

/// The law can fail: a feature that mints is found out.
#[test]
fn an_economy_that_mints_is_found_out() {
    let feature = include_str!("../../policies/std/economy.kdl");
    let wrong = feature.replace(
        r#"wallet "purse.wallet + amount"; total"#,
        r#"wallet "purse.wallet + amount + 1"; total"#,
    );
    assert_ne!(wrong, feature);
    let place = Place::new(&policy("economy"), &PEOPLE);
    std::fs::write(place.beside("economy.kdl"), wrong).unwrap();
    let [parts, totals, ..] = after_kills(&place);
    assert!(parts > totals, "{parts} {totals}");
}
