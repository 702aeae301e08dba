//! Which posts are of one template: the same words around another ticker, another price, another emoji.
//!
//! In: the tokens of a folded post. Out: a [`Sketch`] of what it says beside its names and numbers; and of sketches, which template each
//! belongs to. A sketch is [`SLOTS`] bytes, whatever the post's length, and the post cannot be read from it. Knows nothing of what is said of
//! a post.

mod sketch;
mod templates;

pub(crate) use sketch::Pairs;
pub use sketch::{ALIKE, SLOTS, Sketch, Sketcher};
pub use templates::Templates;
