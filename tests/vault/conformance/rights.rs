//! What people can ask for: erasure by their role in a row, exports, and choices that outlive both.

use candor::{
    plan::{EraseRule, FieldId, StoreId},
    port::{
        Absence, Answer, Batch, Op, Read, Request, RequestKind, RequestedBy, RowId, Scan, Settings,
        Vault, VaultError,
    },
    vocab::{Duration, GuildId, MessageId, UserId, Value},
};

use crate::{
    calls::{
        ANN, ARCADE, EARLY, LOUNGE, MOD, START, after, all, batch, command, commit, count,
        erase as erase_everywhere, export, greet, left, note, profile, room, row, rows, seen,
        settings, suppressed, switch, talk, text, vote, warning, xp, xp_id,
    },
    policy::{COMMAND, GREETING, PROFILE, ROOM, TALK, VOTE, WARNING, XP},
};

const TOM: UserId = UserId(3);

pub async fn suite<V: Vault>(mut new: impl FnMut() -> V) {
    erasing_follows_the_role(new()).await;
    an_erasure_is_foretold_counted_and_receipted(new()).await;
    all_of_a_server_goes_and_nothing_of_another(new()).await;
    erasing_everywhere_crosses_servers(new()).await;
    exports_leave_others_out(new()).await;
    a_choice_survives_and_the_latest_counts(new()).await;
    an_objection_goes_further_than_an_erasure(new()).await;
    somebody_is_taken_out_of_some_stores_alone(new()).await;
    a_mention_in_a_text_goes_with_whom_it_names(new()).await;
    whoever_left_leaves_the_texts_of_others(new()).await;
    who_has_a_part_gets_that_part(new()).await;
}

async fn reasons(vault: &impl Vault, guild: GuildId) -> Vec<Value> {
    let rows = rows(vault, all(WARNING, guild)).await;
    rows.into_iter().map(|row| row.values[3].clone()).collect()
}

async fn a_mention_in_a_text_goes_with_whom_it_names(vault: impl Vault) {
    let words = format!("with <@{MOD}>, <@!{MOD}> and <@{TOM}> \u{1a}0\u{1a} <@042>");
    let ops = [
        warning(LOUNGE, ANN, ANN, &words),
        warning(ARCADE, ANN, ANN, &words),
        command(LOUNGE, &format!("about-<@{MOD}>"), ANN),
        note(&words),
        greet(LOUNGE, &format!("<@{MOD}> greets you")),
        greet(ARCADE, "nobody greets you"),
    ];
    commit(&vault, ops, START).await;
    // As it was typed, while everybody is there.
    assert_eq!(reasons(&vault, LOUNGE).await, [text(&words)]);
    let named = RowId {
        store: COMMAND,
        guild: Some(LOUNGE),
        key: vec![text(&format!("about-<@{MOD}>"))],
    };
    assert!(row(&vault, named.clone()).await.is_some());
    assert_eq!(vault.verify().await.unwrap(), 4);

    // Whom they name is told how many there are, and not what they say.
    let theirs = export(&vault, Some(LOUNGE), MOD).await;
    assert_eq!(theirs.rows, []);
    let told: Vec<_> = theirs
        .others
        .iter()
        .map(|one| (&*one.store, one.why, one.rows))
        .collect();
    let one = |store| (store, Absence::Named, 1);
    // What belongs to no server is there in every one.
    assert_eq!(
        told,
        [one("command"), one("note"), one("settings"), one("warning")]
    );
    assert_eq!(export(&vault, Some(ARCADE), TOM).await.others.len(), 2);

    let erase = Op::Erase {
        guild: Some(LOUNGE),
        user: MOD,
    };
    let erased = commit(&vault, [erase], START).await.erased;
    assert_eq!(
        (erased.rows(), erased.rows_by(EraseRule::Pseudonymise)),
        (4, 3)
    );
    let left = format!("with somebody, somebody and <@{TOM}> \u{1a}0\u{1a} <@042>");
    assert_eq!(reasons(&vault, LOUNGE).await, [text(&left)]);
    // What it is the key of goes.
    assert_eq!(row(&vault, named).await, None);
    assert_eq!(
        settings(&vault, LOUNGE).await.values[&GREETING],
        text("somebody greets you")
    );
    // Elsewhere nobody was erased.
    assert_eq!(reasons(&vault, ARCADE).await, [text(&words)]);
    commit(
        &vault,
        [erase_everywhere(TOM), erase_everywhere(MOD)],
        START,
    )
    .await;
    let nobody = text("with somebody, somebody and somebody \u{1a}0\u{1a} <@042>");
    assert_eq!(reasons(&vault, ARCADE).await, [nobody]);
    assert!(export(&vault, None, TOM).await.others.is_empty());

    // Who is mentioned again is somebody new.
    let again = Op::Put {
        row: RowId {
            store: WARNING,
            guild: Some(LOUNGE),
            key: vec![Value::Int(1)],
        },
        values: vec![
            Value::None,
            Value::User(ANN),
            Value::User(ANN),
            text(&format!("<@{MOD}>")),
            Value::None,
        ],
    };
    commit(&vault, [again], START).await;
    assert_eq!(reasons(&vault, LOUNGE).await, [text(&format!("<@{MOD}>"))]);
    vault.verify().await.unwrap();
}

