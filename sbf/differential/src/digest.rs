/// A digest of values in their order (FNV-1a on words).
#[derive(Debug)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Digest {
    pub fn value(&self) -> u64 {
        self.0
    }

    pub fn word(&mut self, value: u64) {
        // A multiplication moves nothing downwards.
        self.0 = (self.0 ^ value).wrapping_mul(0x0000_0100_0000_01b3);
        self.0 ^= self.0 >> 32;
    }

    pub fn wide(&mut self, value: u128) {
        self.word(value as u64);
        self.word((value >> 64) as u64);
    }

    pub fn flag(&mut self, value: bool) {
        self.word(u64::from(value));
    }

    pub fn bytes(&mut self, value: &[u8]) {
        self.word(value.len() as u64);
        value.iter().for_each(|byte| self.word(u64::from(*byte)));
    }

    pub fn text(&mut self, value: &str) {
        self.bytes(value.as_bytes());
    }

    pub fn maybe(&mut self, value: Option<u128>) {
        self.flag(value.is_some());
        self.wide(value.unwrap_or_default());
    }

    /// A float by its bits; a NaN is like any other, as machines differ in their bits.
    pub fn double(&mut self, value: f64) {
        self.word(if value.is_nan() { u64::MAX } else { value.to_bits() });
    }

    pub fn single(&mut self, value: f32) {
        self.word(if value.is_nan() { u64::MAX } else { u64::from(value.to_bits()) });
    }
}
