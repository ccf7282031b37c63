//! Who co-stakes, on which device of the fleet, and how much: all of it follows from the fleet's figures.

use std::rc::Rc;

use co_staking_client::{
    format::io,
    rules::{
        amount::{half_down, half_up},
        requirement::requirement,
    },
};

use crate::{
    wallet::{Part, Wallet},
    world::{Machine, RESERVED_IO},
};

/// Into so many parts the co-stakers' half is divided.
const PARTS: u64 = 8;
/// Of these, the first offer asks for so many; the others for one each.
const LARGE: u64 = 5;

/// The co-stakers' part of the story.
#[derive(Clone)]
pub struct Cast {
    /// Where it plays.
    pub machine: Machine,
    /// Claims first, and leaves first.
    pub carol: Rc<Wallet>,
    /// Comes second.
    pub dave: Rc<Wallet>,
    /// Takes Carol's place.
    pub erin: Rc<Wallet>,
    /// What the first offer asks for.
    pub large: u64,
    /// What each other offer asks for. All that are open or claimed at one time ask for at most half of the requirement.
    pub small: u64,
}

impl Cast {
    /// The first device whose owner will stake at least half of what it requires: no other may invite co-stakers.
    ///
    /// # Errors
    /// Why no device of the fleet will do, each in its turn.
    pub fn find(machines: &[Machine], base: u64) -> Result<Self, Vec<String>> {
        let staked = machines.iter().fold(RESERVED_IO, |sum, machine| sum.saturating_add(machine.entry.stake));
        let player = |name: &str| {
            let taken = machines.iter().any(|machine| machine.entry.owner == name);
            let name = if taken { format!("{name} the co-staker") } else { name.into() };
            Wallet::named(Part::CoStaker, &name)
        };
        let mut problems = vec![];
        for machine in machines {
            match Self::amounts(machine, base, u64::MAX - staked) {
                Ok((large, small)) => {
                    let [carol, dave, erin] = ["Carol", "Dave", "Erin"].map(player);
                    return Ok(Self { machine: machine.clone(), carol, dave, erin, large, small });
                }
                Err(problem) => problems.push(problem),
            }
        }
        Err(problems)
    }

    /// The large and the small amount, if the device can carry the offers and `mintable` is enough for the co-stakers.
    fn amounts(machine: &Machine, base: u64, mintable: u64) -> Result<(u64, u64), String> {
        let (entry, id) = (&machine.entry, &machine.entry.id);
        let required = requirement(entry.cards, base, entry.multiplier_bps).map_err(|refusal| refusal.to_string())?;
        if entry.stake < half_up(required) {
            let (stake, half) = (io(entry.stake), io(half_up(required)));
            return Err(format!(
                "{} will stake {stake} on {id}, less than half of what it requires, {half}",
                entry.owner
            ));
        }
        let small = half_down(required) / PARTS;
        if small == 0 {
            return Err(format!("half of the {} that {id} requires is too little for several offers", io(required)));
        }
        let cast = (small * LARGE, small);
        let needed = Self::given(cast).iter().fold(0u64, |sum, amount| sum.saturating_add(*amount));
        if needed > mintable {
            return Err(format!("beside the fleet's stakes the mint has no room for the co-stakers of {id}"));
        }
        Ok(cast)
    }

    /// What Carol, Dave and Erin are given.
    fn given((large, small): (u64, u64)) -> [u64; 3] {
        [large.saturating_add(small.saturating_mul(2)), small, large]
    }

    /// The co-stakers, with what they are given.
    pub fn co_stakers(&self) -> [(&Rc<Wallet>, u64); 3] {
        let [carol, dave, erin] = Self::given((self.large, self.small));
        [(&self.carol, carol), (&self.dave, dave), (&self.erin, erin)]
    }
}
