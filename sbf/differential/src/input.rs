/// What all groups compute on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Input {
    pub a: u128,
    pub b: u128,
    /// For shifts, indices and lengths.
    pub n: u32,
}

impl Input {
    pub const BYTES: usize = 36;

    /// Reads what [`Input::write`] wrote.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (a, rest) = bytes.split_first_chunk()?;
        let (b, rest) = rest.split_first_chunk()?;
        let (n, _) = rest.split_first_chunk()?;
        Some(Self { a: u128::from_le_bytes(*a), b: u128::from_le_bytes(*b), n: u32::from_le_bytes(*n) })
    }

    pub fn write(&self) -> Vec<u8> {
        [self.a.to_le_bytes().as_slice(), &self.b.to_le_bytes(), &self.n.to_le_bytes()].concat()
    }

    /// The low words.
    pub fn x(&self) -> u64 {
        self.a as u64
    }

    pub fn y(&self) -> u64 {
        self.b as u64
    }

    /// Words from the input, as many as wanted.
    pub fn words(&self) -> impl Iterator<Item = u64> {
        let (mut state, step) = (self.x() ^ self.y().rotate_left(17), (self.a >> 64) as u64 | 1);
        std::iter::repeat_with(move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(step);
            state ^ (state >> 29)
        })
    }

    /// Bytes from the input, as many as wanted.
    pub fn bytes(&self) -> impl Iterator<Item = u8> {
        self.words().flat_map(u64::to_le_bytes)
    }
}
