//! The month as a file: a workbook, or text with commas. Texts are texts, which no spreadsheet runs, and numbers are numbers.
//! Everybody named in it is a look at personal data, and noted.

use axum::{extract::Query, response::Response};
use base::text::spreadsheet_cell;
use kernel::{Ctx, Error, Result};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use ui::Message;

use super::{
    lines::again,
    model::Award,
    place::{Asked, Place},
    report::{MOST, note},
    store::{self, sums},
};
use crate::typed::download;

const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const COLUMNS: [&str; 14] = [
    "number",
    "title",
    "published",
    "genre",
    "payee",
    "account",
    "coefficient",
    "unit",
    "share",
    "amount",
    "status",
    "correction",
    "verified",
    "note",
];
/// Widths of the columns of the workbook, in characters.
const WIDTHS: [f64; 14] = [6., 48., 13., 22., 26., 12., 10., 14., 10., 16., 16., 16., 20., 40.];

enum Cell {
    Text(String),
    /// With so many digits after the point.
    Number(i64, usize),
}

impl Cell {
    /// As text with commas has it: numbers of ours bring no formula, what people wrote might.
    fn plain(&self) -> String {
        match self {
            Self::Text(text) => spreadsheet_cell(text),
            Self::Number(n, 0) => n.to_string(),
            Self::Number(n, _) => {
                let sign = if *n < 0 { "-" } else { "" };
                format!("{sign}{}.{:02}", n.abs() / 100, n.abs() % 100)
            }
        }
    }
}

struct Table {
    name: String,
    heads: Vec<String>,
    rows: Vec<Vec<Cell>>,
}

/// The rows of a month, or of the part asked for. Nothing is left out in silence: a month of more rows than fit one file is
/// refused as a whole, and told how it is taken along.
async fn table(ctx: &Ctx, asked: &Asked, place: &Place) -> Result<Table> {
    let page = ctx.page("");
    let (db, there) = (ctx.read(), (place.site.id, place.month));
    let count = sums::totals(db, ctx.actor(), Some(place.site.id), place.month).await?.pop();
    let count = count.map_or(0, |(_, total)| total.all.count);
    let part = asked.phan.parse::<u64>().ok().filter(|part| (1..=count.div_ceil(MOST)).contains(part));
    if part.is_none() && count > MOST {
        let message = Message::new("portal.royalty.refused.too_many")
            .with("n", page.number(count))
            .with("most", page.number(MOST));
        return Err(Error::Conflict(message));
    }
    let before = part.map_or(0, |part| (part - 1) * MOST);
    let awards = store::of_month(db, ctx.actor(), there, false, MOST, before).await?;
    note(ctx, &awards, "portal.royalty.view.file").await;
    let yes_no = |yes: bool, key: &str| if yes { page.t(key).to_owned() } else { String::new() };
    let row = |(at, award): (i64, Award)| {
        let said = [again(&page, &award), award.terms.note, award.reason];
        let said: Vec<String> = said.into_iter().filter(|words| !words.is_empty()).collect();
        let said = said.join(" · ");
        vec![
            Cell::Number(at, 0),
            Cell::Text(award.work.title),
            Cell::Text(award.work.published_on.vn()),
            Cell::Text(award.rates.name_in(page.lang).to_owned()),
            Cell::Text(award.payee_name),
            Cell::Text(yes_no(award.terms.payee.account().is_some(), "portal.royalty.export.has_account")),
            Cell::Number(award.terms.coefficient.0, 2),
            Cell::Number(award.rates.unit.0, 0),
            Cell::Number(award.terms.share, 0),
            Cell::Number(award.amount.0, 0),
            Cell::Text(page.t(award.status.key()).to_owned()),
            Cell::Text(yes_no(award.corrects.is_some(), "portal.royalty.export.corrects")),
            Cell::Text(yes_no(!award.rates.verified, "portal.royalty.rate.unverified")),
            Cell::Text(said),
        ]
    };
    let of = part.map(|part| format!("-phan-{part}")).unwrap_or_default();
    Ok(Table {
        name: format!("nhuan-but-{}-{}{of}", place.site.slug, place.month),
        heads: COLUMNS
            .iter()
            .map(|column| page.t(&format!("portal.royalty.export.{column}")).to_owned())
            .collect(),
        rows: (before.cast_signed() + 1..).zip(awards).map(row).collect(),
    })
}

pub(super) async fn csv(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let place = asked.one_place(&ctx).await?;
    let table = table(&ctx, &asked, &place).await?;
    let wrong = |e: String| Error::internal(e);
    let mut writer = csv::Writer::from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(&table.heads).map_err(|e| wrong(e.to_string()))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(Cell::plain)).map_err(|e| wrong(e.to_string()))?;
    }
    let bytes = writer.into_inner().map_err(|e| wrong(e.to_string()))?;
    download(&format!("{}.csv", table.name), "text/csv; charset=utf-8", bytes)
}

pub(super) async fn xlsx(ctx: Ctx, Query(asked): Query<Asked>) -> Result<Response> {
    let place = asked.one_place(&ctx).await?;
    let table = table(&ctx, &asked, &place).await?;
    let sheet = ui::fill(ctx.lang(), "portal.royalty.export.sheet", &[("month", &place.month)]);
    let bytes = workbook(&sheet, &table).map_err(|e| Error::internal(format!("writing a workbook: {e}")))?;
    download(&format!("{}.xlsx", table.name), WORKBOOK, bytes)
}

fn workbook(name: &str, table: &Table) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name(name)?;
    let bold = Format::new().set_bold().set_text_wrap();
    let text = Format::new().set_num_format("@").set_text_wrap();
    let whole = Format::new().set_num_format("#,##0");
    let decimal = Format::new().set_num_format("0.00");
    for (at, (head, width)) in (0_u16..).zip(table.heads.iter().zip(WIDTHS)) {
        sheet.set_column_width(at, width)?;
        sheet.write_string_with_format(0, at, head, &bold)?;
    }
    for (line, row) in (1_u32..).zip(&table.rows) {
        for (at, cell) in (0_u16..).zip(row) {
            match cell {
                Cell::Text(words) if words.is_empty() => {}
                Cell::Text(words) => {
                    sheet.write_string_with_format(line, at, words, &text)?;
                }
                Cell::Number(n, 0) => {
                    sheet.write_number_with_format(line, at, *n as f64, &whole)?;
                }
                Cell::Number(n, _) => {
                    sheet.write_number_with_format(line, at, *n as f64 / 100.0, &decimal)?;
                }
            }
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    book.save_to_buffer()
}
