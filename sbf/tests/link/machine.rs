//! Links a snippet and runs it.

use std::cell::RefCell;

use litesvm::LiteSVM;
use sbf_linker::{Program, SbpfArch, link};
use solana_compute_budget::compute_budget::ComputeBudget;
use solana_instruction::Instruction;
use solana_keypair::Keypair;
use solana_message::Message;
use solana_signer::Signer as _;
use solana_transaction::Transaction;

/// The most that a program returns.
const OUTPUT: usize = 1024;

/// Calls the snippet's `compute` as many times as the data's first word says, each time with the next input and the
/// next place to write to; the second and third words are their sizes.
const ENTRYPOINT: &str = "
declare void @compute(ptr, ptr)
declare void @sol_set_return_data(ptr, i64)
declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)
define i64 @entrypoint(ptr %input) {
  %out = alloca [1024 x i8], align 16
  call void @llvm.memset.p0.i64(ptr %out, i8 0, i64 1024, i1 false)
  %at = getelementptr i8, ptr %input, i64 16
  %count = load i64, ptr %at
  %at1 = getelementptr i8, ptr %input, i64 24
  %size = load i64, ptr %at1
  %at2 = getelementptr i8, ptr %input, i64 32
  %outsize = load i64, ptr %at2
  %inputs = getelementptr i8, ptr %input, i64 48
  br label %next
next:
  %k = phi i64 [ 0, %0 ], [ %k1, %next ]
  %p = phi ptr [ %inputs, %0 ], [ %p1, %next ]
  %q = phi ptr [ %out, %0 ], [ %q1, %next ]
  call void @compute(ptr %p, ptr %q)
  %p1 = getelementptr i8, ptr %p, i64 %size
  %q1 = getelementptr i8, ptr %q, i64 %outsize
  %k1 = add i64 %k, 1
  %done = icmp uge i64 %k1, %count
  br i1 %done, label %end, label %next
end:
  call void @sol_set_return_data(ptr %out, i64 1024)
  ret i64 0
}
";

/// As rustc has it for the target.
const LAYOUT: &str = "target datalayout = \"e-m:e-p:64:64-i64:64-i128:128-n32:64-S128\"\ntarget triple = \"bpfel\"\n";

/// Links a snippet that has an entry point of its own.
pub fn link_whole(snippets: &[&str], arch: SbpfArch) -> Result<Program, String> {
    let load = |input: &sbf_linker::Input<'_>| {
        let mut texts = snippets.iter().enumerate();
        texts.try_for_each(|(n, text)| input.add_assembly(&format!("snippet {n}"), &format!("{LAYOUT}{text}")))
    };
    link(load, arch).map_err(|error| format!("{error:#}")).map(|program| program.expect("an entry point"))
}

/// Links a snippet that defines `void @compute(ptr, ptr)`.
pub fn link_snippet(snippet: &str) -> Result<Program, String> {
    link_whole(&[ENTRYPOINT, snippet, include_str!("routines.ll")], SbpfArch::V0)
}

/// A linked snippet on a ledger.
pub struct Machine {
    ledger: RefCell<LiteSVM>,
    payer: Keypair,
    program: Instruction,
}

impl Machine {
    pub fn new(snippet: &str) -> Self {
        Self::of(&link_snippet(snippet).unwrap_or_else(|error| panic!("{error}\n{snippet}")))
    }

    pub fn of(program: &Program) -> Self {
        let budget = ComputeBudget { compute_unit_limit: 10_000_000, ..ComputeBudget::new_with_defaults(false) };
        let mut ledger = LiteSVM::new().with_transaction_history(0).with_compute_budget(budget);
        let (payer, id) = (Keypair::new(), Keypair::new().pubkey());
        ledger.add_program(id, &program.elf).expect("the runtime takes the program");
        ledger.airdrop(&payer.pubkey(), 1_000_000_000_000).expect("an airdrop");
        let program = Instruction { program_id: id, accounts: vec![], data: vec![] };
        Self { ledger: RefCell::new(ledger), payer, program }
    }

    /// What the snippet writes for each input, in so many bytes, or the reason why it fails.
    fn try_all(&self, inputs: &[Vec<u8>], bytes: usize) -> Result<Vec<Vec<u8>>, String> {
        let mut outputs = vec![];
        for batch in inputs.chunks(OUTPUT / bytes) {
            let sizes = [batch.len(), batch[0].len(), bytes, 0].map(|size| (size as u64).to_le_bytes());
            let returned = self.send([sizes.concat(), batch.concat()].concat())?;
            outputs.extend(returned.chunks(bytes).take(batch.len()).map(<[u8]>::to_vec));
        }
        Ok(outputs)
    }

