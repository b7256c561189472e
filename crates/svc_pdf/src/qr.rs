use kernel::{Error, Result};
use qrcode::{Color, EcLevel, QrCode};
use serde::Serialize;

/// A square code. In the data of a printout it is what `qr` of `/form.typ` draws.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Qr {
    /// Each row of modules, `1` for a dark one.
    rows: Vec<String>,
}

impl Qr {
    /// The code of a text, readable with a seventh of it spoilt.
    ///
    /// # Errors
    /// For more than a code holds: 2,331 bytes.
    pub fn new(text: &str) -> Result<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::M)
            .map_err(|error| Error::internal(format!("a square code: {error}")))?;
        let digit = |color: &Color| color.select('1', '0');
        let rows = code.to_colors().chunks(code.width()).map(|row| row.iter().map(digit).collect()).collect();
        Ok(Self { rows })
    }

    /// As SVG that grows with its box, with the white edge readers need. It is dark on white in every scheme of colours.
    pub fn svg(&self) -> String {
        const EDGE: usize = 4;
        let size = self.rows.len() + 2 * EDGE;
        let mut path = String::new();
        for (y, row) in self.rows.iter().enumerate() {
            let mut x = 0;
            // Each run of dark modules is one rectangle.
            for run in row.split_inclusive('0') {
                let dark = run.trim_end_matches('0').len();
                if dark > 0 {
                    path += &format!("M{} {}h{dark}v1h-{dark}z", x + EDGE, y + EDGE);
                }
                x += run.len();
            }
        }
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {size} {size}\" shape-rendering=\"crispEdges\">\
             <path fill=\"#fff\" d=\"M0 0h{size}v{size}H0z\"/><path d=\"{path}\"/></svg>"
        )
    }
}

/// The square code of a text as SVG, for pages.
///
/// # Errors
/// For more than a code holds: 2,331 bytes.
pub fn qr_svg(text: &str) -> Result<String> {
    Ok(Qr::new(text)?.svg())
}
