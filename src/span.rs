//! Where something stands in a text, with the unit in the type.
//!
//! The same two numbers mean different places in the folded text and in the post as a browser counts it.
//! [`Span<Folded>`] and [`Span<Utf16>`] cannot be mixed up; [`crate::fold`] is the one place that turns
//! the first into the second.

use std::marker::PhantomData;

/// Unit: bytes of the folded text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Folded {}

/// Unit: UTF-16 code units of the original text, as browsers count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Utf16 {}

/// A half-open range `start..end`, counted in `Unit`.
#[derive(Debug, PartialEq, Eq)]
pub struct Span<Unit> {
    /// First unit inside.
    pub start: u32,
    /// First unit after.
    pub end: u32,
    unit: PhantomData<Unit>,
}

impl<Unit> Clone for Span<Unit> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Unit> Copy for Span<Unit> {}

impl<Unit> Span<Unit> {
    /// `start..end`.
    #[must_use]
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end, unit: PhantomData }
    }

    /// Units inside.
    #[must_use]
    pub const fn len(self) -> u32 {
        self.end - self.start
    }

    /// Nothing inside.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// At least one unit in common.
    #[must_use]
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// All of `other` is inside.
    #[must_use]
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Units between the two; 0 where they touch or overlap.
    #[must_use]
    pub fn gap(self, other: Self) -> u32 {
        self.start.max(other.start).saturating_sub(self.end.min(other.end))
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.start.min(other.start), self.end.max(other.end))
    }
}
