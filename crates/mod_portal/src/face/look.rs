use base::Id;
use kernel::{Ctx, Event, Result, db::Queries};
use serde::{Deserialize, Serialize};
use ui::{FormState, Lang, Message, Picture};

use super::{Part, Shape, change};
use crate::{
    entry::{
        body::is_safe,
        field::{self, Field},
        model::PICTURES,
    },
    media::{self, Media},
    site::Site,
};

/// Colours, photograph, emblem, and the sentences at the foot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Look {
    /// The word of a palette; empty for the usual one.
    pub colours: String,
    /// A picture of the library by its identifier, or a drawing by its name: the photograph at the head of the home page.
    pub photograph: String,
    /// What it shows; the library's own words where this is empty.
    pub photograph_alt: String,
    /// The agency's own emblem, from the library; the usual mark where there is none.
    pub emblem: String,
    /// On what condition what stands here may be used.
    pub copyright: String,
    /// The same in English.
    pub copyright_en: String,
    /// Where the site's mark of trust is checked.
    pub trust: String,
}

/// The pictures of a look.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pictures {
    pub photograph: Option<Picture>,
    pub emblem: Option<Picture>,
}

impl Shape for Look {
    const PART: Part = Part::Look;

    fn usual(_: &kernel::App, _: &Site) -> Self {
        Self::default()
    }
}

/// What the form asks for besides the palette.
pub(super) const FIELDS: [Field; 6] = [
    Field::picture("photograph"),
    Field::line("photograph_alt"),
    Field::picture("emblem"),
    Field::line("copyright"),
    Field::line("copyright_en"),
    Field::link("trust"),
];

/// Where marks of trust are checked: nobody else vouches for a site in this place.
const TRUSTED: &str = "https://tinnhiemmang.vn/";

impl Look {
    /// The palette's name in the styles.
    pub fn palette(&self) -> &'static str {
        ui::palette::of(&self.colours).map_or("", |palette| palette.name)
    }

    /// Its photograph and its emblem, as the library has them.
    pub(crate) async fn pictures<C: Queries>(&self, db: &C) -> Result<Pictures> {
        let named: Vec<_> =
            [&self.photograph, &self.emblem].iter().filter_map(|id| id.parse().ok()).collect();
        let media = Media::read(db, media::items(db, &named).await?).await?;
        Ok(self.pictured(&media))
    }

    /// The same, found in what was read before.
    pub(super) fn pictured(&self, media: &Media) -> Pictures {
        Pictures {
            photograph: media.picture(&self.photograph, &self.photograph_alt),
            emblem: media.picture(&self.emblem, ""),
        }
    }

    /// The sentence on use, in this language; empty for the usual one.
    pub fn copyright_in(&self, lang: Lang) -> &str {
        if lang == Lang::En { &self.copyright_en } else { &self.copyright }
    }

    /// The form filled with it.
    pub(super) fn form(&self, version: i64) -> FormState {
        let colours = if self.colours.is_empty() { ui::palette::ALL[0].word } else { &self.colours };
        FormState::default()
            .with("version", version)
            .with("colours", colours)
            .with("photograph", &self.photograph)
            .with("photograph_alt", &self.photograph_alt)
            .with("emblem", &self.emblem)
            .with("copyright", &self.copyright)
            .with("copyright_en", &self.copyright_en)
            .with("trust", &self.trust)
    }

    /// What was typed. What is wrong with it is recorded at its field.
    pub(super) async fn read(ctx: &Ctx, form: &mut FormState) -> Result<Option<Self>> {
        let kept = field::read(form, &FIELDS);
        let said = |name: &str| kept.text(name).to_owned();
        let look = Self {
            colours: form.value("colours").to_owned(),
            photograph: said("photograph"),
            photograph_alt: said("photograph_alt"),
            emblem: said("emblem"),
            copyright: said("copyright"),
            copyright_en: said("copyright_en"),
            trust: said("trust"),
        };
        if ui::palette::of(&look.colours).is_none() {
            form.reject("colours", "portal.face.wrong.colours");
        }
        let vouched = look.trust.starts_with(TRUSTED) && is_safe(&look.trust);
        if !look.trust.is_empty() && !vouched {
            form.reject("trust", Message::new("portal.face.wrong.trust").with("where", TRUSTED));
        }
        for name in ["photograph", "emblem"] {
            let chosen: Option<Id<media::Item>> = kept.text(name).parse().ok();
            if let Some(id) = chosen
                && !media::unknown(ctx.read(), &[id]).await?.is_empty()
            {
                form.reject(name, "portal.entry.wrong.picture");
            }
        }
        // The library keeps words with each picture; a drawing has none of its own.
        let drawn = PICTURES.iter().any(|(name, _)| *name == look.photograph);
        if drawn && look.photograph_alt.is_empty() {
            form.reject("photograph_alt", "portal.face.wrong.alt");
        }
        Ok(form.is_ok().then_some(look))
    }

    /// Which of its fields differ.
    fn differing(&self, other: &Self) -> Vec<&'static str> {
        let pairs = [
            ("colours", &self.colours, &other.colours),
            ("photograph", &self.photograph, &other.photograph),
            ("photograph_alt", &self.photograph_alt, &other.photograph_alt),
            ("emblem", &self.emblem, &other.emblem),
            ("copyright", &self.copyright, &other.copyright),
            ("copyright_en", &self.copyright_en, &other.copyright_en),
            ("trust", &self.trust, &other.trust),
        ];
        pairs.into_iter().filter(|(_, a, b)| a != b).map(|(name, ..)| name).collect()
    }
}

#[derive(Serialize)]
struct Dressed {
    fields: Vec<&'static str>,
}

impl Event for Dressed {
    const NAME: &'static str = "portal.face.dressed";
}

/// Gives a site another look; its pages have it at once.
///
/// # Errors
/// Those of [`change::open`].
pub async fn dress(ctx: &Ctx, site: Id<Site>, version: i64, look: Look) -> Result<()> {
    let mut draft = change::open::<Look>(ctx, site, version).await?;
    let fields = draft.working.differing(&look);
    draft.working = look;
    draft.shown().await?;
    change::show(draft, &Dressed { fields }).await
}
