//! Files of ordinary forms, for browsers without scripts, and bytes the program has itself.

use base::Id;
use bytes::Bytes;
use kernel::{
    Ctx, Error, Result,
    http::{Sent, SentField, SentFile},
};
use ui::FormState;

use super::{
    Begin, Received, Source,
    append::append,
    create::{self, create, terminate},
    finish,
};
use crate::said::said;

/// What the script puts after a field's name for the upload it made of the chosen file.
const SENT_BEFORE: &str = "_upload";

/// A form with files, read: what was typed, and the files that came with it, by their fields. A file that was refused
/// is a fault of its field.
#[derive(Debug)]
pub struct Intake {
    /// What was typed, and what is wrong.
    pub form: FormState,
    /// The files received.
    pub files: Vec<(String, Received)>,
}

/// Reads a form whose files may come with it, or were sent before by the script. `purpose` says what each file field
/// is for, given the fields that came before it; files of other fields are passed over.
///
/// # Errors
/// When the form breaks off, is none, or was not made by a page of ours.
pub async fn read_form(
    ctx: &Ctx,
    sent: Sent,
    purpose: impl Fn(&str, &[(String, String)]) -> Option<String>,
) -> Result<Intake> {
    let mut fields = sent.form().await?;
    let (mut values, mut faults, mut files) = (Vec::new(), Vec::new(), Vec::new());
    while let Some(field) = fields.next().await? {
        let (field, outcome) = match field {
            SentField::Text { name, value } => {
                let made = name.strip_suffix(SENT_BEFORE).filter(|field| purpose(field, &values).is_some());
                let upload = made.and_then(|field| Some((field.to_owned(), value.parse().ok()?)));
                values.push((name, value));
                match upload {
                    Some((field, upload)) => (field, sent_before(ctx, upload).await),
                    None => continue,
                }
            }
            SentField::File(file) => {
                let name = file.name.clone();
                match purpose(&name, &values) {
                    // A field left empty sends a file without a name.
                    Some(purpose) if !file.file_name.is_empty() => (name, take(ctx, file, purpose).await),
                    _ => continue,
                }
            }
        };
        match outcome {
            Ok(received) => files.push((field, received)),
            Err(error) => match said(&error) {
                Some(message) => faults.push((field, message.clone())),
                None => return Err(error),
            },
        }
    }
    let mut form = FormState::new(values);
    for (field, message) in faults {
        form.reject(&field, message);
    }
    Ok(Intake { form, files })
}

async fn sent_before(ctx: &Ctx, upload: Id<super::Upload>) -> Result<Received> {
    match create::find(ctx, upload).await {
        Ok(upload) => finish(ctx.app(), &upload).await,
        // Too old, or not this account's: the file has to be chosen again.
        Err(Error::NotFound) => Err(super::model::gone()),
        Err(error) => Err(error),
    }
}

async fn take(ctx: &Ctx, file: SentFile, purpose: String) -> Result<Received> {
    let begin =
        Begin { purpose, name: file.file_name.clone(), declared: file.content_type.clone(), length: None };
    whole(ctx, begin, Source::Form(file)).await
}

/// Receives bytes the program has itself, or was handed by another.
///
/// # Errors
/// As an upload's.
pub async fn receive(ctx: &Ctx, begin: Begin, bytes: Bytes) -> Result<Received> {
    let begin = Begin { length: Some(bytes.len() as u64), ..begin };
    whole(ctx, begin, Source::Bytes(Some(bytes))).await
}

/// From beginning to end; what broke off cannot be gone on with, so nothing of it stays.
async fn whole(ctx: &Ctx, begin: Begin, source: Source) -> Result<Received> {
    let upload = create(ctx, begin).await?;
    let ctx = ctx.clone();
    let work = tokio::spawn(async move {
        match append(ctx.app(), &upload, source, None).await {
            Ok(offset) => finish(ctx.app(), &super::Upload { offset, ..upload }).await,
            Err(error) => {
                terminate(ctx.app(), upload.id).await?;
                Err(error)
            }
        }
    });
    work.await.map_err(|e| Error::internal(e.to_string()))?
}
