use kernel::{
    Ctx, Error, Event, Result,
    personal::{self, Holding},
};
use serde::Serialize;

use crate::{Account, Person, account, person};

/// Somebody took along what is held of them: to read it (`page`), or for another program (`file`).
#[derive(Serialize)]
struct DataTaken {
    form: &'static str,
    /// How many things it were.
    count: usize,
}
impl Event for DataTaken {
    const NAME: &'static str = "identity.person.data_taken";
}

/// What was taken along, and whose it is.
pub(super) struct Taken {
    pub account: Account,
    pub person: Person,
    pub holdings: Vec<Holding>,
}

/// Gathers what is held of whoever is signed in, and notes that they took it along.
///
/// # Errors
/// [`Error::SignIn`]; the database's.
pub(super) async fn take(ctx: &Ctx, form: &'static str) -> Result<Taken> {
    let own = ctx.actor().account_id().ok_or(Error::SignIn)?;
    let account = account::store::find(ctx.read(), own.into()).await?.ok_or(Error::SignIn)?;
    let person = person::store::find(ctx.read(), account.person).await?.ok_or(Error::SignIn)?;
    let holdings = personal::holdings(ctx, own).await?;
    let count = holdings.iter().map(|holding| holding.rows.len()).sum();
    let mut act = ctx.own_act().await?;
    act.record(&person, &DataTaken { form, count }).await?;
    act.commit().await?;
    Ok(Taken { account, person, holdings })
}
