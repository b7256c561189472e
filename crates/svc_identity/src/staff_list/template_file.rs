//! The workbook to fill in: headings, a row that says what to write, and lists to choose from.

use kernel::{Ctx, Result};
use rust_xlsxwriter::{
    DataValidation, DataValidationErrorStyle, DataValidationRule, ExcelDateTime, Format, Formula, Workbook,
    XlsxError,
};

use super::{
    agencies::Agencies,
    column::{COLUMNS, Column},
    file::{failed, head, place},
};
use crate::{PERSON_MANAGE, grant};

/// Last row the lists and rules hold for.
const LAST: u32 = 20_001;

/// The template for whoever asks: it offers the agencies of their subtree and the roles there are.
pub(super) fn template(ctx: &Ctx) -> Result<Vec<u8>> {
    let (lang, today) = (ctx.lang(), ctx.today());
    let tree = svc_org::tree(ctx.app())?;
    let words = Agencies::of(&tree, today);
    let own = tree.at(today).into_iter().filter(|agency| ctx.may(PERSON_MANAGE, Some(&agency.path)));
    let agencies: Vec<String> = own.map(|agency| words.word(agency)).collect();
    let roles: Vec<String> =
        grant::roles(ctx.app()).into_iter().map(|role| grant::role_label(lang, role)).collect();
    let sexes = ["identity.person.male", "identity.person.female"].map(|key| ui::t(lang, key).to_owned());
    write(lang, &agencies, &roles, &sexes).map_err(failed)
}

fn write(
    lang: ui::Lang,
    agencies: &[String],
    roles: &[String],
    sexes: &[String],
) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    head(sheet, lang)?;
    let hint = Format::new().set_italic().set_text_wrap().set_font_color("#5A6472").set_num_format("@");
    sheet.set_row_height(1, 75)?;
    for column in COLUMNS {
        sheet.write_string_with_format(1, place(column), column.hint(lang), &hint)?;
        if column.is_day() {
            let (first, last) =
                (ExcelDateTime::from_ymd(1900, 1, 1)?, ExcelDateTime::from_ymd(2199, 12, 31)?);
            let rule = DataValidation::new().allow_date(DataValidationRule::Between(first, last));
            sheet.add_data_validation(2, place(column), LAST, place(column), &rule)?;
        }
    }
    // A list longer than 255 letters has to stand in cells.
    let choices = ui::t(lang, "identity.staff_list.choices").to_owned();
    for (at, (column, options)) in
        (0_u16..).zip([(Column::Sex, sexes), (Column::Agency, agencies), (Column::Role, roles)])
    {
        if options.is_empty() {
            continue;
        }
        let letter = char::from(b'A' + at as u8);
        let range = format!("='{choices}'!${letter}$1:${letter}${}", options.len());
        let mut rule = DataValidation::new().allow_list_formula(Formula::new(range));
        // Agencies may also be named by code, and several roles stand in one cell.
        rule = rule
            .set_error_style(DataValidationErrorStyle::Information)
            .show_error_message(column == Column::Sex);
        sheet.add_data_validation(2, place(column), LAST, place(column), &rule)?;
    }
    let lists = book.add_worksheet();
    lists.set_name(&choices)?;
    for (at, options) in (0_u16..).zip([sexes, agencies, roles]) {
        lists.set_column_width(at, 34)?;
        for (row, option) in (0_u32..).zip(options) {
            lists.write_string(row, at, option)?;
        }
    }
    book.save_to_buffer()
}
