//! Sketches by template, one after the other as they come, in memory that grows with the templates and not with the posts.
//!
//! A template is known by the sketch of its first post, and what comes later belongs to the oldest that it is like: so templates do not
//! drift, and what belongs where does not depend on what comes afterwards. Which ones to compare with is looked up by bands of slots
//! (locality-sensitive hashing: Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", 3.4).

use super::sketch::{SLOTS, Sketch};

/// Slots of a band. Posts that agree in 34 of 64 slots share a band of three in 97 of 100 cases, and those of most templates agree in far
/// more; of posts that agree in three slots by chance, one pair in 500 shares one.
const BAND: usize = 3;
const BANDS: usize = SLOTS / BAND;

/// Of the hash table at first; always a power of two.
const FEWEST_HEADS: usize = 64;

/// No template.
const NONE: u32 = u32::MAX;

/// The templates met so far.
#[derive(Debug, Default)]
pub struct Templates {
    /// The sketch of the first post of each.
    firsts: Vec<Sketch>,
    /// Hash of a band, band → the newest template that has it.
    heads: Vec<[u32; BANDS]>,
    /// Template, band → the next older template with this hash.
    older: Vec<[u32; BANDS]>,
}

impl Templates {
    /// The number of the template that a post belongs to, counted from 0 as they came: that of a new one, if it is like none.
    pub fn place(&mut self, sketch: &Sketch) -> usize {
        match self.find(sketch) {
            Some(template) => template as usize,
            None => self.begin(*sketch),
        }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.firsts.len()
    }

    /// There is none yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.firsts.is_empty()
    }

    /// Bytes that are set aside for them.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.firsts.capacity() * size_of::<Sketch>()
            + (self.heads.capacity() + self.older.capacity()) * size_of::<[u32; BANDS]>()
    }

    /// The oldest that it is like.
    fn find(&self, sketch: &Sketch) -> Option<u32> {
        if self.is_empty() {
            return None;
        }
        let mut oldest = NONE;
        for band in 0..BANDS {
            let mut template = self.heads[self.head(band, sketch)][band];
            while template != NONE {
                if template < oldest && self.firsts[template as usize].is_alike(sketch) {
                    oldest = template;
                }
                template = self.older[template as usize][band];
            }
        }
        (oldest != NONE).then_some(oldest)
    }

    fn begin(&mut self, sketch: Sketch) -> usize {
        let template = self.len();
        self.firsts.push(sketch);
        self.older.push([NONE; BANDS]);
        if self.len() > self.heads.len() {
            self.heads = vec![[NONE; BANDS]; FEWEST_HEADS.max(2 * self.heads.len())];
            (0..self.len()).for_each(|template| self.enter(template));
        } else {
            self.enter(template);
        }
        template
    }

    fn enter(&mut self, template: usize) {
        for band in 0..BANDS {
            let head = self.head(band, &self.firsts[template]);
            self.older[template][band] = std::mem::replace(&mut self.heads[head][band], template as u32);
        }
    }

    fn head(&self, band: usize, sketch: &Sketch) -> usize {
        let slots = &sketch.slots()[band * BAND..(band + 1) * BAND];
        let key = slots.iter().fold(0, |key, &slot| key << 8 | u64::from(slot));
        // Fibonacci hashing (Knuth, "The Art of Computer Programming", 6.4): the high bits, as many as there are heads.
        (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> (u64::BITS - self.heads.len().ilog2())) as usize
    }
}
