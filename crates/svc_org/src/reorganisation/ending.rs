use kernel::{Act, Reorganisation, Result};
use uuid::Uuid;

use super::{foresee::change, store};

/// The decided reorganisation by which an agency ends, as modules see it; none when it ends by itself or not at all. For
/// modules that give something at the agency until its day.
///
/// # Errors
/// The database's.
pub async fn ending(act: &Act, agency: Uuid) -> Result<Option<Reorganisation>> {
    let plans = store::decided_about(act, agency).await?;
    let changes = plans.iter().map(|plan| change(plan, &plan.before.lines));
    Ok(changes.into_iter().find(|change| change.passings.iter().any(|p| p.from == agency)))
}
