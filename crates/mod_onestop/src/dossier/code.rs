//! The number of a dossier, `<agency>-YYMMDD-XXXX`: the order of the day at the agency, one for all channels.

use std::fmt;

use base::LocalDate;

/// Longest code anybody types, with room for spaces.
const LONGEST: usize = 60;

/// A dossier's code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DossierCode(String);

impl DossierCode {
    /// The code of the `order`-th dossier of a day, counted from 1; four digits at least.
    pub fn new(agency: &str, day: LocalDate, order: i64) -> Self {
        let iso = day.iso();
        let [year, month, of_month] = [&iso[2..4], &iso[5..7], &iso[8..10]];
        Self(format!("{agency}-{year}{month}{of_month}-{order:04}"))
    }

    /// A code as somebody typed it: in small letters, with spaces, with other dashes.
    pub fn parse(typed: &str) -> Option<Self> {
        let plain: String = typed
            .chars()
            .take(LONGEST)
            .filter(|c| !c.is_whitespace())
            .map(|c| if matches!(c, '\u{2010}'..='\u{2015}') { '-' } else { c.to_ascii_uppercase() })
            .collect();
        let (rest, order) = plain.rsplit_once('-')?;
        let (agency, day) = rest.rsplit_once('-')?;
        let digits = |text: &str, least: usize, most: usize| {
            (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
        };
        let of_agency = |b: u8| b.is_ascii_alphanumeric() || b == b'.';
        let sound = !agency.is_empty() && agency.len() <= 35 && agency.bytes().all(of_agency);
        (sound && digits(day, 6, 6) && digits(order, 4, 9)).then_some(Self(plain))
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for DossierCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
