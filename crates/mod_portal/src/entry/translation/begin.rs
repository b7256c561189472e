use base::Id;
use kernel::{Act, Ctx, Error, Result};
use ui::{FormState, Message};

use super::store as translations;
use crate::{
    entry::{content::Content, draft, model::Entry, store, tongue::Tongue},
    policy::ENTRY_WRITE,
};

/// Begins the translation of an entry, under the identifier its form was given, on the same site. Asked again, it answers
/// with what the first asking made.
///
/// # Errors
/// [`Error::NotFound`] without such an entry among those the actor may work on; [`Error::Conflict`] when there is one in
/// that language already, or the original is itself written in it; those of [`draft`].
pub async fn translate(ctx: &Ctx, id: Id<Entry>, original: Id<Entry>, content: &Content) -> Result<Entry> {
    let original = leading(ctx, original).await?;
    let refused = |key| Error::Conflict(Message::new(key).with("lang", content.lang.name_within(ctx.lang())));
    if content.kind != original.content.kind {
        return Err(Error::NotFound);
    }
    if content.lang == original.content.lang {
        return Err(refused("portal.entry.refused.same_language"));
    }
    if is_taken(ctx, &original, id, content).await? {
        return Err(refused("portal.entry.refused.translated"));
    }
    match draft::begin(ctx, id, original.site, content, Some(original.id)).await {
        // Two who begin at once: the database lets one.
        Err(_) if is_taken(ctx, &original, id, content).await? => {
            Err(refused("portal.entry.refused.translated"))
        }
        begun => begun,
    }
}

/// Refuses to write an original in a language into which it was translated.
///
/// # Errors
/// [`Error::Conflict`] when there is such a translation; the database's.
pub async fn stays_apart(act: &Act, entry: &Entry, content: &Content) -> Result<()> {
    if entry.original.is_some() || content.lang == entry.content.lang {
        return Ok(());
    }
    let all = translations::of(act, entry.id).await?;
    if all.iter().all(|other| other.lang != content.lang.code()) {
        return Ok(());
    }
    let lang = content.lang.name_within(act.ctx().lang());
    Err(Error::Conflict(Message::new("portal.entry.refused.translated").with("lang", lang)))
}

/// Whether there is another translation into this language.
async fn is_taken(ctx: &Ctx, original: &Entry, id: Id<Entry>, content: &Content) -> Result<bool> {
    let all = translations::of(ctx.read(), original.id).await?;
    Ok(all.iter().any(|other| other.lang == content.lang.code() && other.id != id.uuid()))
}

/// The entry, or what it is a translation of.
async fn leading(ctx: &Ctx, id: Id<Entry>) -> Result<Entry> {
    let entry = store::find(ctx.read(), ctx.actor(), id).await?.ok_or(Error::NotFound)?;
    match entry.original {
        Some(original) => store::find(ctx.read(), ctx.actor(), original).await?.ok_or(Error::NotFound),
        None => Ok(entry),
    }
}

/// The form of a new translation: what readers read in the original, to be written over, or what is worked on before there
/// are any. Nothing nobody approved gets out in another language. Its days, numbers, pictures and documents are those of
/// the original.
pub async fn filled(ctx: &Ctx, original: Id<Entry>, lang: Tongue) -> Result<FormState> {
    let original = leading(ctx, original).await?;
    if !ctx.may(ENTRY_WRITE, Some(original.deciding_path(ctx.today()))) {
        return Err(Error::NotFound);
    }
    let shown = match original.published_revision.filter(|number| *number != original.revision) {
        Some(number) => store::work::revision(ctx.read(), original.id, number).await?,
        None => None,
    };
    let content = shown.as_ref().unwrap_or(&original.content);
    let form = content.to_form().with("site", original.site).with("original", original.id);
    Ok(form.with("lang", lang.code()))
}
