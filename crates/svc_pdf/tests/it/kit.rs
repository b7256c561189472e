use base::Timestamp;
use bytes::Bytes;
use hayro::{
    hayro_interpret::{
        BlendMode, ClipPath, Context, Device, DrawMode, DrawProps, Image, ImageDrawProps, InterpreterCache,
        InterpreterSettings, SoftMask, font::GlyphRun, hayro_cmap::BfString, interpret_page,
    },
    hayro_syntax::Pdf,
    kurbo::{Affine, BezPath, Point, Rect},
};
use kernel::Result;
use serde::Serialize;
use svc_pdf::{About, Template};
use testkit::{Database, TestApp};
use ui::Lang;

pub async fn app() -> TestApp {
    TestApp::with(Database::Sqlite, &[&svc_pdf::MODULE]).await
}

pub fn about() -> About {
    About {
        title: "Giấy tiếp nhận hồ sơ".into(),
        author: "Ủy ban nhân dân xã Phú Bình".into(),
        lang: Lang::Vi,
        at: testkit::start(),
    }
}

/// Prints on 2 March 2026, 08:00.
pub async fn print(app: &TestApp, template: &'static Template, data: &impl Serialize) -> Result<Bytes> {
    svc_pdf::print(app, template, about(), data).await
}

pub async fn print_at(app: &TestApp, template: &'static Template, at: Timestamp) -> Bytes {
    svc_pdf::print(app, template, About { at, ..about() }, &serde_json::json!({ "text": "a" })).await.unwrap()
}

/// How often something stands in the file as it is.
pub fn count(pdf: &[u8], what: &str) -> usize {
    pdf.windows(what.len()).filter(|window| *window == what.as_bytes()).count()
}

/// A page as a machine reads it.
#[derive(Default)]
pub struct Sheet {
    /// Its letters in the order in which they are drawn, a line feed where another line begins.
    pub text: String,
    /// Where letters stand, in points from the lower left corner.
    pub letters: Vec<Point>,
    /// The filled shapes.
    pub shapes: Vec<BezPath>,
}

impl Sheet {
    /// Whether a sentence stands here, wherever its lines break.
    pub fn says(&self, sentence: &str) -> bool {
        words(&self.text).contains(&words(sentence))
    }

    /// The text without any space.
    pub fn letters_only(&self) -> String {
        self.text.chars().filter(|c| !c.is_whitespace()).collect()
    }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every page of a file.
pub fn read(file: &Bytes) -> Vec<Sheet> {
    let pdf = Pdf::new(file.to_vec()).unwrap();
    let cache = InterpreterCache::new();
    let pages = pdf.pages().iter().map(|page| {
        let mut reader = Reader::default();
        let settings = InterpreterSettings::default();
        let bounds = Rect::new(0.0, 0.0, 1.0, 1.0);
        let mut context = Context::new(Affine::IDENTITY, bounds, &cache, pdf.xref(), settings);
        interpret_page(page, &mut context, &mut reader);
        reader.0
    });
    pages.collect()
}

#[derive(Default)]
struct Reader(Sheet);

impl<'a> Device<'a> for Reader {
    fn draw_glyph_run(&mut self, run: &GlyphRun<'_, 'a>, props: DrawProps<'a>, _: &DrawMode) {
        for glyph in run.glyphs() {
            let place = props.transform * glyph.transform() * Point::ZERO;
            let same_line = self.0.letters.last().is_some_and(|last| (last.y - place.y).abs() < 1.0);
            if !same_line {
                self.0.text.push('\n');
            }
            match glyph.as_unicode().unwrap() {
                BfString::Char(c) => self.0.text.push(c),
                BfString::String(s) => self.0.text.push_str(&s),
            }
            self.0.letters.push(place);
        }
    }

    fn draw_path(&mut self, path: &BezPath, props: DrawProps<'a>, mode: &DrawMode) {
        if matches!(mode, DrawMode::Fill(_)) {
            self.0.shapes.push(props.transform * path.clone());
        }
    }

    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'a, '_>, _: ImageDrawProps<'a>) {}
    fn pop_clip(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
