//! The host and sBPF must agree on every input.
//!
//! `SBF_OUT_DIR` names the folder of `sbf_differential.so`; `SBF_INPUTS` raises the number of inputs.

use std::{env, panic, path::PathBuf};

use litesvm::LiteSVM;
use sbf_differential::{ALL_GROUPS, GROUPS, Input, PANICS, compute};
use solana_compute_budget::compute_budget::ComputeBudget;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_message::Message;
use solana_program::pubkey::Pubkey;
use solana_signer::Signer as _;
use solana_transaction::Transaction;

const INPUTS: usize = 3_000;
/// All groups take about what a transaction may have, some inputs more.
const COMPUTE_UNITS: u64 = 10_000_000;

/// The program on a ledger of its own.
struct Machine {
    ledger: LiteSVM,
    payer: Keypair,
    program: Pubkey,
}

impl Machine {
    fn new() -> Self {
        let folder = env::var("SBF_OUT_DIR").expect(
            "SBF_OUT_DIR is not set: run `cargo xtask build sbf-differential` and set it to the folder of \
             sbf_differential.so",
        );
        let path = PathBuf::from(folder).join("sbf_differential.so");
        assert!(path.exists(), "{} is missing: run `cargo xtask build sbf-differential`", path.display());
        let budget = ComputeBudget { compute_unit_limit: COMPUTE_UNITS, ..ComputeBudget::new_with_defaults(false) };
        let mut ledger = LiteSVM::new().with_transaction_history(0).with_compute_budget(budget);
        let (payer, program) = (Keypair::new(), Pubkey::new_unique());
        ledger.add_program_from_file(program, path).expect("the runtime takes the program");
        ledger.airdrop(&payer.pubkey(), 1_000_000_000_000).expect("an airdrop");
        Self { ledger, payer, program }
    }

    /// The first bytes of what the program returns, and the compute units it took; or why it failed.
    fn run(&mut self, selector: u8, input: &Input, bytes: usize) -> Result<(Vec<u8>, u64), String> {
        let data = [&[selector], &*input.write()].concat();
        let instruction = Instruction { program_id: self.program, accounts: vec![], data };
        let message = Message::new(&[instruction], Some(&self.payer.pubkey()));
        self.ledger.expire_blockhash();
        let transaction = Transaction::new(&[&self.payer], message, self.ledger.latest_blockhash());
        let done = self.ledger.send_transaction(transaction);
        let done = done.map_err(|failed| format!("{:?}\n{}", failed.err, failed.meta.logs.join("\n")))?;
        // Trailing zeros of returned data are not kept.
        let mut returned = done.return_data.data;
        returned.resize(bytes, 0);
        Ok((returned, done.compute_units_consumed))
    }
}

/// Numbers of all sizes, and those where something ends.
struct Inputs(u64);

impl Inputs {
    fn word(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn number(&mut self) -> u64 {
        const ENDS: [u64; 10] = [0, 1, 2, 10_000, 127, 1 << 31, u32::MAX as u64, i64::MAX as u64, 1 << 63, u64::MAX];
        match self.word() % 5 {
            0 => ENDS[(self.word() % 10) as usize],
            1 => self.word() >> (self.word() % 64),
            2 => !(self.word() >> (self.word() % 64)),
            _ => self.word(),
        }
    }

    fn wide(&mut self) -> u128 {
        u128::from(self.number()) << 64 | u128::from(self.number())
    }

    fn next(&mut self) -> Input {
        Input {
            a: self.wide(),
            b: self.wide(),
            n: if self.word().is_multiple_of(4) { self.word() as u32 } else { self.word() as u32 % 300 },
        }
    }
}

fn count() -> usize {
    env::var("SBF_INPUTS").map_or(INPUTS, |text| text.parse().expect("SBF_INPUTS is a number"))
}

#[test]
fn all_groups_agree() {
    let (mut machine, mut inputs, mut units) = (Machine::new(), Inputs(0x2545_f491_4f6c_dd1d), 0);
    for n in 0..count() {
        let input = inputs.next();
        let expected = compute(&input);
        let (returned, used) = machine
            .run(ALL_GROUPS, &input, expected.len())
            .unwrap_or_else(|error| panic!("the program fails on input {n}, {input:?}: {error}"));
        units += used;
        let differ: Vec<_> = GROUPS
            .iter()
            .enumerate()
            .filter(|(k, _)| returned[k * 8..][..8] != expected[k * 8..][..8])
            .map(|(_, g)| g.name)
            .collect();
        assert!(differ.is_empty(), "host and sBPF differ in {differ:?} on input {n}: {input:?}");
    }
    println!("{} inputs, {} groups, {} compute units each", count(), GROUPS.len(), units / count() as u64);
}

#[test]
fn both_panic_or_neither() {
    let (mut machine, mut inputs) = (Machine::new(), Inputs(0x9e37_79b9_7f4a_7c15));
    panic::set_hook(Box::new(|_| {})); // thousands are expected
    let mut outcomes = vec![[0usize; 2]; PANICS.len()];
    for n in 0..count() {
        let (k, input) = (n % PANICS.len(), inputs.next());
        let host = panic::catch_unwind(|| (PANICS[k].run)(&input)).ok();
        let program = machine.run(k as u8 + 1, &input, 8).ok();
        let program = program.map(|(data, _)| u64::from_le_bytes(data.try_into().expect("eight bytes")));
        if host != program {
            let _ = panic::take_hook();
            panic!("{}: the host has {host:?} and sBPF {program:?} on input {n}: {input:?}", PANICS[k].name);
        }
        outcomes[k][usize::from(host.is_some())] += 1;
    }
    let _ = panic::take_hook();
    for (panics, [panicked, returned]) in PANICS.iter().zip(outcomes) {
        assert!(panicked > 0 && returned > 0, "{}: {panicked} inputs panic, {returned} do not", panics.name);
    }
}
