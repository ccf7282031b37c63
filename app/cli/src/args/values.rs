//! What users type, and what it stands for. Nothing here asks a cluster.

use std::str::FromStr;

use co_staking_client::{
    Pubkey,
    format::{DecimalError, IO_DECIMALS, MULTIPLIER_DECIMALS, parse_decimal, parse_io, parse_percent},
    pda,
    plan::Amount,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// An amount of IO, or `ALL`.
pub fn amount(text: &str) -> Result<Amount, String> {
    if text == "ALL" { Ok(Amount::All) } else { io(text).map(Amount::Units) }
}

/// An amount of IO with decimals, in base units.
pub fn io(text: &str) -> Result<u64, String> {
    parse_io(text).map_err(|error| match error {
        DecimalError::Decimals { .. } => format!("it {error}, and IO has {IO_DECIMALS}: leave the last ones out"),
        DecimalError::NotANumber => format!("it {error}: give IO as in 16500.5, or ALL"),
        DecimalError::TooLarge => format!("it {error}: give IO, not base units"),
    })
}

/// A share such as `12.5` or `12.5%`, in bps.
pub fn percent(text: &str) -> Result<u16, String> {
    let number = text.strip_suffix('%').unwrap_or(text);
    parse_percent(number).map_err(|error| match error {
        DecimalError::TooLarge => "it is above 100 %".into(),
        DecimalError::Decimals { .. } | DecimalError::NotANumber => {
            format!("it {error}: give a percentage as in 12.5")
        }
    })
}

/// A multiplier such as `10` or `0.25`, in bps.
pub fn multiplier(text: &str) -> Result<u32, String> {
    let number = text.trim_end_matches(['x', '×']);
    let bps = parse_decimal(number, MULTIPLIER_DECIMALS);
    let bps = bps.map_err(|error| format!("it {error}: give a multiplier as in 10 or 0.25"))?;
    u32::try_from(bps).map_err(|_| "it is too large".into())
}

/// A device: by its public id, such as `gpu-7f3a`, or by its address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeviceRef(pub Pubkey);

impl FromStr for DeviceRef {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text.is_empty() {
            return Err("it is empty: give the device's public id or its address".into());
        }
        Ok(Self(text.parse().unwrap_or_else(|_| pda::device(&pda::device_id(text)))))
    }
}

/// An offer: by its address, or as `DEVICE#INDEX`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OfferRef(pub Pubkey);

impl FromStr for OfferRef {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || "it is neither an offer's address nor DEVICE#INDEX, as in gpu-7f3a#0".to_owned();
        match text.rsplit_once('#') {
            None => text.parse().map(Self).map_err(|_| wrong()),
            Some((device, index)) => {
                let index = index.parse().map_err(|_| wrong())?;
                Ok(Self(pda::offer(&device.parse::<DeviceRef>()?.0, index)))
            }
        }
    }
}

/// A time: absolute, or from the chain's present time on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Seconds since 1970.
    At(i64),
    /// Seconds from now; negative ones lie in the past.
    In(i64),
}

impl When {
    /// In seconds since 1970.
    pub const fn at(self, now: i64) -> i64 {
        match self {
            Self::At(at) => at,
            Self::In(secs) => now.saturating_add(secs),
        }
    }
}

impl FromStr for When {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(signed) = text.strip_prefix('+').map(|rest| (1, rest)).or(text.strip_prefix('-').map(|r| (-1, r))) {
            return span(signed.1).map(|secs| Self::In(signed.0 * secs));
        }
        let of_date = || text.parse::<Date>().ok()?.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
        let timestamp = text.parse::<Timestamp>().ok().or_else(of_date);
        timestamp.map(|timestamp| Self::At(timestamp.as_second())).ok_or_else(|| {
            "it is no time: give 2026-03-01, 2026-03-01T12:00:00Z, or a time from now as +7d, +36h, -90min".into()
        })
    }
}

/// `7d`, `36h`, `90min`, `30s`, in seconds.
fn span(text: &str) -> Result<i64, String> {
    let digits = text.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let unit = match unit {
        "d" => 86_400,
        "h" => 3_600,
        "min" => 60,
        "s" => 1,
        _ => return Err("its unit is none of d, h, min and s".into()),
    };
    let number: i64 = number.parse().map_err(|_| "it has no number before the unit".to_owned())?;
    number.checked_mul(unit).ok_or_else(|| "it is too long".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts() {
        assert_eq!(amount("ALL"), Ok(Amount::All));
        assert_eq!(amount("16500.5"), Ok(Amount::Units(1_650_050_000_000)));
        for (text, part) in [
            ("1.123456789", "has 9 decimals, and IO has 8"),
            ("all", "not in plain digits"),
            ("1,000", "not in plain digits"),
            ("-1", "not in plain digits"),
            ("184467440738", "too large"),
        ] {
            let error = amount(text).unwrap_err();
            assert!(error.contains(part), "{text}: {error}");
        }
    }

    #[test]
    fn shares_and_multipliers() {
        assert_eq!(["100", "12.5%", "0.01"].map(percent), [Ok(10_000), Ok(1_250), Ok(1)]);
        assert!(["100.01", "1.005", "x", "-1", ""].iter().all(|text| percent(text).is_err()));
        assert_eq!(["10", "0.25x", "1.5×"].map(multiplier), [Ok(100_000), Ok(2_500), Ok(15_000)]);
        assert!(["0.00001", "1e3", "429496.7296"].iter().all(|text| multiplier(text).is_err()));
    }

    #[test]
    fn a_device_is_known_by_its_public_id_or_its_address() {
        let device = pda::device(&pda::device_id("gpu-7f3a"));
        assert_eq!("gpu-7f3a".parse(), Ok(DeviceRef(device)));
        assert_eq!(device.to_string().parse(), Ok(DeviceRef(device)));
        let offer = pda::offer(&device, 3);
        for text in ["gpu-7f3a#3".to_owned(), format!("{device}#3"), offer.to_string()] {
            assert_eq!(text.parse(), Ok(OfferRef(offer)), "{text}");
        }
        assert!(["gpu-7f3a", "gpu-7f3a#", "#x", "#-1", ""].iter().all(|text| text.parse::<OfferRef>().is_err()));
    }

    #[test]
    fn times() {
        assert_eq!("2026-03-01".parse(), Ok(When::At(1_772_323_200)));
        assert_eq!("2026-03-01T12:00:00Z".parse(), Ok(When::At(1_772_366_400)));
        let relative = ["+7d", "+36h", "-90min", "+5s"].map(|text| text.parse::<When>().unwrap());
        assert_eq!(relative.map(|when| when.at(1_000_000)), [1_604_800, 1_129_600, 994_600, 1_000_005]);
        for text in ["", "tomorrow", "7d", "+7", "+d", "+1w", "2026-13-01", "+9223372036854775807d"] {
            assert!(text.parse::<When>().is_err(), "{text}");
        }
    }
}
