use base::Id;
use kernel::{Ctx, Result};
use ui::{Choice, FormState, Page};

use super::{Block, Kind};
use crate::{
    entry::{
        body::is_safe,
        field::{self, Asked, Fields, Offered, Shape},
    },
    media,
};

/// The form of a block as it opens.
pub(super) fn filled(kind: &Kind, block: &Block, version: i64) -> FormState {
    let mut form = FormState::default().with("version", version);
    for option in kind.options() {
        form = match option.shape {
            Shape::Rows(columns) => {
                block.fields.rows(option.name).iter().enumerate().fold(form, |form, (n, row)| {
                    columns.iter().fold(form, |form, column| {
                        let text = row.get(column.name).map_or("", String::as_str);
                        form.with(&format!("{}.{n}.{}", option.name, column.name), text)
                    })
                })
            }
            _ => form.with(option.name, block.fields.text(option.name)),
        };
    }
    form
}

/// What the form asks for, with what the library offers.
pub(super) async fn ask(ctx: &Ctx, page: &Page, kind: &Kind, form: &FormState) -> Result<Vec<Asked>> {
    let options = kind.options();
    let pictures = options.iter().any(|option| match option.shape {
        Shape::Rows(columns) => columns.iter().any(|column| matches!(column.shape, Shape::Picture)),
        other => matches!(other, Shape::Picture),
    });
    let mut offered = Offered::default();
    if pictures {
        let named: Vec<Id<media::Item>> = form.pairs().filter_map(|(_, value)| value.parse().ok()).collect();
        let items = media::choices(ctx.read(), ctx.actor(), true, &named).await?;
        offered.pictures =
            items.into_iter().map(|item| Choice::new(item.id.to_string(), item.details.title)).collect();
    }
    Ok(field::ask(page.lang, &kind.word(), &options, form, &offered))
}

/// What was chosen. What is wrong with it is recorded at its field.
pub(super) fn read(kind: &Kind, form: &mut FormState) -> Option<Fields> {
    let fields = field::read(form, &kind.options());
    // Whatever the shape lets through, no address of a home page runs anything.
    for row in fields.rows("links").iter().chain(fields.rows("banners")) {
        if row.get("link").is_some_and(|link| !is_safe(link)) {
            return None;
        }
    }
    form.is_ok().then_some(fields)
}
