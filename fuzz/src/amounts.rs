//! Amounts as people write and read them.

use co_staking_client::format::{DecimalError, decimal, duration, parse_decimal, time};

use crate::input::Input;

/// Any text, and any number, of units with any number of decimals that a byte can say.
pub fn run(data: &[u8]) {
    let mut input = Input::new(data);
    let (decimals, units, secs) = (u32::from(input.take::<u8>()), input.take::<u64>(), input.take::<i64>());
    let shown = decimal(units, decimals);
    assert_eq!(parse_decimal(&shown.replace(',', ""), decimals), Ok(units), "{shown}");
    assert!(!time(secs).is_empty() && !duration(secs).is_empty());

    let Ok(text) = str::from_utf8(input.rest()) else { return };
    let found = parse_decimal(text, decimals);
    assert_eq!(found.ok(), by_digits(text, decimals), "{text:?}, {decimals} decimals");
    if let Err(error) = found {
        let plain = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        assert!(plain || error == DecimalError::NotANumber, "{text:?}: {error}");
    }
}

/// Digit by digit, each worth ten times less than the one before it.
fn by_digits(text: &str, decimals: u32) -> Option<u64> {
    let (mut units, mut after_point) = (0u64, None);
    for (place, byte) in text.bytes().enumerate() {
        match (byte, after_point) {
            (b'.', None) if place > 0 && place + 1 < text.len() => after_point = Some(0),
            (b'0'..=b'9', None) => units = units.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?,
            (b'0', Some(place)) if place >= decimals => {}
            (b'0'..=b'9', Some(place)) if place < decimals => {
                units = units.checked_mul(10)?.checked_add(u64::from(byte - b'0'))?;
                after_point = Some(place + 1);
            }
            _ => return None,
        }
    }
    let missing = decimals - after_point.unwrap_or(0);
    if text.is_empty() { None } else { (0..missing).try_fold(units, |units, _| units.checked_mul(10)) }
}
