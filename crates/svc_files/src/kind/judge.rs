use kernel::{Error, Result};
use ui::Message;

use super::{Kind, Purpose};
use crate::said::refuse;

/// Decides what a file with this content is, if what it calls itself agrees and the purpose takes it.
pub(crate) fn judge(content: Kind, name: &str, declared: &str, purpose: &Purpose) -> Result<Kind> {
    let ending = crate::name::ending(name);
    let kind = by_ending(content, &ending);
    if matches!(kind, Kind::Program | Kind::Html | Kind::Svg | Kind::Macro) && !purpose.kinds.contains(&kind)
    {
        return Err(not_taken(kind, purpose));
    }
    if kind == Kind::Unknown {
        let message = Message::new("files.refuse.unknown").with("kinds", purpose.labels());
        return Err(refuse(message));
    }
    if !kind.extensions().contains(&ending.as_str()) {
        let message = if ending.is_empty() {
            Message::new("files.refuse.nameless")
        } else {
            Message::new("files.refuse.lying").with("ending", &ending)
        };
        return Err(refuse(message.with("kind", kind.label()).with("usual", kind.extension())));
    }
    let declared = declared.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    // Browsers that do not know say nothing, or this.
    if !matches!(declared.as_str(), "" | "application/octet-stream" | "application/x-download")
        && !kind.answers_to(&declared)
    {
        let message = Message::new("files.refuse.declared").with("declared", &declared);
        return Err(refuse(message.with("kind", kind.label())));
    }
    if !purpose.kinds.contains(&kind) {
        return Err(not_taken(kind, purpose));
    }
    Ok(kind)
}

fn not_taken(kind: Kind, purpose: &Purpose) -> Error {
    let message = Message::new("files.refuse.kind").with("kind", kind.label());
    refuse(message.with("kinds", purpose.labels()))
}

/// Some contents are one and their kinds several: text, and documents of old office programs.
fn by_ending(content: Kind, ending: &str) -> Kind {
    let siblings: &[Kind] = match content {
        Kind::Text => &[Kind::Text, Kind::Csv],
        Kind::Doc => &[Kind::Doc, Kind::Xls, Kind::Ppt],
        Kind::Mp4 => &[Kind::Mp4, Kind::M4a],
        _ => return content,
    };
    siblings.iter().copied().find(|kind| kind.extensions().contains(&ending)).unwrap_or(content)
}