async fn whoever_left_leaves_the_texts_of_others(vault: impl Vault) {
    let words = format!("ask <@{MOD}>");
    let ops = [
        talk(LOUNGE, ANN, &words),
        talk(LOUNGE, MOD, "mine"),
        // Kept whoever leaves.
        warning(LOUNGE, ANN, ANN, &words),
        left(LOUNGE, MOD, START),
    ];
    commit(&vault, ops, START).await;
    vault
        .sweep(after(1).plus(Duration::seconds(-1)))
        .await
        .unwrap();
    assert_eq!(rows(&vault, all(TALK, LOUNGE)).await.len(), 2);
    assert_eq!(vault.sweep(after(1)).await.unwrap().rows, 1);
    let talks = rows(&vault, all(TALK, LOUNGE)).await;
    assert_eq!(talks.len(), 1);
    assert_eq!(talks[0].values[2], text("ask somebody"));
    assert_eq!(reasons(&vault, LOUNGE).await, [text(&words)]);
    assert_eq!(export(&vault, None, MOD).await.left, [(LOUNGE, START)]);
    // Where they are mentioned after they left as well.
    commit(&vault, [talk(LOUNGE, ANN, &words)], after(2)).await;
    vault.sweep(after(2)).await.unwrap();
    let talks = rows(&vault, all(TALK, LOUNGE)).await;
    assert_eq!(talks[1].values[2], text("ask somebody"));
    vault.verify().await.unwrap();
}

async fn who_has_a_part_gets_that_part(vault: impl Vault) {
    commit(&vault, [warning(LOUNGE, ANN, MOD, "why")], START).await;
    let theirs = export(&vault, Some(LOUNGE), MOD).await;
    assert_eq!(theirs.rows.len(), 1);
    let names: Vec<_> = theirs.rows[0].fields.keys().map(String::as_str).collect();
    assert_eq!(names, ["id", "memo", "moderator"], "and nothing about Ann");
    assert!(theirs.others.is_empty());
}

