//! Eight bytes of text at once: letters in a row are what most of a text consists of.
//!
//! Each byte is a lane of one number, the first the lowest; what is asked of each is answered in its top bit.

/// Eight bytes.
#[derive(Clone, Copy)]
pub struct Eight(u64);

/// One in each lane.
const ONES: u64 = u64::MAX / 0xff;
/// The top bit of each lane.
const TOPS: u64 = ONES << 7;
/// What tells a small letter from its capital.
const SMALL: u64 = ONES * 0x20;

impl Eight {
    /// The first eight bytes; zeros behind the end.
    pub fn read(bytes: &[u8]) -> Self {
        let eight = bytes.first_chunk().copied().unwrap_or_else(|| {
            let mut last = [0; 8];
            last[..bytes.len()].copy_from_slice(bytes);
            last
        });
        Self(u64::from_le_bytes(eight))
    }

    /// How many ASCII letters stand first.
    pub fn letters(self) -> usize {
        let small = (self.0 | SMALL) & !TOPS;
        let from_a = small + ONES * u64::from(0x80 - b'a');
        let behind_z = small + ONES * u64::from(0x7f - b'z');
        let others = (from_a & !behind_z & !self.0 & TOPS) ^ TOPS;
        others.trailing_zeros() as usize / 8
    }

    /// How many of the first `count` letters are capitals.
    pub fn capitals(self, count: usize) -> u32 {
        (!self.0 & SMALL & first(count)).count_ones()
    }

    /// All letters as small ones.
    pub fn lower(self) -> [u8; 8] {
        (self.0 | SMALL).to_le_bytes()
    }

    /// Whether one of the first `count` letters stands three times in a row, small or capital.
    pub fn thrice(self, count: usize) -> bool {
        let small = self.0 | SMALL;
        let unlike = small ^ small >> 8;
        // A lane is 0 where the letter is the next one's, and that one's the next one's.
        let unlike = unlike | unlike >> 8 | !first(count.saturating_sub(2));
        // The lowest lane that is 0 is told exactly, and one is enough.
        unlike.wrapping_sub(ONES) & !unlike & TOPS != 0
    }
}

/// All bits of the first `count` lanes, fewer than eight or all.
fn first(count: usize) -> u64 {
    match count {
        0..8 => (1 << (8 * count)) - 1,
        _ => u64::MAX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_letters_from_all_other_bytes() {
        for byte in 0..=u8::MAX {
            let letters = Eight::read(&[b'a', b'Z', byte]).letters();
            assert_eq!(letters, 2 + usize::from(byte.is_ascii_alphabetic()), "byte {byte:#x}");
        }
        assert_eq!(Eight::read(b"azAZmmMM").letters(), 8);
        assert_eq!(Eight::read(b"").letters(), 0);
    }

    #[test]
    fn counts_capitals_and_makes_them_small() {
        let eight = Eight::read(b"aBCdeFGh");
        assert_eq!((eight.capitals(8), eight.capitals(3), eight.capitals(0)), (4, 2, 0));
        assert_eq!(&eight.lower(), b"abcdefgh");
    }

    #[test]
    fn sees_a_letter_three_times_in_a_row() {
        for (text, thrice) in [("moOon", true), ("moon", false), ("aaa", true), ("aabbaabb", false), ("xyzabCcc", true)]
        {
            let eight = Eight::read(text.as_bytes());
            assert_eq!(eight.thrice(eight.letters()), thrice, "{text}");
        }
        // Not beyond the letters.
        assert!(!Eight::read(b"ab\0\0\0\0\0\0").thrice(2));
    }
}
