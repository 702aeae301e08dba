//! Figures of detection: from scores and labels to numbers that can be compared.

/// A part of a whole; 0 of nothing.
pub fn share(part: usize, whole: usize) -> f64 {
    if whole > 0 { part as f64 / whole as f64 } else { 0.0 }
}

/// The rows by their score, the highest first.
pub fn order(scores: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..scores.len()).collect();
    order.sort_by(|&a, &b| scores[b].total_cmp(&scores[a]));
    order
}

/// The mean precision over all positives, in the order of the scores; posts with the same score share their places.
pub fn average_precision(scores: &[f64], truth: &[bool]) -> f64 {
    let positives = truth.iter().filter(|&&truth| truth).count();
    let (mut right, mut seen, mut sum) = (0, 0, 0.0);
    for tied in order(scores).chunk_by(|&a, &b| scores[a].total_cmp(&scores[b]).is_eq()) {
        let hits = tied.iter().filter(|&&row| truth[row]).count();
        right += hits;
        seen += tied.len();
        sum += hits as f64 * share(right, seen);
    }
    if positives > 0 { sum / positives as f64 } else { 0.0 }
}

/// The best F1 that any threshold gives.
pub fn best_f1(scores: &[f64], truth: &[bool]) -> f64 {
    let positives = truth.iter().filter(|&&truth| truth).count();
    let mut right = 0;
    let mut best: f64 = 0.0;
    for (marked, row) in order(scores).into_iter().enumerate() {
        right += usize::from(truth[row]);
        best = best.max(2.0 * right as f64 / (marked + 1 + positives) as f64);
    }
    best
}

/// Recall at the threshold that marks 2 % of the `hard` rows.
pub fn recall_at_2_percent(scores: &[f64], truth: &[bool], hard: &[bool]) -> f64 {
    let mut others: Vec<f64> = scores.iter().zip(hard).filter(|(_, hard)| **hard).map(|(score, _)| *score).collect();
    others.sort_by(|a, b| b.total_cmp(a));
    let from = others.get(others.len() / 50).copied().unwrap_or(f64::NEG_INFINITY);
    let found = scores.iter().zip(truth).filter(|&(&score, &truth)| truth && score > from).count();
    share(found, truth.iter().filter(|&&truth| truth).count())
}

/// Expected calibration error: how far probabilities are from what came true, over ten equal bins.
pub fn calibration(logits: &[f64], truth: &[bool]) -> f64 {
    let mut bins = [(0.0, 0.0); 10];
    for (&logit, &truth) in logits.iter().zip(truth) {
        let probability = hypelint::score::probability(logit);
        let place = (1..10u8).filter(|&edge| probability * 10.0 >= f64::from(edge)).count();
        let bin = &mut bins[place];
        *bin = (bin.0 + probability, bin.1 + f64::from(u8::from(truth)));
    }
    bins.iter().map(|(said, came)| (said - came).abs()).sum::<f64>() / logits.len().max(1) as f64
}

/// Wilson's 95 % interval: what a count allows, not only what it shows.
pub fn interval(count: usize, all: usize) -> (f64, f64) {
    let (all, rate, z) = (all as f64, share(count, all), 1.96);
    if all == 0.0 {
        return (0.0, 1.0);
    }
    let spread = z * (rate * (1.0 - rate) / all + z * z / (4.0 * all * all)).sqrt();
    let scale = 1.0 + z * z / all;
    let middle = rate + z * z / (2.0 * all);
    (((middle - spread) / scale).max(0.0), ((middle + spread) / scale).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCORES: [f64; 5] = [0.9, 0.8, 0.7, 0.6, 0.5];
    const TRUTH: [bool; 5] = [true, false, true, false, false];

    fn near(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-9
    }

    #[test]
    fn average_precision_is_the_mean_over_positives() {
        assert!(near(average_precision(&SCORES, &TRUTH), f64::midpoint(1.0, 2.0 / 3.0)));
        // All the same: as good as chance.
        assert!(near(average_precision(&[0.0; 5], &TRUTH), 0.4));
        assert!(near(average_precision(&[], &[]), 0.0));
    }

    #[test]
    fn the_best_threshold_is_found() {
        assert!(near(best_f1(&SCORES, &TRUTH), 0.8));
        let hard = TRUTH.map(|truth| !truth);
        assert!(near(recall_at_2_percent(&SCORES, &TRUTH, &hard), 0.5));
    }

    #[test]
    fn intervals_hold_the_rate() {
        let (low, high) = interval(0, 1_000);
        assert!(near(low, 0.0) && high > 0.003 && high < 0.004);
        let (low, high) = interval(50, 100);
        assert!(low > 0.40 && low < 0.41 && high > 0.59 && high < 0.60);
    }

    #[test]
    fn sure_and_right_is_calibrated() {
        assert!(calibration(&[-9.0, 9.0], &[false, true]) < 0.001);
        assert!(calibration(&[9.0, -9.0], &[false, true]) > 0.9);
    }
}
