//! The rules that the story shows, in a sentence each. Their ids are those of the program's README.

use crate::report::Rule;

pub const ROLES: Rule =
    Rule { id: "Roles", says: "Only the program's upgrade authority may initialise the config; it names the admin." };
pub const R1: Rule =
    Rule { id: "R1", says: "The requirement is cards × base × multiplier; a multiplier below 1× counts as 1×." };
pub const R2: Rule = Rule { id: "R2", says: "The registrar registers a device and names the one wallet that owns it." };
pub const R4: Rule =
    Rule { id: "R4", says: "Each device has a vault of its own, from which the program alone can pay." };
pub const R6: Rule = Rule {
    id: "R6",
    says: "The owner, and nobody else as the owner, adds to the stake, any number of times, unless it is unstaking.",
};
pub const R7: Rule =
    Rule { id: "R7", says: "What exceeds the requirement can be taken out at once, without a cooldown." };
pub const R8: Rule = Rule {
    id: "R8",
    says: "Unstaking takes the whole stake. It stops counting at once, and unlocks after the cooldown.",
};
pub const R10: Rule = Rule {
    id: "R10",
    says: "Once the unlock time has come, the stake is paid to its owner, who may then stake again.",
};
pub const R5: Rule = Rule {
    id: "R5",
    says: "The owner may close a device on which nothing is left; whoever paid its rent has it back.",
};
pub const R9: Rule = Rule {
    id: "R9",
    says: "With the owner every co-stake leaves, at once into the cooldown, and never unlocks later than it would have.",
};
pub const ATTESTED: Rule =
    Rule { id: "R2, R11", says: "Only what the registrar attests counts, and only an operational device has offers." };
pub const R11: Rule = Rule {
    id: "R11",
    says: "An owner that itself stakes at least half of the requirement may offer co-stakes for at most the other half.",
};
pub const R13: Rule = Rule {
    id: "R13",
    says: "The owner may retract an open offer. Until then it counts; once it is over, its account may be closed.",
};
pub const R14: Rule = Rule {
    id: "R14",
    says: "An offer is claimed once, by another wallet than the owner's, whole, and on the terms that the wallet expects.",
};
pub const R17: Rule = Rule {
    id: "R17",
    says: "A co-staker may always leave: first the wait, then the cooldown. Both dates are set when it leaves.",
};
pub const R18: Rule = Rule { id: "R18", says: "Waiting counts and earns nothing; cooldown neither counts nor earns." };
pub const R19: Rule = Rule {
    id: "R19",
    says: "Once unlocked, anyone may send the withdrawal of a co-stake; it pays the co-staker and nobody else.",
};
pub const R20: Rule = Rule {
    id: "R20",
    says: "A wallet holds at most two claims. A claim is held until its co-stake enters the cooldown.",
};
pub const RELEASE: Rule = Rule {
    id: "R9, R20",
    says: "A co-stake that was pushed out holds its claim until somebody sends the release, or withdraws it.",
};
pub const R23: Rule = Rule {
    id: "R23",
    says: "Anyone may fund the reward pool. The rewarder posts each block, within a maximum per device and the pool's funds.",
};
pub const R24: Rule = Rule {
    id: "R24",
    says: "An active co-stake that was claimed before the block gets its share, rounded down; the rest is the owner's.",
};
pub const R25: Rule = Rule {
    id: "R25",
    says: "A device that may not earn is skipped, with the reason, and the others are paid. No block pays a device twice.",
};
pub const R26: Rule = Rule {
    id: "R26",
    says: "What is credited may be claimed at any time. Anyone may send the claim; it pays the party and nobody else.",
};
pub const R28: Rule = Rule {
    id: "R28",
    says: "A slash takes the same share of every stake that counted at the offence and is not unlocked, into an escrow.",
};
pub const R29: Rule = Rule {
    id: "R29",
    says: "A slash may withhold unclaimed rewards too: dropped if it is upheld, credited again if it is overturned.",
};
pub const R30: Rule = Rule {
    id: "R30",
    says: "While the window is open any party may appeal, for all. What nobody appealed, anyone may have burned after it.",
};
pub const R31: Rule = Rule {
    id: "R31",
    says: "The arbiter upholds or overturns what was appealed. One on which nobody rules in time goes back.",
};
pub const R32: Rule = Rule {
    id: "R32",
    says: "Overturned, each part goes back to the stake that it came from; if that has ended, to its party.",
};
