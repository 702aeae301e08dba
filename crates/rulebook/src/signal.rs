//! The named signals that code knows: the first of every rule set, in this order.

/// A named signal that code finds, because a pattern cannot (it compares, counts or looks at the original writing), or
/// that code goes on from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub enum Signal {
    /// A question mark.
    QuestionMark,
    /// Text between quotation marks, the marks with it.
    Quotation,
    /// `ABC/USDT`, known by its end; from here on they are patterns, in `rules/signals.toml`.
    Pair,
    /// Any of the ways to write a ticker.
    Ticker,
}

impl Signal {
    /// All of them, in order, each with its name.
    pub const NAMES: [(Self, &'static str); 4] = [
        (Self::QuestionMark, "question-mark"),
        (Self::Quotation, "quotation"),
        (Self::Pair, "pair"),
        (Self::Ticker, "ticker"),
    ];

    /// Whether code alone finds it.
    #[must_use]
    pub const fn is_structural(self) -> bool {
        (self as u16) < Self::Pair as u16
    }

    /// Its place among the signals of every rule set.
    #[must_use]
    pub const fn index(self) -> u16 {
        self as u16
    }
}
