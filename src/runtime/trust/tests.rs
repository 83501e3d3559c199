//! The clock, told what happened to the machine's and what Discord said.

use super::*;

#[derive(Debug, Default)]
struct Fake(Mutex<(i64, i64)>);

impl Fake {
    fn at(ms: i64) -> Arc<Self> {
        Arc::new(Self(Mutex::new((ms, 0))))
    }

    fn passes(&self, by: Duration) {
        let mut state = self.0.lock().unwrap();
        state.0 += by.ms;
        state.1 += by.ms;
    }

    fn jumps(&self, by: Duration) {
        self.0.lock().unwrap().0 += by.ms;
    }
}

impl Clock for Fake {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.lock().unwrap().0)
    }
}

impl Wall for Fake {
    fn elapsed(&self) -> Duration {
        Duration {
            ms: self.0.lock().unwrap().1,
        }
    }
}

const START: Timestamp = Timestamp(1_700_000_000_000);
const HOUR: Duration = Duration::seconds(3_600);

fn days(n: i64) -> Duration {
    Duration::days(n)
}

fn start() -> (Arc<Fake>, TrustedClock) {
    let wall = Fake::at(START.0);
    let clock = TrustedClock::new(Arc::clone(&wall) as _, None);
    (wall, clock)
}

#[test]
fn a_clock_that_goes_on_is_believed() {
    let (wall, clock) = start();
    for _ in 0..1_000 {
        wall.passes(HOUR);
        assert_eq!(clock.now(), wall.now());
    }
    wall.jumps(Duration::seconds(-5));
    let before = clock.now();
    wall.passes(Duration::seconds(4));
    assert_eq!(clock.now(), before, "it stands still for a moment");
    wall.passes(Duration::seconds(4));
    assert_eq!(clock.now(), wall.now());
    wall.jumps(HOUR);
    assert_eq!(clock.now(), wall.now(), "and is set right");
    assert_eq!(clock.read().doubt, None);
}

#[test]
fn a_jump_of_more_than_a_day_waits_for_an_agreement() {
    let (wall, clock) = start();
    wall.jumps(days(40));
    assert_eq!(clock.read().doubt, Some(Doubt::Ahead));
    assert_eq!(clock.now(), START);
    wall.passes(HOUR);
    assert_eq!(clock.now(), START.plus(HOUR), "time goes on meanwhile");
    let held = clock.hear(START.plus(HOUR));
    assert_eq!(held.doubt, Some(Doubt::Ahead));
    assert_eq!(held.believed, START.plus(HOUR));
    let agreed = clock.hear(wall.now());
    assert_eq!((agreed.doubt, agreed.believed), (None, wall.now()));
}

#[test]
fn only_what_both_say_has_passed_is_believed() {
    let (wall, clock) = start();
    wall.jumps(days(40));
    let heard = clock.hear(START.plus(days(3)));
    assert_eq!(heard.believed, START.plus(days(3)));
    assert_eq!(heard.doubt, Some(Doubt::Ahead));
    // A source that is far ahead moves nothing beyond the machine's clock.
    assert_eq!(clock.hear(START.plus(days(400))).believed, wall.now());
    let (_, calm) = start();
    assert_eq!(
        calm.hear(START.plus(days(400))).believed,
        START,
        "nobody asked"
    );
}

#[test]
fn small_jumps_do_not_add_up_to_a_large_one() {
    let (wall, clock) = start();
    for _ in 0..3 {
        wall.jumps(Duration::seconds(10 * 3_600));
        clock.read();
    }
    assert_eq!(clock.read().doubt, Some(Doubt::Ahead));
    assert!(clock.now() <= START.plus(days(1)));
}

#[test]
fn a_leap_of_both_clocks_of_the_machine_is_a_jump() {
    let (wall, clock) = start();
    wall.passes(days(40));
    assert_eq!(clock.read().doubt, Some(Doubt::Ahead));
    assert_eq!(clock.now(), START);
    assert_eq!(clock.hear(wall.now()).believed, wall.now());
}

#[test]
fn going_back_extends_nothing() {
    let (wall, clock) = start();
    wall.jumps(days(-10));
    assert_eq!(clock.read().doubt, Some(Doubt::Behind));
    let mut true_time = START;
    for _ in 0..20 * 24 {
        wall.passes(HOUR);
        true_time = true_time.plus(HOUR);
        assert_eq!(clock.now(), true_time);
        assert_eq!(clock.hear(true_time).believed, true_time);
    }
    // It was right all along: with Discord's agreement time goes back.
    let agreed = clock.hear(wall.now());
    assert_eq!((agreed.doubt, agreed.believed), (None, wall.now()));
}

#[test]
fn a_clock_that_stands_still_is_left_behind() {
    let (wall, clock) = start();
    for second in 1..600 {
        wall.passes(Duration::seconds(1));
        wall.jumps(Duration::seconds(-1));
        let late = Duration::seconds(second).ms - clock.now().since(START).ms;
        assert!(late <= BEHIND_MAX.ms, "{late} ms late");
    }
}

#[test]
fn a_wrong_jump_within_a_day_and_back_again_goes_on_from_there() {
    let (wall, clock) = start();
    wall.jumps(HOUR);
    clock.read();
    wall.jumps(Duration { ms: -HOUR.ms });
    wall.passes(Duration::seconds(60));
    let believed = START.plus(HOUR).plus(Duration::seconds(60));
    assert_eq!(clock.now(), believed, "no row gains an hour");
    assert_eq!(clock.hear(wall.now()).believed, wall.now());
}

#[test]
fn a_start_goes_on_from_what_was_marked() {
    let restart = |gap: Duration| {
        let wall = Fake::at(START.plus(gap).0);
        let clock = TrustedClock::new(Arc::clone(&wall) as _, Some(START));
        (wall, clock)
    };
    let (wall, clock) = restart(HOUR);
    assert_eq!((clock.now(), clock.read().doubt), (wall.now(), None));

    let (wall, clock) = restart(days(30));
    assert_eq!(
        (clock.now(), clock.read().doubt),
        (START, Some(Doubt::Ahead))
    );
    assert_eq!(clock.hear(wall.now()).believed, wall.now());

    let (wall, clock) = restart(days(-30));
    assert_eq!(clock.read().doubt, Some(Doubt::Behind));
    wall.passes(HOUR);
    assert_eq!(clock.now(), START.plus(HOUR));
}

#[tokio::test]
async fn a_doubt_wakes_whoever_waits_for_it() {
    let (wall, clock) = start();
    wall.jumps(days(2));
    clock.read();
    clock.until_doubted().await;
}
