//! Each fault at each step, once, for a while and for ever.

use std::{env, fmt::Write, fs, path::Path, time::Duration};

use co_staking_client::CoStakingError;
use co_staking_test_node::script::{Fault, Kind, Length, Step};

use super::runs::run;

const FILE: &str = "../client/FAULTS.md";
const HEAD: &str = "\
# What the client makes of a cluster's faults

One intent is simulated and sent, over HTTP, through a node that fails in one way at one step. Written by
`UPDATE_FAULTS=1 cargo xtask test the_table_of_faults`; without the variable the same test compares.

A cell says what the sender was told, then how many effects there were, and how many signatures reached a node. The
height is asked for only where a transaction does not land: in that column it is dropped for 100 s besides.
- `done`: it happened. `failed`, `refused` and the program's code: it was executed in vain, or not sent on.
- `expired`: nothing happened, and nothing will. `unknown`: look the signature up.
- `no answer`, `rate limited`, `behind`, `HTTP` or `code`: nothing was sent.

Whatever the fault, the test holds that there is at most one effect, that `done` is never said of none and anything but
`done` and `unknown` never of one, that no two signatures could land at the same time, that the same signature always
comes with the same bytes, and that requests and time are bounded. `F` numbers the faults as `SECURITY.md` does.

";

const WHILE: Length = Length::Until(Duration::from_secs(15));

/// Longer than a blockhash lives.
const LATE: Length = Length::Until(Duration::from_secs(100));

/// What can happen to any question.
fn anywhere() -> Vec<(&'static str, &'static str, Kind)> {
    vec![
        ("F2", "the answer is lost", Kind::ReplyLost),
        ("F2", "the answer is cut off", Kind::ReplyCut),
        ("F4", "the request is lost", Kind::RequestLost),
        ("F4", "HTTP 500", Kind::Status(500)),
        ("F4", "HTTP 503", Kind::Status(503)),
        ("F4", "a page instead of JSON", Kind::Page),
        ("F5", "HTTP 429", Kind::RateLimit(None)),
        ("F5", "HTTP 429, back in 3 s", Kind::RateLimit(Some(3))),
        ("F5", "HTTP 429, back in a day", Kind::RateLimit(Some(86_400))),
        ("F6", "behind by 20 slots, unknowing", Kind::Behind(20)),
        ("F7", "unhealthy", Kind::Unhealthy),
        ("", "HTTP 403", Kind::Status(403)),
    ]
}

/// What can happen to a transaction alone.
fn of_the_transaction() -> Vec<(&'static str, &'static str, Kind, Length)> {
    let refusal = u32::from(CoStakingError::OwnerExiting);
    vec![
        ("F1", "dropped, 3 times", Kind::Dropped, Length::Times(3)),
        ("F3", "dropped until the blockhash has expired", Kind::Dropped, LATE),
        ("F1", "dropped for ever", Kind::Dropped, Length::ForEver),
        ("F3", "taken by the last block that may", Kind::Late, Length::ForEver),
        ("F7", "blockhash not found, once", Kind::BlockhashNotFound, Length::Times(1)),
        ("F7", "blockhash not found, for 15 s", Kind::BlockhashNotFound, WHILE),
        ("F7", "blockhash not found, for ever", Kind::BlockhashNotFound, Length::ForEver),
        ("F8", "already processed", Kind::AlreadyProcessed, Length::ForEver),
        ("F9", "seen, then gone with its fork", Kind::Fork, Length::Times(1)),
        ("F9", "in the last block, on a fork that is seen 20 slots later", Kind::OtherFork(20), Length::ForEver),
        ("F15", "refused by the node's simulation", Kind::Preflight(refusal), Length::ForEver),
        ("F15", "executed in vain", Kind::Fails(refusal), Length::ForEver),
    ]
}

fn table() -> String {
    let mut text = HEAD.to_owned();
    let lengths = [("once", Length::Times(1)), ("for 15 s", WHILE), ("for ever", Length::ForEver)];
    for (name, length) in lengths {
        let heads: Vec<_> = Step::ALL.iter().map(|step| step.name()).collect();
        write!(text, "## {}\n\n| | fault | {} |\n", title(name), heads.join(" | ")).unwrap();
        writeln!(text, "| --- | --- |{}", " --- |".repeat(heads.len())).unwrap();
        for (number, fault, kind) in anywhere() {
            let cells = Step::ALL.map(|step| run(&faults(Fault { kind, step, length, node: None }), 1).cell());
            writeln!(text, "| {number} | {fault} | {} |", cells.join(" | ")).unwrap();
        }
        text.push('\n');
    }
    text.push_str("## What can happen to a transaction\n\n| | fault | outcome |\n| --- | --- | --- |\n");
    for (number, fault, kind, length) in of_the_transaction() {
        let cell = run(&[Fault { kind, step: Step::Send, length, node: None }], 1).cell();
        writeln!(text, "| {number} | {fault} | {cell} |").unwrap();
    }
    text
}

fn faults(fault: Fault) -> Vec<Fault> {
    let dropped = Fault { kind: Kind::Dropped, step: Step::Send, length: LATE, node: None };
    if fault.step == Step::Height { vec![fault, dropped] } else { vec![fault] }
}

fn title(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[test]
fn the_table_of_faults_is_what_happens() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    let found = table();
    if env::var_os("UPDATE_FAULTS").is_some() {
        fs::write(&file, &found).unwrap();
    }
    let committed = fs::read_to_string(&file).unwrap_or_default();
    for (committed, found) in committed.lines().zip(found.lines()) {
        assert_eq!(committed, found, "app/client/FAULTS.md");
    }
    assert_eq!(committed.len(), found.len(), "app/client/FAULTS.md has other lines");
}
