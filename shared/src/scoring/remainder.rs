//! Largest remainder: parts that add up to the whole, to the last of the 4 places.

use super::refusal::Refusal;
use crate::formula::Exact;
use crate::number::Points;

/// Rounds exact parts so that they add up to `whole`: each down to 4 places, the rest one ten-thousandth each to the largest
/// remainders, the earlier part first where remainders are equal.
///
/// # Errors
/// [`Refusal::PartsAndWhole`] where `whole` is not the sum of the parts within their rounding; [`Refusal::OutOfRange`].
pub fn apportion(parts: &[Exact], whole: Points) -> Result<Vec<Points>, Refusal> {
    let scale = Exact::whole(10_000);
    let mut floors = Vec::with_capacity(parts.len());
    for (place, part) in parts.iter().enumerate() {
        let scaled = part.times(scale)?.rounded(12);
        let floor = scaled.floor();
        floors.push((place, floor, scaled.minus(floor)?));
    }
    let mut rest = whole.scaled();
    let mut points = Vec::with_capacity(parts.len());
    for (_, floor, _) in &floors {
        let floor = floor.over(scale)?.points()?;
        rest = rest.checked_sub(floor.scaled()).ok_or(Refusal::OutOfRange)?;
        points.push(floor);
    }
    let receivers = usize::try_from(rest).ok().filter(|&receivers| receivers <= parts.len());
    let Some(receivers) = receivers else { return Err(Refusal::PartsAndWhole { whole: whole.into() }) };
    floors.sort_by(|one, other| other.2.cmp(&one.2).then(one.0.cmp(&other.0)));
    for (place, ..) in floors.iter().take(receivers) {
        if let Some(part) = points.get_mut(*place) {
            *part = part.checked_add(Points::from_scaled(1)).map_err(|_| Refusal::OutOfRange)?;
        }
    }
    Ok(points)
}
