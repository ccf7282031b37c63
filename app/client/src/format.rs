//! How amounts, times and shares are shown to people, everywhere the same.

use std::fmt;

use jiff::Timestamp;

use crate::rules::{
    amount::BPS_WHOLE,
    time::{LONG_AGO, NEVER},
};

/// $IO has 8 decimals.
pub const IO_DECIMALS: u32 = 8;
/// Base units of one IO.
pub const IO: u64 = 10u64.pow(IO_DECIMALS);
/// SOL has 9 decimals.
pub const SOL_DECIMALS: u32 = 9;
/// A multiplier is counted in bps.
pub const MULTIPLIER_DECIMALS: u32 = 4;

/// Base units as IO: `16,000 IO`, `0.00000001 IO`.
pub fn io(base_units: u64) -> String {
    format!("{} IO", decimal(base_units, IO_DECIMALS))
}

/// Lamports as SOL: `0.000005 SOL`.
pub fn sol(lamports: u64) -> String {
    format!("{} SOL", decimal(lamports, SOL_DECIMALS))
}

/// A percentage has two decimals, since it is counted in bps.
pub const PERCENT_DECIMALS: u32 = 2;

/// A device's multiplier in bps: `10×`, `0.25×`.
pub fn multiplier(multiplier_bps: u32) -> String {
    format!("{}×", decimal(multiplier_bps.into(), MULTIPLIER_DECIMALS))
}

/// `units` of which `10^decimals` make a whole: `1,234.5`.
pub fn decimal(units: u64, decimals: u32) -> String {
    // More decimals than a u64 has digits leave no whole.
    let whole = 10u64.checked_pow(decimals);
    let (count, rest) = whole.map_or((0, units), |whole| (units / whole, units % whole));
    let part = format!("{rest:0width$}", width = usize::try_from(decimals).unwrap_or(usize::MAX));
    match part.trim_end_matches('0') {
        "" => thousands(count),
        part => format!("{}.{part}", thousands(count)),
    }
}

/// Why a text is not the decimal number that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecimalError {
    /// Something else than digits with at most one point between them.
    NotANumber,
    /// More decimals than the unit has.
    Decimals { found: usize },
    /// More than 64 bits hold.
    TooLarge,
}

impl fmt::Display for DecimalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotANumber => write!(f, "is not in plain digits"),
            Self::Decimals { found } => write!(f, "has {found} decimals"),
            Self::TooLarge => write!(f, "is too large"),
        }
    }
}

impl std::error::Error for DecimalError {}

/// IO as base units, exactly: `16500.5` is 1,650,050,000,000.
///
/// # Errors
/// What [`DecimalError`] lists. A comma is refused: it means thousands to some and decimals to others.
pub fn parse_io(text: &str) -> Result<u64, DecimalError> {
    parse_decimal(text, IO_DECIMALS)
}

/// The units that [`decimal`] would show as `text`, were it not for the thousands separators.
///
/// # Errors
/// What [`DecimalError`] lists.
pub fn parse_decimal(text: &str, decimals: u32) -> Result<u64, DecimalError> {
    let (whole, part) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |digits: &str| !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(part) {
        return Err(DecimalError::NotANumber);
    }
    let part = part.trim_end_matches('0');
    let width = usize::try_from(decimals).unwrap_or(usize::MAX);
    if part.len() > width {
        return Err(DecimalError::Decimals { found: part.len() });
    }
    format!("{whole}{part:0<width$}").parse().map_err(|_| DecimalError::TooLarge)
}

/// A share in percent as bps, exactly: `12.5` is 1,250.
///
/// # Errors
/// What [`DecimalError`] lists; [`DecimalError::TooLarge`] above the whole.
pub fn parse_percent(text: &str) -> Result<u16, DecimalError> {
    let bps = parse_decimal(text, PERCENT_DECIMALS)?;
    u16::try_from(bps).ok().filter(|bps| *bps <= BPS_WHOLE).ok_or(DecimalError::TooLarge)
}

/// A number with thousands separators.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(",")
}

/// Basis points as a percentage: `74%`, `0.25%`.
pub fn percent(bps: u32) -> String {
    let part = format!("{:02}", bps % 100);
    match part.trim_end_matches('0') {
        "" => format!("{}%", bps / 100),
        part => format!("{}.{part}%", bps / 100),
    }
}

