//! Whole lives: every command that changes something, and what it moved.

use co_staking_client::pda;

use super::world::World;

/// R6 to R10: stake, overflow, unstake, withdraw, close.
#[test]
fn an_owner() {
    let world = World::with_device();
    let staked = world.costake("owner", "stake gpu-1 5000.5").done();
    for part in
        ["-5,000.5 IO: your IO account", "+5,000.5 IO: the device's vault", "14 d after `unstake`", "all 5,000.5 IO"]
    {
        assert!(staked.stderr.contains(part), "{part}: {}", staked.stderr);
    }
    assert!(staked.stdout.contains("Signature:"), "{}", staked.stdout);
    world.costake("owner", "overflow gpu-1 0.5").done();
    world.costake("owner", "overflow gpu-1 ALL").done();
    assert_eq!(world.io("owner"), 98_000);
    let device = world.json("stranger", "device show gpu-1");
    assert_eq!(device["staked"], 200_000_000_000u64);
    assert_eq!(device["sufficient"], true);
    world.costake("owner", "unstake gpu-1").done().ends(0, &["2026-03-15 12:00:00 UTC"]);
    let totals = || {
        let status = world.json("owner", "status");
        ["staked", "leaving", "withdrawable"].map(|sum| status[sum].as_u64().unwrap())
    };
    world.ledger.wait(14 * 86_400 - 1);
    world.costake("owner", "withdraw gpu-1").ends(5, &["1 s too early", "[R10]"]);
    assert_eq!(totals(), [0, 200_000_000_000, 0]);
    world.ledger.wait(1);
    assert_eq!(totals(), [0, 0, 200_000_000_000]);
    // Anyone may send it; the owner is paid.
    let owner = world.key("owner");
    let paid = format!("It is paid to {}, the IO account of {owner}.", pda::associated_token(&owner, &world.mint));
    let own = world.costake("owner", "withdraw gpu-1 --dry-run").done();
    assert!(own.stdout.contains("Withdraw 2,000 IO") && !own.stdout.contains(&paid), "{}", own.stdout);
    world.costake("stranger", "withdraw gpu-1").done().ends(0, &[&paid]);
    assert_eq!((world.io("owner"), world.io("stranger")), (100_000, 100_000));
    world.costake("owner", "device close gpu-1").done();
    world.costake("owner", "device show gpu-1").ends(5, &["There is no device at"]);
}

/// R11 to R20: offer, claim, leave, withdraw, close.
#[test]
fn a_co_staker() {
    let world = World::with_offer();
    let offer = world.json("alice", "offer show gpu-1#0");
    assert_eq!(offer["status"], "Sufficient Stake (Waiting for Co-Staker)");
    let claimed = world.costake("alice", "offer claim gpu-1#0").done();
    for part in ["-500 IO: your IO account", "Opens the account that counts your claims", "21 d in all", "all 500 IO"] {
        assert!(claimed.stderr.contains(part), "{part}: {}", claimed.stderr);
    }
    assert_eq!(world.json("alice", "offer show gpu-1#0")["status"], "Active");
    world.costake("alice", "co-stake unstake gpu-1#0").done().ends(0, &["2026-03-22 12:00:00 UTC"]);
    world.ledger.wait(21 * 86_400 - 1);
    world.costake("alice", "co-stake withdraw gpu-1#0").ends(5, &["1 s too early", "[R19]"]);
    world.ledger.wait(1);
    world.costake("bob", "co-stake withdraw gpu-1#0").done();
    assert_eq!(world.io("alice"), 100_000);
    world.costake("alice", "claims close").done();
    world.costake("owner", "offer close gpu-1#0").done();
    world.costake("owner", "offer show gpu-1#0").ends(5, &["There is no offer at", "it was closed"]);
}

/// R9, R13, R20: an offer that is retracted, and a co-stake that is pushed out.
#[test]
fn an_owner_who_leaves_with_a_co_staker() {
    let world = World::with_offer();
    world.costake("owner", "offer create gpu-1 100 --reward 10 --expires +1d").done();
    world.costake("alice", "offer claim gpu-1#0").done();
    world.costake("owner", "unstake gpu-1").ends(5, &["1 open", "[R8]"]);
    world.costake("stranger", "offer retract gpu-1#1").ends(5, &["[R13]"]);
    world.ledger.wait(86_401);
    world.costake("stranger", "offer retract gpu-1#1").done();
    world.costake("owner", "unstake gpu-1").done().ends(0, &["1 co-stakes leave with it"]);
    let release = format!("co-stake release gpu-1#0 --wallet {}", world.key("alice"));
    world.costake("bob", &release).done();
    world.costake("bob", &release).ends(5, &["[R20]"]);
    assert_eq!(world.json("alice", "status")["freeClaims"], 2);
}

