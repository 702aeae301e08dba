//! How rules are matched: what their patterns find in a text, and the signals that code finds.
//!
//! In: a [`FoldedText`] and a rule set. Out: [`Matches`]: for every rule, context, named signal and question, where it
//! was met. It decides nothing: whether a match counts is for [`crate::context`] and [`crate::score`].

pub(crate) mod cluster;
mod structure;

use hypelint_patterns::{MATCHES, Matcher};
use hypelint_rulebook::{Role, Ruleset, Signal, SignalSet, Target};

use crate::fold::FoldedText;
use crate::span::{Folded, Span};

/// One thing met in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Match {
    /// Whose it is.
    pub target: Target,
    /// Where.
    pub span: Span<Folded>,
}

impl Match {
    fn of(signal: Signal, span: Span<Folded>) -> Self {
        Self { target: Target { role: Role::Signal, owner: signal.index() }, span }
    }
}

/// All that was met in a text. The buffers are kept from text to text.
#[derive(Debug)]
pub struct Matches {
    ruleset: &'static Ruleset,
    matcher: Matcher,
    all: Vec<Match>,
    /// By role: where its targets begin among all targets.
    begins: [usize; ROLES],
    /// Target → its first match in `all`; and from each match to the next of its target. Rules ask for signals by name
    /// far more often than there are signals.
    first: Vec<u32>,
    next: Vec<u32>,
    present: SignalSet,
}

/// No match (further).
const NONE: u32 = u32::MAX;
/// How many roles there are.
const ROLES: usize = 7;

impl Matches {
    /// Of the rules of `ruleset`, with room for a text of so many bytes.
    #[must_use]
    pub fn with_capacity(ruleset: &'static Ruleset, bytes: usize) -> Self {
        let matches = MATCHES * bytes;
        let (rules, contexts, questions) = (ruleset.rules.len(), ruleset.contexts.len(), ruleset.questions.len());
        let mut targets = 0;
        // In the order of the roles.
        let begins =
            [rules, rules, contexts, contexts, usize::from(ruleset.signals), questions, questions].map(|count| {
                targets += count;
                targets - count
            });
        Self {
            ruleset,
            matcher: Matcher::with_capacity(bytes),
            all: Vec::with_capacity(matches),
            begins,
            first: vec![NONE; targets],
            next: Vec::with_capacity(matches),
            present: 0,
        }
    }

    fn place(&self, target: Target) -> usize {
        self.begins[target.role as usize] + usize::from(target.owner)
    }

    /// Reads a text; what was here before is gone.
    #[inline(never)]
    pub fn read(&mut self, text: &FoldedText) {
        for at in 0..self.all.len() {
            let place = self.place(self.all[at].target);
            self.first[place] = NONE;
        }
        self.all.clear();
        self.matcher.find(self.ruleset.program(), text.text());
        for found in self.matcher.matches() {
            let target = self.ruleset.targets[usize::from(found.owner)];
            let span = trimmed(text.text(), Span::new(found.start, found.end));
            let by_its_end =
                target.role == Role::Signal && [Signal::Pair.index(), Signal::Ticker.index()].contains(&target.owner);
            let span = if by_its_end { structure::whole_name(text.text(), span) } else { span };
            self.all.push(Match { target, span });
        }
        structure::find(text, &mut self.all);
        self.present = 0;
        self.next.clear();
        self.next.resize(self.all.len(), NONE);
        // From the last to the first, so that each list runs forward.
        for at in (0..self.all.len()).rev() {
            let target = self.all[at].target;
            if target.role == Role::Signal {
                self.present |= 1 << target.owner;
            }
            let place = self.place(target);
            self.next[at] = std::mem::replace(&mut self.first[place], at as u32);
        }
    }

    /// Nothing was met.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All that was met.
    #[must_use]
    pub fn all(&self) -> &[Match] {
        &self.all
    }

    /// Where something was met.
    pub fn of(&self, role: Role, owner: u16) -> impl Iterator<Item = Span<Folded>> + '_ {
        let mut at = self.first[self.place(Target { role, owner })];
        std::iter::from_fn(move || {
            let found = self.all.get(at as usize)?;
            at = self.next[at as usize];
            Some(found.span)
        })
    }

    /// The named signals that were met.
    #[must_use]
    pub fn present(&self) -> SignalSet {
        self.present
    }

    /// Where a named signal was met.
    pub fn named(&self, signal: u16) -> impl Iterator<Item = Span<Folded>> + '_ {
        self.of(Role::Signal, signal)
    }

    /// Every match of every pattern, as the matcher found it: for those who check it.
    #[must_use]
    pub fn raw(&self) -> &[hypelint_patterns::Match] {
        self.matcher.matches()
    }
}

/// White space at the edges of a match, and the mark that ends what stands before it, are no part of what a reader is pointed at.
fn trimmed(text: &[u8], span: Span<Folded>) -> Span<Folded> {
    let words = &text[span.start as usize..span.end as usize];
    let is_before = |byte: &&u8| byte.is_ascii_whitespace() || matches!(byte, b'!' | b'?' | b':' | b',' | b';');
    let before = words.iter().take_while(is_before).count();
    let after = words.iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
    if before + after >= words.len() {
        return span;
    }
    Span::new(span.start + before as u32, span.end - after as u32)
}

#[cfg(test)]
mod tests {
    use super::Matches;
    use crate::fold::FoldedText;
    use crate::toy;
    use hypelint_rulebook::Role;

    fn met(patterns: &[(Role, &str)], text: &str) -> Vec<(Role, String)> {
        let folded = FoldedText::of(text);
        let mut matches = Matches::with_capacity(toy::ruleset(patterns, |_| {}), 0);
        matches.read(&folded);
        let words =
            |start: u32, end: u32| String::from_utf8_lossy(&folded.text()[start as usize..end as usize]).into_owned();
        matches.all().iter().map(|found| (found.target.role, words(found.span.start, found.span.end))).collect()
    }

    #[test]
    fn matches_are_trimmed_and_told_by_role() {
        let found = met(&[(Role::Rule, r"to the moon\W"), (Role::Context, "not")], "not to the moon !");
        assert_eq!(found, [(Role::Context, "not".to_owned()), (Role::Rule, "to the moon".to_owned())]);
        assert_eq!(met(&[(Role::Rule, "! ?🚀")], "so it is! 🚀"), [(Role::Rule, "🚀".to_owned())]);
        assert_eq!(met(&[(Role::Rule, ": the future")], "orbex: the future"), [(Role::Rule, "the future".to_owned())]);
    }

    #[test]
    fn the_matches_of_one_text_are_gone_with_the_next() {
        let ruleset = toy::ruleset(&[(Role::Signal, r"\$[a-z]{2,9}")], |_| {});
        let (mut folded, mut matches) = (FoldedText::default(), Matches::with_capacity(ruleset, 0));
        for (text, count) in [("$nuvo and $kelp", 2), ("nothing", 0), ("$nuvo", 1)] {
            folded.fold(text, 0);
            matches.read(&folded);
            assert_eq!(matches.named(toy::SIGNAL).count(), count, "{text}");
            assert_eq!(matches.present() != 0, count > 0, "{text}");
        }
    }
}