async fn erasing_follows_the_role(vault: impl Vault) {
    let ops = [
        xp(LOUNGE, ANN, 1),
        xp(LOUNGE, MOD, 2),
        warning(LOUNGE, ANN, MOD, "about ann"),
        warning(LOUNGE, MOD, ANN, "about mod"),
        command(LOUNGE, "hello", MOD),
        vote(LOUNGE, 1, MOD),
        vote(LOUNGE, 2, MOD),
        xp(ARCADE, MOD, 3),
    ];
    commit(&vault, ops, START).await;
    let erase = Op::Erase {
        guild: Some(LOUNGE),
        user: MOD,
    };
    assert_eq!(
        commit(&vault, [erase.clone()], after(1))
            .await
            .erased
            .rows(),
        6
    );

    assert_eq!(row(&vault, xp_id(LOUNGE, MOD)).await, None);
    assert!(row(&vault, xp_id(LOUNGE, ANN)).await.is_some());
    assert!(row(&vault, xp_id(ARCADE, MOD)).await.is_some());
    // Deleted where it was about them, blanked where they were a party.
    let warnings = rows(&vault, all(WARNING, LOUNGE)).await;
    assert_eq!(warnings.len(), 1);
    let expected = [
        Value::Int(1),
        Value::User(ANN),
        Value::None,
        text("about ann"),
        Value::None,
    ];
    assert_eq!(warnings[0].values, expected);
    assert_eq!(warnings[0].written, START);
    // Pseudonymised: only the person goes.
    let commands = rows(&vault, all(COMMAND, LOUNGE)).await;
    assert_eq!(
        commands[0].values,
        [text("hello"), text("hello"), Value::None, text("mine")]
    );
    let votes = rows(&vault, all(VOTE, LOUNGE)).await;
    assert_eq!(votes.len(), 2);
    assert_eq!(
        votes[0].values,
        [Value::Message(MessageId(1)), Value::None, text("yes")]
    );
    let nobody = RowId {
        store: VOTE,
        guild: Some(LOUNGE),
        key: votes[0].key.clone(),
    };
    assert_eq!(row(&vault, nobody).await, None);
    let of = Scan {
        of: Some((FieldId(2), MOD)),
        ..all(WARNING, LOUNGE)
    };
    assert_eq!(rows(&vault, of).await, []);
    assert_eq!(commit(&vault, [erase], after(1)).await.erased.rows(), 0);

    // Whoever comes back begins anew, beside what they left as nobody.
    let wanted = Op::Suppress {
        guild: Some(LOUNGE),
        user: MOD,
        on: false,
    };
    commit(&vault, [wanted], after(2)).await;
    commit(&vault, [vote(LOUNGE, 1, MOD), xp(LOUNGE, MOD, 9)], after(2)).await;
    assert_eq!(rows(&vault, all(VOTE, LOUNGE)).await.len(), 3);
    assert_eq!(
        row(&vault, xp_id(LOUNGE, MOD)).await.unwrap().created,
        after(2)
    );
    vault.verify().await.unwrap();
}

async fn an_erasure_is_foretold_counted_and_receipted(vault: impl Vault) {
    let ops = [
        xp(LOUNGE, ANN, 1),
        warning(LOUNGE, ANN, MOD, "about ann"),
        warning(LOUNGE, MOD, ANN, "about mod"),
        seen(ARCADE, MOD, Some(ANN)),
    ];
    commit(&vault, ops, START).await;
    let foretold = |guild| Read::Erasure { guild, user: ANN };
    let Answer::Erasure(here) = vault
        .read(&foretold(Some(LOUNGE)), crate::calls::EARLY)
        .await
        .unwrap()
    else {
        panic!("no erasure");
    };
    assert_eq!(here.rows(), 3);
    let Answer::Erasure(all) = vault
        .read(&foretold(None), crate::calls::EARLY)
        .await
        .unwrap()
    else {
        panic!("no erasure");
    };
    assert_eq!(all.rows(), 4);
    let request = Request {
        kind: RequestKind::Erasure,
        by: RequestedBy::Person,
        everywhere: true,
    };
    let ops = [
        Op::Erase {
            guild: None,
            user: ANN,
        },
        Op::Record(request),
    ];
    let done = commit(&vault, ops, START).await;
    assert_eq!(done.erased, all, "what was foretold came about");
    let receipt = done.receipt.unwrap();
    assert_eq!((receipt.request, receipt.at), (request, START));
    assert_eq!(receipt.erased, all);
    assert_eq!(
        all.rows_by(EraseRule::Delete)
            + all.rows_by(EraseRule::Pseudonymise)
            + all.rows_by(EraseRule::Redact),
        4
    );
    // A request that changes nothing has a receipt of its own.
    let again = commit(&vault, [Op::Record(request)], START).await;
    assert_ne!(again.receipt.unwrap().id, receipt.id);
    assert_eq!(again.erased.rows(), 0);
}

