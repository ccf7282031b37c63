//! The runtime hashes seeds one after the other, without what is between them: no two kinds of address may have the same
//! bytes.

/// Each kind of the program's addresses: its first seed, and how long the others are. All of them have one length, so
/// that within a kind the bytes are as different as the seeds.
const KINDS: [(&str, &[usize]); 10] = [
    ("config", &[]),
    ("device", &[32]),
    ("vault", &[32]),
    ("offer", &[32, 4]),
    ("claims", &[32]),
    ("rewards", &[]),
    ("reward_vault", &[]),
    ("slash", &[32, 32]),
    ("escrow", &[]),
    // Of Anchor's, for events.
    ("__event_authority", &[]),
];

#[test]
fn no_two_kinds_of_address_have_the_same_seeds() {
    let length = |(first, others): (&str, &[usize])| first.len() + others.iter().sum::<usize>();
    for (index, a) in KINDS.into_iter().enumerate() {
        for b in KINDS.into_iter().skip(index + 1) {
            let told_apart_early = !a.0.starts_with(b.0) && !b.0.starts_with(a.0);
            assert!(length(a) != length(b) || told_apart_early, "{} and {}", a.0, b.0);
        }
    }
}

/// These are all: every seed that the program knows by name, and each derivation from them in the client.
#[test]
fn these_are_all_kinds() {
    let state = include_str!("../../../programs/co-staking/src/state/mod.rs");
    let mut known: Vec<&str> = state.split("&[u8] = b\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    known.push("__event_authority");
    assert_eq!(known.len(), KINDS.len());
    assert!(KINDS.iter().all(|(first, _)| known.contains(first)), "{known:?}");

    let client = include_str!("../../../app/client/src/pda.rs");
    let mut derived: Vec<usize> = client.split("find(&[seeds::").skip(1).map(|rest| others(rest).len()).collect();
    let mut listed: Vec<usize> = KINDS[..9].iter().map(|(_, others)| others.len()).collect();
    derived.sort_unstable();
    listed.sort_unstable();
    assert_eq!(derived, listed);
}

/// The seeds behind the first one.
fn others(call: &str) -> Vec<&str> {
    call.split("])").next().unwrap().split(", ").skip(1).collect()
}