    fn send(&self, data: Vec<u8>) -> Result<Vec<u8>, String> {
        let mut ledger = self.ledger.borrow_mut();
        let instruction = Instruction { data, ..self.program.clone() };
        ledger.expire_blockhash();
        let message = Message::new(&[instruction], Some(&self.payer.pubkey()));
        let transaction = Transaction::new(&[&self.payer], message, ledger.latest_blockhash());
        let done = ledger.send_transaction(transaction);
        let done = done.map_err(|failed| format!("{:?}\n{}", failed.err, failed.meta.logs.join("\n")))?;
        // Trailing zeros of returned data are not kept.
        let mut output = done.return_data.data;
        output.resize(OUTPUT, 0);
        Ok(output)
    }

    pub fn try_run(&self, data: &[u8]) -> Result<Vec<u8>, String> {
        self.try_all(&[data.to_vec()], OUTPUT).map(|mut outputs| outputs.remove(0))
    }

    pub fn run(&self, data: &[u8]) -> Vec<u8> {
        self.try_run(data).unwrap_or_else(|error| panic!("{error}"))
    }

    /// Runs on values of 128 bits, as many for each input, and returns so many for each.
    pub fn wide_all<const N: usize>(&self, inputs: &[Vec<u128>]) -> Vec<[u128; N]> {
        let bytes = |input: &Vec<u128>| input.iter().flat_map(|value| value.to_le_bytes()).collect();
        let inputs: Vec<Vec<u8>> = inputs.iter().map(bytes).collect();
        let outputs = self.try_all(&inputs, N * 16).unwrap_or_else(|error| panic!("{error}"));
        let value = |output: &[u8], n: usize| u128::from_le_bytes(output[n * 16..][..16].try_into().expect("16 bytes"));
        outputs.iter().map(|output| std::array::from_fn(|n| value(output, n))).collect()
    }

    pub fn wide<const N: usize>(&self, input: &[u128]) -> [u128; N] {
        self.wide_all(&[input.to_vec()])[0]
    }

    /// Runs on values of 64 bits and returns as many.
    pub fn words<const N: usize>(&self, input: &[u64]) -> [u64; N] {
        let data: Vec<u8> = input.iter().flat_map(|value| value.to_le_bytes()).collect();
        let output = self.run(&data);
        std::array::from_fn(|n| u64::from_le_bytes(output[n * 8..][..8].try_into().expect("eight bytes")))
    }
}

/// Compares on all inputs that `expected` has an answer for.
pub fn compare<const N: usize>(
    machine: &Machine,
    inputs: impl IntoIterator<Item = Vec<u128>>,
    expected: impl Fn(&[u128]) -> Option<[u128; N]>,
) {
    let answered: Vec<_> = inputs.into_iter().filter_map(|input| Some((expected(&input)?, input))).collect();
    assert!(answered.len() > 20, "only {} inputs", answered.len());
    let inputs: Vec<_> = answered.iter().map(|(_, input)| input.clone()).collect();
    for ((expected, input), found) in answered.iter().zip(machine.wide_all::<N>(&inputs)) {
        assert_eq!(&found, expected, "{input:#x?}");
    }
}

/// Numbers where something ends, and some in between.
pub fn numbers() -> Vec<u128> {
    let mut all = vec![0, 1, 2, 3, 10_000];
    for bits in [7, 8, 15, 31, 32, 63, 64, 95, 96, 127] {
        all.extend([(1 << bits) - 1, 1 << bits, (1 << bits) + 1]);
    }
    all.extend([u128::MAX, u128::MAX - 1, 0x0123_4567_89ab_cdef_fedc_ba98_7654_3210, u64::MAX as u128 - 1]);
    let mut state = 0x9e37_79b9_7f4a_7c15_u128;
    for n in 0..12 {
        state = state.wrapping_mul(0xda94_2042_e4dd_58b5).rotate_left(41).wrapping_add(1);
        all.push((state << 64 | state >> 3) >> (n * 9));
    }
    all
}

/// Every seventh pair of them, and each number with itself.
pub fn pairs() -> Vec<(u128, u128)> {
    let all = numbers();
    let mixed = all.iter().flat_map(|p| all.iter().map(|q| (*p, *q))).step_by(7);
    mixed.chain(all.iter().map(|p| (*p, *p))).collect()
}
