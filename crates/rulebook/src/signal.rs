//! The named signals that code knows: the first of every rule set, in this order.

/// A named signal that code finds, because a pattern cannot (it compares, counts or looks at the original writing), or
/// that code goes on from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u16)]
pub enum Signal {
    /// Many emoji to few words.
    EmojiDense,
    /// Several words in capitals in a row.
    CapsRun,
    /// A short word in capitals among words that are not.
    CapsName,
    /// The same behind a `#`.
    TickerTag,
    /// A hashtag that is nearly a cashtag of the post.
    TagMismatch,
    /// More cashtags than a post can speak of.
    ManyTickers,
    /// Letters that were disguised.
    Evasion,
    /// A question mark.
    QuestionMark,
    /// Text between quotation marks, the marks with it.
    Quotation,
    /// `$ABC`; from here on they are patterns, in `rules/signals.toml`.
    Cashtag,
    /// `#abc`.
    Hashtag,
    /// `ABC/USDT`, known by its end.
    Pair,
    /// Any of the ways to write a ticker.
    Ticker,
}

impl Signal {
    /// All of them, in order, each with its name.
    pub const NAMES: [(Self, &'static str); 13] = [
        (Self::EmojiDense, "emoji-dense"),
        (Self::CapsRun, "caps-run"),
        (Self::CapsName, "caps-name"),
        (Self::TickerTag, "ticker-tag"),
        (Self::TagMismatch, "tag-mismatch"),
        (Self::ManyTickers, "many-tickers"),
        (Self::Evasion, "evasion"),
        (Self::QuestionMark, "question-mark"),
        (Self::Quotation, "quotation"),
        (Self::Cashtag, "cashtag"),
        (Self::Hashtag, "hashtag"),
        (Self::Pair, "pair"),
        (Self::Ticker, "ticker"),
    ];

    /// Whether code alone finds it.
    #[must_use]
    pub const fn is_structural(self) -> bool {
        (self as u16) < Self::Cashtag as u16
    }

    /// Its place among the signals of every rule set.
    #[must_use]
    pub const fn index(self) -> u16 {
        self as u16
    }
}
