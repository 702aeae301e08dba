//! Sorting, said once.
//!
//! Every type that is sorted adds some four kilobytes of code to the module, so what is sorted on the way of a post is
//! packed into one number first: two places in folded text (bytes within one window, fewer than 2^24) and an index.

/// Two places and an index, as a number that sorts by them in this order.
pub fn key(first: u32, second: u32, index: u16) -> u64 {
    u64::from(first) << 40 | u64::from(second) << 16 | u64::from(index)
}

/// What a [`key`] was made of.
pub fn parts(key: u64) -> (u32, u32, u16) {
    ((key >> 40) as u32, (key >> 16) as u32 & 0xff_ffff, key as u16)
}

/// Puts keys in order.
pub fn sort(keys: &mut [u64]) {
    keys.sort_unstable();
}

/// In order of weight, the largest first; equals stay as they are. The lists are short.
pub fn largest_first<T>(list: impl IntoIterator<Item = T>, weight: impl Fn(&T) -> f64) -> Vec<T> {
    let mut ordered: Vec<T> = Vec::new();
    for item in list {
        let at = ordered.partition_point(|known| weight(known) >= weight(&item));
        ordered.insert(at, item);
    }
    ordered
}
