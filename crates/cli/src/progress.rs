//! How far a long run is: one line on standard error, where a person looks at it and at nothing else.
//!
//! Never into a pipe or a file, and not where verdicts themselves go to the terminal. No clock of its own: it is told of each
//! batch.

use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// Between two lines: a tenth of a second is seen at once, and costs nothing.
const PAUSE: Duration = Duration::from_millis(100);
/// Goes to the line's begin, and clears it.
const CLEAR: &str = "\r\x1b[K";

/// The line.
pub struct Progress {
    shown: bool,
    begun: Instant,
    last: Option<Instant>,
    posts: usize,
}

impl Progress {
    /// Begins; `apart`: the verdicts go elsewhere.
    pub fn new(apart: bool) -> Self {
        Self { shown: apart && io::stderr().is_terminal(), begun: Instant::now(), last: None, posts: 0 }
    }

    /// So many posts more are done, and so much of the whole, where that is known.
    pub fn add(&mut self, posts: usize, share: Option<f64>) {
        self.posts += posts;
        if !self.shown || self.last.is_some_and(|last| last.elapsed() < PAUSE) {
            return;
        }
        self.last = Some(Instant::now());
        let line = line(self.posts, self.begun.elapsed(), share);
        let _ = write!(io::stderr().lock(), "{CLEAR}{line}");
    }

    /// Takes the line away, before something else is said.
    pub fn clear(&mut self) {
        if self.shown && self.last.take().is_some() {
            let _ = write!(io::stderr().lock(), "{CLEAR}");
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.clear();
    }
}

fn line(posts: usize, time: Duration, share: Option<f64>) -> String {
    let rate = posts as f64 / time.as_secs_f64().max(1e-3);
    let share = share.map_or(String::new(), |share| format!(" · {:.0} %", 100.0 * share.min(1.0)));
    format!("{posts} posts · {rate:.0} a second{share}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_count_rate_and_share() {
        assert_eq!(line(3000, Duration::from_secs(2), Some(0.256)), "3000 posts · 1500 a second · 26 %");
        assert_eq!(line(10, Duration::from_secs(1), None), "10 posts · 10 a second");
    }
}