async fn all_of_a_server_goes_and_nothing_of_another(vault: impl Vault) {
    let gone = Op::GuildRemoved {
        guild: LOUNGE,
        since: START,
    };
    let many = (0..600).map(|i| warning(LOUNGE, ANN, MOD, &i.to_string()));
    let ops = [
        xp(LOUNGE, ANN, 1),
        xp(ARCADE, ANN, 1),
        profile(ANN, "here"),
        room(LOUNGE, "a", 7),
        greet(LOUNGE, "hello"),
        switch(LOUNGE, Some(false)),
        left(LOUNGE, MOD, START),
    ];
    commit(&vault, many.chain(ops).collect::<Vec<_>>(), START).await;
    commit(&vault, [gone], START).await;
    let read = vault.read(&Read::ServerErasure(LOUNGE), EARLY).await;
    let Answer::Erasure(would) = read.unwrap() else {
        panic!("no erasure");
    };
    let by_store: Vec<_> = would.by_store().collect();
    let delete = EraseRule::Delete;
    let expected = [
        ("room", delete, 1),
        ("settings", delete, 1),
        ("warning", delete, 600),
        ("xp", delete, 1),
    ];
    assert_eq!(by_store, expected);
    let request = Request {
        kind: RequestKind::ServerErasure,
        by: RequestedBy::Operator,
        everywhere: false,
    };
    let ops = [Op::EraseServer { guild: LOUNGE }, Op::Record(request)];
    let done = commit(&vault, ops, START).await;
    assert_eq!(done.erased, would, "what was foretold came about");
    let places = [(LOUNGE, XP), (LOUNGE, WARNING), (LOUNGE, ROOM)];
    assert_eq!(done.erased_in, places.into());
    assert_eq!(done.receipt.unwrap().erased, would);
    assert_eq!(vault.verify().await.unwrap(), 2);
    assert_eq!(rows(&vault, all(WARNING, LOUNGE)).await, []);
    assert_eq!(settings(&vault, LOUNGE).await, Settings::default());
    assert_eq!(vault.guilds().await.unwrap(), [(ARCADE, None)]);
    // Nothing is left to be erased, and the server can begin anew.
    let again = commit(&vault, [Op::EraseServer { guild: LOUNGE }], START).await;
    assert_eq!(again.erased.rows(), 0);
    let begun = commit(&vault, [warning(LOUNGE, ANN, MOD, "new")], START).await;
    assert_eq!(begun.keys, [1]);
    assert_eq!(
        vault.guilds().await.unwrap(),
        [(LOUNGE, None), (ARCADE, None)]
    );
    // It stands in a batch like the erasure of somebody.
    let mixed = [Op::EraseServer { guild: LOUNGE }, xp(ARCADE, ANN, 2)];
    assert!(vault.commit(batch(mixed), START).await.is_err());
    assert_eq!(vault.verify().await.unwrap(), 3);
}

async fn erasing_everywhere_crosses_servers(vault: impl Vault) {
    let ops = [
        xp(LOUNGE, ANN, 1),
        xp(ARCADE, ANN, 1),
        xp(ARCADE, MOD, 1),
        profile(ANN, "gone"),
        profile(MOD, "here"),
        warning(ARCADE, ANN, MOD, "x"),
    ];
    commit(&vault, ops, START).await;
    assert_eq!(export(&vault, None, ANN).await.rows.len(), 4);
    let erase = Op::Erase {
        guild: None,
        user: ANN,
    };
    assert_eq!(commit(&vault, [erase], START).await.erased.rows(), 4);
    assert_eq!(export(&vault, None, ANN).await.rows, []);
    assert_eq!(row(&vault, xp_id(LOUNGE, ANN)).await, None);
    assert_eq!(count(&vault, XP).await, 1);
    assert_eq!(count(&vault, PROFILE).await, 1);
    assert_eq!(count(&vault, WARNING).await, 0);

    let many: Vec<Op> = (0..600)
        .map(|i| warning(LOUNGE, ANN, MOD, &i.to_string()))
        .collect();
    commit(&vault, many, START).await;
    let erase = Op::Erase {
        guild: Some(LOUNGE),
        user: ANN,
    };
    assert_eq!(commit(&vault, [erase], START).await.erased.rows(), 600);
    assert_eq!(count(&vault, WARNING).await, 0);
    assert_eq!(vault.verify().await.unwrap(), 2);
}

