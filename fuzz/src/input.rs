//! Bytes taken from the front of an input; zeros once it is used up.

use arbitrary::Unstructured;

/// What is left of an input.
pub struct Input<'a>(Unstructured<'a>);

impl<'a> Input<'a> {
    pub fn new(data: &'a [u8]) -> Self {
        Self(Unstructured::new(data))
    }

    /// An integer, or anything else of a fixed size.
    pub fn take<T: arbitrary::Arbitrary<'a>>(&mut self) -> T {
        self.0.arbitrary().expect("there are zeros where there is nothing left")
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// A number below `count`.
    pub fn below(&mut self, count: usize) -> usize {
        usize::from(self.take::<u8>()) % count
    }

    /// All that is left.
    pub fn rest(self) -> &'a [u8] {
        self.0.take_rest()
    }
}
