//! What walks have covered, as text.

use std::fmt::Write;

use crate::{act::Call, coverage::Coverage, walk::name_of};

/// Transactions per second, then each instruction, then each refusal.
pub fn text(coverage: &Coverage, secs: f64) -> String {
    let mut text = String::new();
    let Coverage { transactions, failed, exact, walks, units, .. } = coverage;
    // Writing to a string cannot fail.
    let _ = writeln!(
        text,
        "{transactions} transactions in {walks} walks, {secs:.1} s: {:.0} a second, {} compute units each",
        *transactions as f64 / secs.max(f64::MIN_POSITIVE),
        units / transactions.max(&1),
    );
    let _ = writeln!(text, "{failed} refused, {exact} of them for the only reason that there was");
    let _ = writeln!(text, "\n{:22} {:>9} {:>9}", "instruction", "accepted", "refused");
    for name in Call::NAMES {
        let count = coverage.instructions.get(name).copied().unwrap_or_default();
        let _ = writeln!(text, "{name:22} {:>9} {:>9}", count.accepted, count.refused);
    }
    let _ = writeln!(text, "\n{:>4} {:26} {:>9}", "code", "refusal", "met");
    for (code, count) in &coverage.codes {
        let _ = writeln!(text, "{code:>4} {:26} {count:>9}", name_of(*code));
    }
    let unmet: Vec<_> = coverage.unmet().iter().map(|refusal| format!("{refusal:?}")).collect();
    let _ = writeln!(text, "not met: {}", if unmet.is_empty() { "none".into() } else { unmet.join(", ") });
    text
}