async fn exports_leave_others_out(vault: impl Vault) {
    let ops = [
        xp(LOUNGE, ANN, 1),
        xp(ARCADE, ANN, 2),
        warning(LOUNGE, ANN, MOD, "why"),
        profile(ANN, "motto"),
    ];
    commit(&vault, ops, START).await;
    let mine = export(&vault, Some(LOUNGE), ANN).await;
    assert_eq!(
        mine.rows.iter().map(|row| row.store).collect::<Vec<_>>(),
        [XP, WARNING, PROFILE]
    );
    let warning = &mine.rows[1];
    let names: Vec<_> = warning.fields.keys().map(String::as_str).collect();
    assert_eq!(names, ["id", "member", "reason"]);
    assert_eq!(warning.fields["reason"], text("why"));
    assert_eq!((warning.created, warning.due), (START, Some(after(20))));
    assert_eq!(
        (warning.guild, &warning.key),
        (Some(LOUNGE), &vec![Value::Int(1)])
    );
    let everywhere = export(&vault, None, ANN).await;
    assert_eq!(
        everywhere
            .rows
            .iter()
            .map(|row| row.store)
            .collect::<Vec<_>>(),
        [XP, XP, WARNING, PROFILE]
    );
}

async fn a_choice_survives_and_the_latest_counts(vault: impl Vault) {
    let choose = |guild, on| Op::Suppress {
        guild,
        user: ANN,
        on,
    };
    assert!(!suppressed(&vault, Some(LOUNGE), ANN).await);
    commit(&vault, [choose(Some(LOUNGE), true)], START).await;
    assert!(suppressed(&vault, Some(LOUNGE), ANN).await);
    assert!(!suppressed(&vault, Some(ARCADE), ANN).await);
    assert!(!suppressed(&vault, Some(LOUNGE), MOD).await);
    // A write that was decided before the choice is decided again, wherever else it may still be made.
    let late = Batch {
        numbers: Vec::new(),
        expect: Vec::new(),
        ops: vec![xp(LOUNGE, ANN, 1)],
    };
    let refused = vault.commit(late, START).await;
    assert!(matches!(refused, Err(VaultError::Conflict)), "{refused:?}");
    commit(&vault, [xp(ARCADE, ANN, 1), xp(LOUNGE, MOD, 1)], START).await;
    commit(&vault, [choose(None, false)], START).await;
    assert!(!suppressed(&vault, Some(LOUNGE), ANN).await);
    commit(&vault, [choose(None, true)], START).await;
    assert!(suppressed(&vault, Some(ARCADE), ANN).await);
    commit(&vault, [choose(Some(ARCADE), false)], START).await;
    assert!(!suppressed(&vault, Some(ARCADE), ANN).await);
    assert!(suppressed(&vault, Some(LOUNGE), ANN).await);

    // Erasure says so by itself where a store asks for it, and may say otherwise in the same breath.
    let erase = Op::Erase {
        guild: None,
        user: MOD,
    };
    commit(&vault, [xp(LOUNGE, MOD, 1)], START).await;
    commit(&vault, [erase.clone()], START).await;
    assert!(suppressed(&vault, Some(LOUNGE), MOD).await);
    let again = Op::Suppress {
        guild: None,
        user: MOD,
        on: false,
    };
    commit(&vault, [erase, again], START).await;
    assert!(!suppressed(&vault, Some(LOUNGE), MOD).await);
}

