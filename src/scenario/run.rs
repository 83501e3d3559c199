//! Runs scenarios, each in a world of its own, two at a time.

use std::time::Instant;

use futures_util::{StreamExt, stream};
use tokio::task::JoinSet;

use super::{
    judge,
    script::{Scenario, Step, StepKind},
    stage::{Miss, Stage, Tested},
};
use crate::vocab::Span;

/// As many as there are cores on the smallest machine that is meant; each has a gateway and a store of its own.
const AT_ONCE: usize = 2;

/// What became of one scenario.
#[derive(Debug, Clone)]
pub struct Report {
    /// Its place in the list that was run.
    pub index: usize,
    pub took_ms: u128,
    /// None: it passed.
    pub failure: Option<Failure>,
}

/// The step that was not as expected; the steps after it were not run.
#[derive(Debug, Clone)]
pub struct Failure {
    pub at: Span,
    pub expected: String,
    /// What was there instead, a line each.
    pub happened: Vec<String>,
}

/// Runs all of them and tells about each as soon as it and those before it are done.
pub async fn run(scenarios: Vec<Scenario>, tested: &Tested, mut tell: impl FnMut(Report)) {
    let tasks = scenarios.into_iter().enumerate().map(|(index, scenario)| {
        let tested = tested.clone();
        async move {
            let at = scenario.at;
            // A task of its own, so that two really run side by side.
            let task = tokio::spawn(async move {
                let begun = Instant::now();
                let (outcome, stage) = one(&scenario, index, tested).await;
                (begun.elapsed().as_millis(), outcome.err(), stage)
            });
            let (took_ms, failure, stage) = task.await.unwrap_or_else(|error| {
                let happened = vec![error.to_string()];
                (
                    0,
                    Some(Failure {
                        at,
                        expected: "a scenario that ends".to_owned(),
                        happened,
                    }),
                    None,
                )
            });
            (
                Report {
                    index,
                    took_ms,
                    failure,
                },
                stage,
            )
        }
    });
    let mut done = stream::iter(tasks).buffered(AT_ONCE);
    let mut leaving = JoinSet::new();
    while let Some((report, stage)) = done.next().await {
        tell(report);
        if let Some(stage) = stage {
            leaving.spawn(stage.strike());
        }
    }
    leaving.join_all().await;
}

/// Gives the stage back as it was left, since taking it down takes longer than most scenarios.
async fn one(
    scenario: &Scenario,
    index: usize,
    tested: Tested,
) -> (Result<(), Failure>, Option<Stage>) {
    let mut stage = match Stage::set(scenario, index, tested).await {
        Ok(stage) => stage,
        Err(miss) => return (Err(at(scenario.at, miss)), None),
    };
    let mut outcome = Ok(());
    for (index, step) in scenario.steps.iter().enumerate() {
        let next = scenario.steps.get(index + 1);
        outcome = play(&mut stage, step)
            .await
            .and_then(|()| accepted(&stage, step, next))
            .map_err(|miss| at(step.at, miss));
        if outcome.is_err() {
            break;
        }
    }
    (outcome, Some(stage))
}

/// What Discord refused did not happen; a story that does not ask about it right away would go on as if it had.
fn accepted(stage: &Stage, step: &Step, next: Option<&Step>) -> Result<(), Miss> {
    let asked = next.is_some_and(|next| matches!(next.kind, StepKind::Expect(_)));
    match stage.refusal() {
        Some(why) if matches!(step.kind, StepKind::Act(_)) && !asked => Err(Miss::because(
            "that Discord lets this happen, or `expect refused` after it",
            format!("Discord refused: {why}"),
        )),
        _ => Ok(()),
    }
}

async fn play(stage: &mut Stage, step: &Step) -> Result<(), Miss> {
    match &step.kind {
        StepKind::Act(act) => stage.act(act).await?,
        StepKind::BotMember { server, present } => stage.bot_member(server, *present)?,
        StepKind::Outage { server, on } => stage.outage(server, *on)?,
        StepKind::Running(true) => stage.start_bot().await?,
        StepKind::Running(false) => stage.stop_bot().await,
        StepKind::Restart => {
            stage.stop_bot().await;
            stage.start_bot().await?;
        }
        StepKind::Service { name, does } => stage.sandbox.pretend(name, does.clone()),
        StepKind::Advance(by) => stage.advance(*by).await?,
        StepKind::Breach { said, channel } => stage.breach(said, channel.clone()).await?,
        StepKind::Expect(expect) => {
            judge::judge(stage, expect).await?;
            stage.messages.extend(judge::named(stage, expect));
            return Ok(());
        }
    }
    stage.until_idle().await?;
    stage.look_around();
    Ok(())
}

fn at(at: Span, miss: Miss) -> Failure {
    Failure {
        at,
        expected: miss.expected,
        happened: miss.happened,
    }
}