/// A time as `2026-03-01 12:00:00 UTC`.
pub fn time(at: i64) -> String {
    match (at, Timestamp::from_second(at)) {
        (NEVER | LONG_AGO, _) => "never".into(),
        (_, Ok(timestamp)) => timestamp.strftime("%Y-%m-%d %H:%M:%S UTC").to_string(),
        (_, Err(_)) => format!("{at} s since 1970"),
    }
}

/// A length of time in its two largest units: `13 d 23 h`.
pub fn duration(secs: i64) -> String {
    let secs = secs.unsigned_abs();
    let units = [(secs / 86_400, "d"), (secs / 3_600 % 24, "h"), (secs / 60 % 60, "min"), (secs % 60, "s")];
    let shown: Vec<_> = units
        .iter()
        .skip_while(|(n, _)| *n == 0)
        .take(2)
        .filter(|(n, _)| *n > 0)
        .map(|(n, u)| format!("{n} {u}"))
        .collect();
    if shown.is_empty() { "0 s".into() } else { shown.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts() {
        for (units, shown) in [
            (0, "0 IO"),
            (1, "0.00000001 IO"),
            (IO, "1 IO"),
            (16_000 * IO, "16,000 IO"),
            (1_234_567 * IO + 50_000_000, "1,234,567.5 IO"),
            (u64::MAX, "184,467,440,737.09551615 IO"),
        ] {
            assert_eq!(io(units), shown);
        }
    }

    #[test]
    fn other_decimals() {
        assert_eq!((sol(5_000), sol(1_000_000_000)), ("0.000005 SOL".into(), "1 SOL".into()));
        assert_eq!(["10×", "0.25×", "1.5×", "0×"].map(String::from), [100_000, 2_500, 15_000, 0].map(multiplier));
        assert_eq!((decimal(1_234, 0), decimal(5, 20)), ("1,234".into(), "0.00000000000000000005".into()));
    }

    #[test]
    fn amounts_are_read_exactly_or_not_at_all() {
        for (text, units) in [
            ("0", 0),
            ("0.00000001", 1),
            ("16500.5", 1_650_050_000_000),
            ("1.000000000000", IO),
            ("184467440737.09551615", u64::MAX),
        ] {
            assert_eq!(parse_io(text), Ok(units), "{text}");
        }
        for text in ["", ".", "1.", ".5", "-1", "+1", "1,000", "1e3", "1 IO", "1.2.3", "0x10", "inf", "１"] {
            assert_eq!(parse_io(text), Err(DecimalError::NotANumber), "{text}");
        }
        assert_eq!(parse_io("0.123456789"), Err(DecimalError::Decimals { found: 9 }));
        assert_eq!(parse_io("184467440737.09551616"), Err(DecimalError::TooLarge));
    }

    #[test]
    fn shares_are_read_up_to_the_whole() {
        assert_eq!(["0", "12.5", "0.01", "100"].map(parse_percent), [Ok(0), Ok(1_250), Ok(1), Ok(10_000)]);
        for text in ["100.01", "700", "184467440737095516"] {
            assert_eq!(parse_percent(text), Err(DecimalError::TooLarge), "{text}");
        }
        assert_eq!(parse_percent("0.001"), Err(DecimalError::Decimals { found: 3 }));
        assert_eq!(parse_percent("12%"), Err(DecimalError::NotANumber));
    }

    #[test]
    fn shares() {
        for (bps, shown) in [(0, "0%"), (1, "0.01%"), (25, "0.25%"), (50, "0.5%"), (7_400, "74%"), (10_000, "100%")] {
            assert_eq!(percent(bps), shown);
        }
    }

    #[test]
    fn times() {
        assert_eq!(time(0), "1970-01-01 00:00:00 UTC");
        assert_eq!(time(1_772_366_400), "2026-03-01 12:00:00 UTC");
        assert_eq!((time(NEVER), time(LONG_AGO)), ("never".into(), "never".into()));
        assert_eq!(time(i64::MAX - 1), "9223372036854775806 s since 1970");
        for (secs, shown) in [
            (0, "0 s"),
            (59, "59 s"),
            (3_600, "1 h"),
            (86_399, "23 h 59 min"),
            (1_209_600, "14 d"),
            (90_000, "1 d 1 h"),
        ] {
            assert_eq!(duration(secs), shown);
        }
    }
}