async fn an_objection_goes_further_than_an_erasure(vault: impl Vault) {
    let stopped = |guild| {
        let read = Read::Suppressed { guild, user: ANN };
        let vault = &vault;
        async move {
            match vault.read(&read, START).await.unwrap() {
                Answer::Suppressed(stores) => stores,
                other => panic!("{other:?}"),
            }
        }
    };
    let erase = |guild| Op::Erase { guild, user: ANN };
    let object = |on| Op::Suppress {
        guild: Some(LOUNGE),
        user: ANN,
        on,
    };
    commit(&vault, [xp(LOUNGE, ANN, 1)], START).await;
    commit(&vault, [erase(Some(LOUNGE))], START).await;
    assert_eq!(stopped(Some(LOUNGE)).await, [XP]);
    commit(&vault, [vote(LOUNGE, 1, ANN)], START).await;
    commit(&vault, [object(true)], START).await;
    assert_eq!(stopped(Some(LOUNGE)).await, [XP, VOTE]);
    let late = Batch {
        expect: Vec::new(),
        ops: vec![vote(LOUNGE, 2, ANN)],
        numbers: Vec::new(),
    };
    let refused = vault.commit(late, START).await;
    assert!(matches!(refused, Err(VaultError::Conflict)), "{refused:?}");
    commit(&vault, [vote(ARCADE, 2, ANN), vote(LOUNGE, 2, MOD)], START).await;
    // An erasure takes nothing of it back, here or everywhere.
    for place in [Some(LOUNGE), None] {
        commit(&vault, [erase(place)], START).await;
        assert_eq!(stopped(Some(LOUNGE)).await, [XP, VOTE]);
    }
    assert_eq!(stopped(Some(ARCADE)).await, [XP]);
    commit(&vault, [object(false)], START).await;
    assert_eq!(stopped(Some(LOUNGE)).await, []);
}

async fn somebody_is_taken_out_of_some_stores_alone(vault: impl Vault) {
    let from = |guild, stores: &[StoreId]| Op::EraseFrom {
        guild,
        user: ANN,
        stores: stores.to_vec(),
    };
    commit(
        &vault,
        [
            xp(LOUNGE, ANN, 1),
            xp(LOUNGE, MOD, 2),
            xp(ARCADE, ANN, 3),
            vote(LOUNGE, 1, ANN),
            warning(LOUNGE, ANN, MOD, "about ann"),
        ],
        START,
    )
    .await;
    let xp_in = async |guild| rows(&vault, all(XP, guild)).await.len();
    // It stands beside other writes.
    let with_another = [from(Some(LOUNGE), &[XP, VOTE]), xp(LOUNGE, UserId(99), 4)];
    let done = commit(&vault, with_another, START).await;
    assert_eq!(done.erased.rows(), 2);
    assert_eq!((xp_in(LOUNGE).await, xp_in(ARCADE).await), (2, 1));
    // The vote goes, since its key names them whose secret stays; the warning was not meant.
    assert_eq!(rows(&vault, all(VOTE, LOUNGE)).await, []);
    let warnings = rows(&vault, all(WARNING, LOUNGE)).await;
    assert_eq!(warnings[0].values[1], Value::User(ANN));
    assert_eq!(export(&vault, Some(LOUNGE), ANN).await.rows.len(), 1);
    // Nothing says that it does not start again, and what it was about can come back.
    commit(&vault, [xp(LOUNGE, ANN, 5)], START).await;
    assert_eq!(xp_in(LOUNGE).await, 3);
    commit(&vault, [from(None, &[XP])], START).await;
    assert_eq!((xp_in(LOUNGE).await, xp_in(ARCADE).await), (2, 0));
    let again = commit(&vault, [from(None, &[XP])], START).await;
    assert_eq!(again.erased.rows(), 0);
}
