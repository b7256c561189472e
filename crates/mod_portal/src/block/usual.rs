use super::Block;
use crate::site::SiteKind;

/// The home page of a site whose editors have said nothing: service first, then what is new, then who is here.
pub(super) fn usual(kind: SiteKind) -> Vec<Block> {
    let kinds: &[&str] = match kind {
        SiteKind::Province => &[
            "hero",
            "lives",
            "stats",
            "news",
            "documents",
            "consultations",
            "events",
            "sections",
            "departments",
            "communes",
        ],
        SiteKind::Commune => &[
            "hero",
            "lives",
            "news",
            "documents",
            "events",
            "schedule",
            "intro",
            "leaders",
            "sections",
            "units",
            "made_of",
            "facts",
            "namesakes",
        ],
        SiteKind::Department | SiteKind::District => &[
            "hero",
            "news",
            "documents",
            "consultations",
            "events",
            "intro",
            "leaders",
            "sections",
            "units",
            "namesakes",
        ],
    };
    kinds.iter().map(|kind| Block::new(*kind, kind)).collect()
}
