//! The operations.

use super::catalog::{About, Ask, Kind, Offered};

const fn required(name: &'static str, label: &'static str, said: &'static str, kind: Kind) -> Ask {
    Ask { name, label, said, kind, required: true, shown: true }
}

const fn optional(name: &'static str, label: &'static str, said: &'static str, kind: Kind) -> Ask {
    Ask { name, label, said, kind, required: false, shown: true }
}

/// For those who know what they do.
const fn hidden(name: &'static str, label: &'static str, said: &'static str) -> Ask {
    Ask { name, label, said, kind: Kind::Address, required: false, shown: false }
}

const FROM: Ask = hidden("from", "From this token account", "From the token account");
const TO: Ask = hidden("to", "To this token account", "To the token account");
const WALLET: Ask = hidden("wallet", "For this wallet", "For the wallet");
const ALL: Ask = required("amount", "Amount in IO, or ALL", "Amount:", Kind::AmountOrAll);

const fn offer(
    name: &'static str,
    label: &'static str,
    about: About,
    asks: &'static [Ask],
    description: &'static str,
) -> Offered {
    Offered { name, label, description, about, asks }
}

/// All of them.
pub static OPERATIONS: [Offered; 20] = [
    offer(
        "stake",
        "Stake",
        About::Device,
        &[ALL, FROM],
        "Adds to the owner's stake on the device. It unlocks after a cooldown, and a slash can take all of it.",
    ),
    offer(
        "unstake",
        "Unstake everything",
        About::Device,
        &[],
        "Takes the owner's whole stake back after the cooldown. The co-stakes on the device leave with it.",
    ),
    offer(
        "withdraw",
        "Withdraw the stake",
        About::Device,
        &[TO],
        "Pays the owner's stake out, once its cooldown is over.",
    ),
    offer(
        "withdraw-overflow",
        "Withdraw overflow",
        About::Device,
        &[ALL, TO],
        "Pays out at once what is staked beyond what the device needs.",
    ),
    offer(
        "create-offer",
        "Offer a co-stake",
        About::Device,
        &[
            required("amount", "Amount in IO", "Amount:", Kind::Amount),
            required("reward", "Share of each block reward, in %", "Share:", Kind::Percent),
            optional("reserved_for", "Only for this wallet", "Only for", Kind::Address),
            optional("expires_at", "Claimable until, UTC", "Claimable until", Kind::Time),
        ],
        "Invites somebody to co-stake on the device for a share of its rewards. The terms never change.",
    ),
    offer("retract-offer", "Retract the offer", About::Offer, &[], "Takes an offer back that nobody has claimed."),
    offer("close-offer", "Close the offer", About::Offer, &[], "Returns the rent of an offer that has ended."),
    offer(
        "close-device",
        "Close the device",
        About::Device,
        &[],
        "Returns the rent of a device on which nothing is left.",
    ),
    offer(
        "claim-offer",
        "Co-stake",
        About::Offer,
        &[FROM],
        "Stakes the offer's amount on the device for a share of its rewards. You can leave at any time, and have it back after a wait and a cooldown. A slash can take all of it.",
    ),
    offer(
        "unstake-co-stake",
        "Leave the co-stake",
        About::Offer,
        &[],
        "Ends a co-stake: it earns nothing from then on, and is back after a wait and a cooldown.",
    ),
    offer(
        "withdraw-co-stake",
        "Withdraw the co-stake",
        About::Offer,
        &[TO],
        "Pays a co-stake out to its co-staker, once its cooldown is over.",
    ),
    offer(
        "release-claim",
        "Free the claim slot",
        About::Offer,
        &[WALLET],
        "Frees a wallet's slot of a co-stake that has ended.",
    ),
    offer(
        "open-claims",
        "Open the claim counter",
        About::Wallet,
        &[WALLET],
        "Makes the account that counts a wallet's claims. Its rent comes back when it is closed.",
    ),
    offer(
        "close-claims",
        "Close the claim counter",
        About::Wallet,
        &[],
        "Returns the rent of the account that counts your claims.",
    ),
    offer(
        "claim-owner-rewards",
        "Claim the owner's rewards",
        About::Device,
        &[TO],
        "Pays out what the device has earned for its owner.",
    ),
    offer(
        "claim-co-stake-rewards",
        "Claim the co-stake's rewards",
        About::Offer,
        &[TO],
        "Pays out what a co-stake has earned.",
    ),
    offer(
        "fund-rewards",
        "Fund the rewards",
        About::Wallet,
        &[ALL, FROM],
        "Pays IO into the pool of which block rewards are paid. It does not come back.",
    ),
    offer(
        "appeal-slash",
        "Appeal the slash",
        About::Case,
        &[],
        "Asks the arbiter to rule on a slash before it is burned.",
    ),
    offer(
        "finalize-slash",
        "Finalize the slash case",
        About::Case,
        &[],
        "Decides a case of which nobody has spoken in time.",
    ),
    offer(
        "return-slashed",
        "Return a slashed part",
        About::Case,
        &[required("number", "Number of the part", "Part", Kind::Number), TO],
        "Gives a part of an overturned slash back to whoever it was taken from.",
    ),
];
