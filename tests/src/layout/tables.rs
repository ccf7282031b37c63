//! The tables: name, offset and size of each field. An account's offsets begin at its first byte, Anchor's discriminator
//! included, those of a part of it at the part's own.

use super::Layout;

pub const CONFIG: Layout = Layout {
    size: 464,
    fields: &[
        ("version", 8, 1),
        ("bump", 9, 1),
        ("paused", 10, 1),
        ("_padding", 11, 5),
        ("admin", 16, 32),
        ("proposed_admin", 48, 32),
        ("roles.registrar", 80, 32),
        ("roles.rewarder", 112, 32),
        ("roles.slasher", 144, 32),
        ("roles.arbiter", 176, 32),
        ("roles.guardian", 208, 32),
        ("mint", 240, 32),
        ("durations.wait_secs", 272, 8),
        ("durations.cooldown_secs", 280, 8),
        ("durations.appeal_window_secs", 288, 8),
        ("durations.requirement_notice_secs", 296, 8),
        ("durations.longest_hire_secs", 304, 8),
        ("durations.hire_gap_secs", 312, 8),
        ("base_requirement", 320, 8),
        ("max_block_reward", 328, 8),
        ("_reserved", 336, 128),
    ],
    arrays: &[],
};

pub const DEVICE: Layout = Layout {
    size: 1_248,
    fields: &[
        ("version", 8, 1),
        ("bump", 9, 1),
        ("ever_staked", 10, 1),
        ("open_offers", 11, 1),
        ("open_bps", 12, 4),
        ("device_id", 16, 32),
        ("owner", 48, 32),
        ("vault", 80, 32),
        ("rent_payer", 112, 32),
        ("facts.model", 144, 32),
        ("facts.cards", 176, 4),
        ("facts.multiplier_bps", 180, 4),
        ("facts.reliability_bps", 184, 2),
        ("facts.operational", 186, 1),
        ("facts._padding", 187, 5),
        ("hire.started_at", 192, 8),
        ("hire.ends_at", 200, 8),
        ("requirement.current", 208, 8),
        ("requirement.pending", 216, 8),
        ("requirement.pending_from", 224, 8),
        ("owner_stake.active", 232, 8),
        ("owner_stake.exiting", 240, 8),
        ("owner_stake.unlock_at", 248, 8),
        ("owner_stake.staked_since", 256, 8),
        ("owner_stake.rewards", 264, 8),
        ("open_amount", 272, 8),
        ("offer_accounts", 280, 4),
        ("next_offer_index", 284, 4),
        ("undecided_cases", 288, 4),
        ("unreturned_cases", 292, 4),
        ("last_block_ended_at", 296, 8),
        ("_reserved", 1_120, 128),
    ],
    arrays: &[("buckets", 304, &BUCKET, 7), ("positions", 416, &POSITION, 8)],
};

const BUCKET: Layout = Layout { size: 16, fields: &[("rewards", 0, 8), ("blocks", 8, 4), ("day", 12, 4)], arrays: &[] };

const POSITION: Layout = Layout {
    size: 88,
    fields: &[
        ("co_staker", 0, 32),
        ("stake", 32, 8),
        ("claimed", 40, 8),
        ("rewards", 48, 8),
        ("claimed_at", 56, 8),
        ("cooldown_at", 64, 8),
        ("unlock_at", 72, 8),
        ("offer_index", 80, 4),
        ("reward_bps", 84, 2),
        ("held", 86, 1),
        ("_padding", 87, 1),
    ],
    arrays: &[],
};

pub const OFFER: Layout = Layout {
    size: 320,
    fields: &[
        ("version", 8, 1),
        ("state", 9, 1),
        ("_padding", 10, 2),
        ("index", 12, 4),
        ("device", 16, 32),
        ("owner", 48, 32),
        ("co_staker", 80, 32),
        ("reserved_for", 112, 32),
        ("model", 144, 32),
        ("terms.amount", 176, 8),
        ("terms.expires_at", 184, 8),
        ("terms.reward_bps", 192, 2),
        ("terms._padding", 194, 6),
        ("created_at", 200, 8),
        ("claimed_at", 208, 8),
        ("rewards", 216, 8),
        ("rent_payer", 224, 32),
        ("_reserved", 256, 64),
    ],
    arrays: &[],
};

pub const COUNTER: Layout = Layout {
    size: 240,
    fields: &[
        ("version", 8, 1),
        ("_padding", 9, 7),
        ("wallet", 16, 32),
        ("rent_payer", 48, 32),
        ("_reserved", 176, 64),
    ],
    arrays: &[("slots", 80, &SLOT, 2)],
};

const SLOT: Layout = Layout {
    size: 48,
    fields: &[("device", 0, 32), ("free_from", 32, 8), ("offer_index", 40, 4), ("used", 44, 1), ("_padding", 45, 3)],
    arrays: &[],
};

pub const POOL: Layout = Layout {
    size: 176,
    fields: &[
        ("version", 8, 1),
        ("bump", 9, 1),
        ("_padding", 10, 6),
        ("reward_vault", 16, 32),
        ("escrow", 48, 32),
        ("funded", 80, 8),
        ("owed", 88, 8),
        ("paid", 96, 8),
        ("escrowed", 104, 8),
        ("_reserved", 112, 64),
    ],
    arrays: &[],
};

pub const CASE: Layout = Layout {
    size: 776,
    fields: &[
        ("version", 8, 1),
        ("state", 9, 1),
        ("bps", 10, 2),
        ("_padding", 12, 4),
        ("device", 16, 32),
        ("offence_id", 48, 32),
        ("owner", 80, 32),
        ("offence_at", 112, 8),
        ("opened_at", 120, 8),
        ("appealed_at", 128, 8),
        ("_reserved", 712, 64),
    ],
    arrays: &[("parts", 136, &PART, 9)],
};

const PART: Layout = Layout {
    size: 64,
    fields: &[
        ("party", 0, 32),
        ("stake", 32, 8),
        ("rewards", 40, 8),
        ("since", 48, 8),
        ("offer_index", 56, 4),
        ("kind", 60, 1),
        ("returned", 61, 1),
        ("_padding", 62, 2),
    ],
    arrays: &[],
};
