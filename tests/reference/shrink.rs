//! Makes what fails smaller, as long as the same law fails: fewer events, then fewer parts of the policy.

use std::sync::Arc;

use candor::{compile, plan::Plan, syntax::Source};

use super::{
    laws::{Broken, Failed, Tally, hold},
    sketch::Sketch,
    trace::Happening,
};

fn plan(sketch: &Sketch) -> Option<Arc<Plan>> {
    let source = Source {
        file: "generated.kdl".to_owned(),
        text: sketch.text(),
    };
    compile(&source).plan.map(Arc::new)
}

/// The beginning of what failed, without its numbers: what is smaller fails in the same way.
fn kind(what: &str) -> Vec<&str> {
    let what = what.split_once(": ").map_or(what, |(_, what)| what);
    what.split(' ').take(3).collect()
}

/// Whether all that a trace names is in the policy.
fn fits(plan: &Plan, happening: &Happening) -> bool {
    match happening {
        Happening::Sets { setting, .. } => plan.setting(*setting).is_some(),
        Happening::Switches { feature, .. } | Happening::Answers { feature, .. } => {
            plan.feature(*feature).is_some()
        }
        _ => true,
    }
}

fn fails(plan: &Arc<Plan>, happenings: &[Happening], failed: &Failed) -> Option<String> {
    if !happenings.iter().all(|one| fits(plan, one)) {
        return None;
    }
    match hold(plan, happenings, failed.chance, &mut Tally::default()) {
        Err((law, what)) if law == failed.law && kind(&what) == kind(&failed.what) => Some(what),
        _ => None,
    }
}

/// How many policies are tried; each has to be compiled.
const TRIES_MAX: usize = 400;

pub fn shrunk(failed: &Failed) -> Broken {
    let mut sketch = failed.made.sketch.clone();
    let mut happenings = failed.happenings.clone();
    let mut what = failed.what.clone();
    let mut known = Arc::new(failed.made.plan.clone());
    let mut tries = 0;
    loop {
        let before = (sketch.text().len(), happenings.len());
        fewer(&known, &mut happenings, &mut what, failed);
        let mut place = 0;
        loop {
            let parts = sketch.free();
            let Some(path) = parts.get(place) else { break };
            if tries > TRIES_MAX {
                break;
            }
            tries += 1;
            let smaller = sketch.without(path);
            // What numbers settings and features moves, and the trace with it: then this part stays.
            let found = plan(&smaller).and_then(|plan| {
                let what = fails(&plan, &happenings, failed)?;
                Some((plan, what))
            });
            match found {
                Some((plan, now)) => {
                    (sketch, known, what) = (smaller, plan, now);
                }
                None => place += 1,
            }
        }
        if (sketch.text().len(), happenings.len()) == before || tries > TRIES_MAX {
            break;
        }
    }
    Broken {
        law: failed.law,
        what,
        policy: sketch.text(),
        trace: happenings,
    }
}

fn fewer(plan: &Arc<Plan>, happenings: &mut Vec<Happening>, what: &mut String, failed: &Failed) {
    let mut place = happenings.len();
    while place > 0 {
        place -= 1;
        let mut smaller = happenings.clone();
        smaller.remove(place);
        if let Some(now) = fails(plan, &smaller, failed) {
            (*happenings, *what) = (smaller, now);
        }
    }
}
