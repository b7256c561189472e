use base::Id;
use ui::FormState;

use crate::{Ctx, new_id};

const PURPOSE: &str = "form key";

/// A form's own name, given to it when it is shown and sent with it: the identifier of what sending it makes. However
/// often it is sent, by a second click, a browser that tries again or a page sent anew, only one thing is made, and
/// every answer is the first one's.
///
/// The page puts `FormKey::issue` into the field `FormKey::FIELD`; the act looks whether there is such a thing already
/// before it makes it under the identifier `FormKey::read` gives.
pub struct FormKey;

impl FormKey {
    /// The field that carries it.
    pub const FIELD: &str = "_key";

    /// A fresh key for a form about to be shown.
    pub fn issue(ctx: &Ctx) -> String {
        let id = new_id::<()>();
        format!("{id}.{}", ctx.app().secret().sign(PURPOSE, &message(ctx, &id.to_string())))
    }

    /// The identifier under which to make what the form asks for. A key that was not issued by us to the same account is
    /// none: nobody names their own identifiers, or somebody else's.
    pub fn read<T>(ctx: &Ctx, form: &FormState) -> Id<T> {
        let key = form.value(Self::FIELD).split_once('.');
        let genuine =
            key.filter(|(id, signature)| ctx.app().secret().verify(PURPOSE, &message(ctx, id), signature));
        genuine.and_then(|(id, _)| id.parse().ok()).unwrap_or_else(new_id)
    }
}

/// Bound to the account, not the session: whoever signs in again sends the same form.
fn message(ctx: &Ctx, id: &str) -> String {
    let account = ctx.actor().account_id().map(|id| id.to_string()).unwrap_or_default();
    format!("{account}.{id}")
}
