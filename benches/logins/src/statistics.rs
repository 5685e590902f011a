//! What is said of many times: quantiles, and how sure a median is.

use std::time::Duration;

/// The value below which this part of them lies; `times` is sorted.
pub(crate) fn quantile(times: &[f64], part: f64) -> f64 {
    let place = (times.len().saturating_sub(1)) as f64 * part;
    times.get(place.round() as usize).copied().unwrap_or(f64::NAN)
}

pub(crate) fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

/// The bounds between which the median lies with 95 % certainty: order statistics of the binomial distribution, whatever
/// that of the times is.
pub(crate) fn bounds_of_median(sorted: &[f64]) -> (f64, f64) {
    let count = sorted.len() as f64;
    let half = 0.98 * count.sqrt();
    let low = (count / 2.0 - half).floor().max(0.0) as usize;
    let high = ((count / 2.0 + half).ceil() as usize).min(sorted.len().saturating_sub(1));
    (sorted[low], sorted[high])
}
