//! Whom somebody means who types a name.

use base::text::fold;
use kernel::{
    Ctx, Result,
    db::{Queries as _, like_prefix},
};
use uuid::Uuid;

/// More people than this are not searched for at once: the name is to be typed further.
const MOST: usize = 20;

/// Who is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Meant {
    /// These accounts.
    Accounts(Vec<Uuid>),
    /// The program itself under this name.
    System(String),
    /// Nobody is called so.
    Nobody,
    /// Too many are.
    TooMany,
}

/// Finds accounts by sign-in name, by parts of the name with or without accents, or by identifier; `system:demo` means
/// the program's own work of that name.
pub(crate) async fn meant(ctx: &Ctx, typed: &str) -> Result<Meant> {
    let typed = typed.trim();
    if typed.starts_with("system:") {
        return Ok(Meant::System(typed.chars().take(44).collect()));
    }
    if let Ok(id) = typed.parse::<Uuid>() {
        return Ok(Meant::Accounts(vec![id]));
    }
    let folded = fold(typed);
    let by_login: Option<Uuid> = ctx
        .read()
        .scalar("SELECT id FROM identity_account WHERE login = $1", vec![folded.clone().into()])
        .await?;
    if let Some(id) = by_login {
        return Ok(Meant::Accounts(vec![id]));
    }
    let sql = format!(
        "SELECT id FROM identity_account WHERE found_by LIKE $1 ESCAPE '\\' ORDER BY id LIMIT {}",
        MOST + 1
    );
    let ids: Vec<Uuid> = ctx.read().column(&sql, vec![format!("%{}", like_prefix(&folded)).into()]).await?;
    Ok(match ids.len() {
        0 => Meant::Nobody,
        n if n > MOST => Meant::TooMany,
        _ => Meant::Accounts(ids),
    })
}
