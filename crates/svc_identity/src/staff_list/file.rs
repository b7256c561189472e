//! Writing a list: as a workbook, or as text with commas.

use base::{LocalDate, text::spreadsheet_cell};
use kernel::{Error, Result};
use rust_xlsxwriter::{Color, ExcelDateTime, Format, Workbook, Worksheet};
use ui::Lang;

use super::column::{COLUMNS, Column, WIDTH};

/// Widths of the columns, in characters.
const WIDTHS: [f64; WIDTH] = [26., 12., 9., 16., 14., 13., 15., 30., 34., 26., 24., 12., 12., 18., 24., 12.];

/// A row to be written, in the order of [`COLUMNS`].
pub(super) type Line = [String; WIDTH];

/// As text with commas, in UTF-8 with a byte order mark, by which Excel knows it. What looks like a formula is
/// made text.
pub(super) fn csv(lang: Lang, lines: &[Line]) -> Result<Vec<u8>> {
    let mut writer = csv::Writer::from_writer("\u{FEFF}".as_bytes().to_vec());
    let head = COLUMNS.map(|column| column.header(lang));
    for line in std::iter::once(&head).chain(lines) {
        let harmless = line.iter().map(|text| spreadsheet_cell(text));
        writer.write_record(harmless).map_err(|e| Error::internal(e.to_string()))?;
    }
    writer.into_inner().map_err(|e| Error::internal(e.to_string()))
}

/// As a workbook. Texts are written as texts, which no program runs; numbers people are known by are texts, too, and keep
/// the noughts they begin with.
pub(super) fn workbook(lang: Lang, lines: &[Line]) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    head(sheet, lang).map_err(failed)?;
    rows(sheet, 1, lines, &day(), &text()).map_err(failed)?;
    book.save_to_buffer().map_err(failed)
}

pub(super) fn failed(error: rust_xlsxwriter::XlsxError) -> Error {
    Error::internal(format!("writing a workbook: {error}"))
}

pub(super) fn day() -> Format {
    Format::new().set_num_format("dd/mm/yyyy")
}

pub(super) fn text() -> Format {
    Format::new().set_num_format("@")
}

/// Headings that stay in sight, and columns of the right width and kind.
pub(super) fn head(sheet: &mut Worksheet, lang: Lang) -> Result<(), rust_xlsxwriter::XlsxError> {
    let bold = Format::new().set_bold().set_background_color(Color::RGB(0x00DC_E8F2)).set_text_wrap();
    sheet.set_name(ui::t(lang, "identity.staff_list.sheet"))?;
    for (at, column) in (0_u16..).zip(COLUMNS) {
        sheet.set_column_width(at, WIDTHS[usize::from(at)])?;
        sheet.set_column_format(at, &if column.is_day() { day() } else { text() })?;
        sheet.write_string_with_format(0, at, column.header(lang), &bold)?;
    }
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

pub(super) fn rows(
    sheet: &mut Worksheet,
    first: u32,
    lines: &[Line],
    day: &Format,
    text: &Format,
) -> Result<(), rust_xlsxwriter::XlsxError> {
    for (row, line) in (first..).zip(lines) {
        for (at, (column, words)) in (0_u16..).zip(COLUMNS.iter().zip(line)) {
            if words.is_empty() {
                continue;
            }
            match LocalDate::parse(words).ok().filter(|_| column.is_day()).and_then(excel_day) {
                Some(serial) => sheet.write_datetime_with_format(row, at, serial, day)?,
                None => sheet.write_string_with_format(row, at, words, text)?,
            };
        }
    }
    Ok(())
}

fn excel_day(day: LocalDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.0.year()).ok()?;
    ExcelDateTime::from_ymd(year, u8::from(day.0.month()), day.0.day()).ok()
}

/// The place of a column.
pub(super) fn place(column: Column) -> u16 {
    column as u16
}