/// R23 to R26: fund, post, post again, claim.
#[test]
fn a_block() {
    let world = World::with_offer();
    world.costake("alice", "offer claim gpu-1#0").done();
    world.ledger.wait(7_200);
    world.costake("stranger", "rewards fund 1000").done();
    let rows = world.file("rows", "# a block\ngpu-1 400\ngpu-unknown 1\n");
    let post = format!("rewards accrue {rows} --started -1h --ended -1s");
    world.costake("alice", &post).ends(5, &["Only the rewarder"]);
    world.costake("rewarder", &post).done().ends(0, &["Post rewards of 401 IO to 2 devices", "not credited"]);
    // Sent again it pays nobody twice.
    let again = world.costake("rewarder", &post).done();
    assert_eq!(again.stderr.matches("not credited").count(), 2, "{}", again.stderr);
    let pool = world.json("stranger", "rewards show");
    assert_eq!((&pool["owed"], &pool["available"]), (&40_000_000_000u64.into(), &60_000_000_000u64.into()));
    let claimable = ["alice", "owner", "bob"].map(|who| world.json(who, "status")["rewards"].as_u64());
    assert_eq!(claimable, [Some(10_000_000_000), Some(30_000_000_000), Some(0)]);
    world.costake("alice", "rewards claim --offer gpu-1#0").done();
    world.costake("bob", "rewards claim --device gpu-1").done();
    assert_eq!((world.io("alice"), world.io("owner"), world.io("bob")), (99_600, 95_300, 100_000));
    world.costake("alice", "rewards claim --offer gpu-1#0").ends(5, &["[R26]"]);
    let estimate = world.json("alice", "rewards estimate gpu-1#0");
    assert_eq!(estimate["perBlock"], 10_000_000_000u64);
}

/// R28 to R32: open, appeal, rule, return; and one that nobody appeals.
#[test]
fn a_case() {
    let world = World::with_offer();
    world.costake("alice", "offer claim gpu-1#0").done();
    world.ledger.wait(3_600);
    let open = "slash open gpu-1 offence-1 --share 10 --at -1s";
    world.costake("owner", open).ends(5, &["[Roles]"]);
    let told = ["For an offence at 2026-03-01 12:59:59 UTC.", "+550 IO: the escrow", "30 d to appeal"];
    world.costake("slasher", open).done().ends(0, &told).lacks("forfeited");
    world.costake("slasher", open).ends(5, &["[R28]"]);
    world.costake("stranger", "slash appeal gpu-1 offence-1").ends(5, &["[R30]"]);
    world.costake("alice", "slash appeal gpu-1 offence-1").done();
    assert_eq!(world.json("bob", "slash show gpu-1 offence-1")["parts"].as_array().unwrap().len(), 2);
    world.costake("slasher", "slash rule gpu-1 offence-1 overturn").ends(5, &["arbiter"]);
    world.costake("arbiter", "slash rule gpu-1 offence-1 overturn").done().ends(0, &["550 IO in escrow is given back"]);
    for part in [0, 1] {
        world.costake("stranger", &format!("slash return gpu-1 offence-1 --part {part}")).done();
    }
    world.costake("stranger", "slash return gpu-1 offence-1 --part 1").ends(5, &["[R32]"]);
    world
        .costake("slasher", "slash open gpu-1 offence-2 --share 1 --at -1s --forfeit-rewards")
        .done()
        .ends(0, &["Their unpaid rewards are forfeited too."]);
    world.costake("bob", "slash finalize gpu-1 offence-2").ends(5, &["before its end"]);
    world.ledger.wait(30 * 86_400 + 1);
    world.costake("bob", "slash finalize gpu-1 offence-2").done();
    assert_eq!(world.json("bob", "slash show gpu-1 offence-2")["state"], "upheld and burned");
}

/// Roles: set up, change, hand over, pause.
#[test]
fn an_admin() {
    let world = World::deployed();
    let file = world.config_file();
    world.costake("owner", &format!("admin init {file}")).ends(5, &["upgrade authority"]);
    let dry = world.costake("deployer", &format!("admin init {file} --dry-run")).done();
    assert!(dry.stdout.contains("Nothing was sent."), "{}", dry.stdout);
    world
        .costake("deployer", &format!("admin init {file}"))
        .done()
        .ends(0, &["Verified upgrade authority", "Verified mint"]);
    let again = world.costake("deployer", &format!("admin init {file}")).done();
    assert!(again.stdout.contains("exists already"), "{}", again.stdout);
    world.costake("admin", "admin update --base-requirement 300").done();
    world.costake("guardian", "admin pause").done();
    world.costake("guardian", "admin unpause").ends(5, &["admin"]);
    world.costake("admin", "admin unpause").done();
    let heir = world.key("bob");
    world.costake("admin", &format!("admin propose {heir}")).done();
    world.costake("bob", "admin accept").done();
    let config = world.json("bob", "admin show");
    assert_eq!(
        (&config["roles"]["admin"], &config["baseRequirement"]),
        (&heir.to_string().into(), &30_000_000_000u64.into())
    );
    world.register("gpu-1", "owner");
    world.costake("stranger", "device refresh gpu-1").done();
    world.costake("registrar", "device update gpu-1 --hire-until +10d").done();
    world.costake("owner", "stake gpu-1 10").done();
    world.costake("owner", "unstake gpu-1").ends(5, &["a hire until 2026-03-11 12:00:00 UTC", "[R8]"]);
    world.costake("registrar", "device update gpu-1 --end-hire").done();
    world.costake("owner", "unstake gpu-1").done();
}
