//! The report as data.

use co_staking_client::{CoStakingError as E, format::IO};
use serde_json::Value;

use super::played;
use crate::fleet;

#[test]
fn json_says_the_same_under_stable_names() {
    let json = serde_json::to_value(played(fleet::DEFAULT)).unwrap();
    let at = |pointer: &str| json.pointer(pointer).unwrap_or_else(|| panic!("{pointer} is missing")).clone();
    assert_eq!(at("/schema"), "co-staking-demo/3");
    assert_eq!(at("/ok"), true);
    assert_eq!(at("/problems"), Value::Array(vec![]));
    let stake = "/chapters/2/steps/1";
    assert_eq!(at(&format!("{stake}/number")), "3.2");
    assert_eq!(at(&format!("{stake}/outcome")), "done");
    assert_eq!(at(&format!("{stake}/transaction/instruction")), "stake");
    assert_eq!(at(&format!("{stake}/transaction/moves/0/amount/base_units")), "1650000000000");
    assert_eq!(at(&format!("{stake}/transaction/moves/0/to/name")), "gpu-7f3a's vault");
    assert_eq!(at(&format!("{stake}/transaction/device/overflow/io")), "500 IO");
    assert_eq!(at(&format!("{stake}/transaction/events/0/name")), "OwnerStaked");
    assert_eq!(at(&format!("{stake}/transaction/events/0/fields/stake_after/base_units")), "1650000000000");
    assert!(at(&format!("{stake}/transaction/compute_units")).as_u64() > Some(0));
    assert_eq!(at("/chapters/2/books/vaults/1/holds/base_units"), (800 * IO).to_string());

    let claim = "/chapters/3/steps/5";
    assert_eq!(at(&format!("{claim}/transaction/instruction")), "open_claims and claim_offer");
    assert_eq!(at(&format!("{claim}/offers/0/status")), "Active");
    assert_eq!(at(&format!("{claim}/offers/0/co_staker/name")), "Carol");
    assert_eq!(at(&format!("{claim}/transaction/device/co_stakes_active/io")), "5,000 IO");
    assert_eq!(at(&format!("{claim}/notes/0/about")), "counts");
    assert_eq!(at("/chapters/6/steps/1/offers/0/unlocks_at/unix"), 1_774_792_800);
    let exit = "/chapters/8/steps/5";
    assert_eq!(at(&format!("{exit}/transaction/events/0/fields/pushed_out/3/co_staker/name")), "Carol");
    let early = "/chapters/8/steps/9";
    assert_eq!(at(&format!("{early}/outcome")), "refused");
    assert_eq!(at(&format!("{early}/answer/code")), u32::from(E::CooldownNotOver));
    assert_eq!(at(&format!("{early}/answer/explained/0/rule")), "R10");
    assert_eq!(at(&format!("{early}/answer/agrees")), true);
    assert_eq!(at(&format!("{early}/transaction/device/unlocks_at/unix")), 1_776_394_800);
    assert_eq!(at("/chapters/10/steps/0/transaction/refunds/0/wallet/name"), "Alice");
    assert_eq!(at("/books/vaults"), Value::Array(vec![]));
    let block = "/chapters/4/steps/3/transaction/events/0/fields/rows";
    assert_eq!(at(&format!("{block}/0/co_stakes/0/amount/io")), "7.4 IO");
    assert_eq!(at(&format!("{block}/1/skipped")), "not operational");
    let burn = "/chapters/9/steps/2/transaction";
    assert_eq!(at(&format!("{burn}/moves/0/to")), Value::Null);
    assert_eq!(at(&format!("{burn}/events/0/fields/burned/io")), "3,400 IO");
    assert_eq!(at("/books/burned/io"), "3,400 IO");
    let carol = "/books/wallets/2";
    let fields = ["given", "earned", "burned", "holds"].map(|field| at(&format!("{carol}/{field}/io")));
    assert_eq!(fields, ["7,000 IO", "14.8 IO", "400 IO", "6,614.8 IO"]);
}
