use co_staking_client::format::IO;

use super::*;

const BASE: u64 = 200 * IO;

const ONE: &str = "[[device]]\nid = 'a'\nowner = 'Ann'\nmodel = 'M'\ncards = 1\nmultiplier = 1\nstake_io = 1\n";

#[test]
fn the_default_fleet_is_the_documents_examples() {
    let fleet = parse(DEFAULT, BASE).unwrap();
    let of = |entry: &Entry| requirement(entry.cards, BASE, entry.multiplier_bps).unwrap();
    assert_eq!(fleet.iter().map(of).collect::<Vec<_>>(), [16_000 * IO, 800 * IO]);
    assert!(fleet.iter().all(|entry| entry.stake > of(entry)), "each has an overflow to show");
}

#[test]
fn decimals_are_exact() {
    let text = ONE.replace("multiplier = 1", "multiplier = 0.2501").replace("stake_io = 1", "stake_io = 0.00000003");
    let entry = parse(&text, BASE).unwrap().remove(0);
    assert_eq!((entry.multiplier_bps, entry.stake), (2_501, 3));
}

#[test]
fn fifty_devices_are_a_fleet_and_one_more_is_not() {
    let fleet = |count| (0..count).map(|n| ONE.replace("'a'", &format!("'{n}'"))).collect::<String>();
    assert_eq!(parse(&fleet(50), BASE).unwrap().len(), 50);
    let problem = parse(&fleet(51), BASE).unwrap_err().to_string();
    assert_eq!(problem, "line 351: another `device`; expected at most 50");
}

#[track_caller]
fn refused(text: &str, problem: &str) {
    assert_eq!(parse(text, BASE).unwrap_err().to_string(), problem);
}

#[test]
fn an_empty_file() {
    for text in ["", "# nothing\n", "device = []"] {
        refused(text, "line 1: no device is named; expected at least one table [[device]]");
    }
}

#[test]
fn not_this_kind_of_file() {
    refused("id,owner\n1,Ann\n", "line 1: key with no value, expected `=`");
    refused("[device]\nid = 'a'\n", "line 1: `device` is a table; expected tables that each start with [[device]]");
    refused("device = 3", "line 1: `device` is a whole number; expected tables that each start with [[device]]");
    refused("device = [3]", "line 1: `device` is a whole number; expected tables that each start with [[device]]");
}

#[test]
fn each_wrong_value() {
    for (from, to, problem) in [
        ("id = 'a'\n", "", "line 1: `device.id` is missing; expected 1 to 24 printable ASCII characters, in quotes"),
        (
            "'a'",
            "'abcdefghijklmnopqrstuvwxy'",
            "line 2: `device.id` is 'abcdefghijklmnopqrstuvwxy', which has 25 characters; expected 1 to 24 printable \
             ASCII characters, in quotes",
        ),
        (
            "'Ann'",
            "''",
            "line 3: `device.owner` is '', which is empty; expected 1 to 24 printable ASCII characters, in quotes",
        ),
        (
            "'M'",
            "'Radeon™'",
            "line 4: `device.model` is 'Radeon™', which contains '™'; expected 1 to 32 printable ASCII characters, \
             in quotes",
        ),
        (
            "'M'",
            "'NVIDIA GeForce RTX 4090 Founders Edition'",
            "line 4: `device.model` is 'NVIDIA GeForce RTX 4090 Founders Edition', which has 40 characters; expected \
             1 to 32 printable ASCII characters, in quotes",
        ),
        (
            "cards = 1",
            "cards = 0",
            "line 5: `device.cards` is 0, which is out of range; expected a whole number of cards from 1 to \
             4,294,967,295",
        ),
        (
            "cards = 1",
            "cards = 4294967296",
            "line 5: `device.cards` is 4294967296, which is out of range; expected a whole number of cards from 1 to \
             4,294,967,295",
        ),
        (
            "cards = 1",
            "cards = 1.5",
            "line 5: `device.cards` is 1.5, which is a number with decimals, not a whole number; expected a whole \
             number of cards from 1 to 4,294,967,295",
        ),
        (
            "multiplier = 1",
            "multiplier = '10x'",
            "line 6: `device.multiplier` is '10x', which is text, not a decimal number; expected a number of times \
             the base from 0 to 429,496.7295, with at most 4 decimals",
        ),
        (
            "multiplier = 1",
            "multiplier = 0.00001",
            "line 6: `device.multiplier` is 0.00001, which has 5 decimals; expected a number of times the base from \
             0 to 429,496.7295, with at most 4 decimals",
        ),
        (
            "stake_io = 1",
            "stake_io = 1.000000001",
            "line 7: `device.stake_io` is 1.000000001, which has 9 decimals; expected a number of IO from 0.00000001 \
             to 184,467,440,737.09551615, with at most 8 decimals",
        ),
        (
            "stake_io = 1",
            "stake_io = 0",
            "line 7: `device.stake_io` is 0, which is out of range; expected a number of IO from 0.00000001 to \
             184,467,440,737.09551615, with at most 8 decimals",
        ),
        (
            "stake_io = 1",
            "stake_io = -5",
            "line 7: `device.stake_io` is -5, which is below zero; expected a number of IO from 0.00000001 to \
             184,467,440,737.09551615, with at most 8 decimals",
        ),
        (
            "stake_io = 1",
            "stake_io = 1\ncolour = 'red'",
            "line 8: `device.colour` is not known here; expected one of `id`, `owner`, `model`, `cards`, \
             `multiplier`, `stake_io`",
        ),
        ("cards = 1", "cards = ", "line 5: string values must be quoted, expected literal string"),
    ] {
        assert!(ONE.contains(from));
        refused(&ONE.replacen(from, to, 1), problem);
    }
    refused(&format!("{ONE}[fleet]\n"), "line 8: `fleet` is not known here; expected one of `device`");
}

#[test]
fn a_second_device_with_the_same_id() {
    refused(&ONE.repeat(2), "line 9: `device.id` is \"a\", as on line 2; expected an id of its own");
}

#[test]
fn what_64_bits_do_not_hold() {
    let large = ONE.replace("stake_io = 1", "stake_io = 184_467_438_737");
    refused(
        &format!("{large}{}", ONE.replace("'a'", "'b'")),
        "line 8: the stakes up to this device sum to more than 184,467,438,737.09551615 IO; expected at most that",
    );
    refused(
        &ONE.replace("cards = 1", "cards = 4_294_967_295").replace("multiplier = 1", "multiplier = 400_000"),
        "line 1: The requirement does not fit 64 bits: check cards, multiplier and the base requirement.",
    );
}
