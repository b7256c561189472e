//! All there is in the world of a template: itself, the common style, and its data.

use std::{path::PathBuf, sync::Arc};

use kernel::{Error, Result};
use typst::{
    Library, LibraryExt, World,
    diag::{FileError, FileResult},
    foundations::{Binding, Bytes, Datetime, Duration, Module, Scope},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};

use crate::Template;

/// What makes code of text, or runs other programs' code: templates get neither.
const TAKEN_OUT: [&str; 2] = ["eval", "plugin"];

/// What all printouts share.
pub(crate) struct Shop {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    style: Source,
}

impl Shop {
    pub(crate) fn new() -> Result<Self> {
        let files: [&'static [u8]; 4] = [
            include_bytes!("../fonts/Tinos-Regular.ttf"),
            include_bytes!("../fonts/Tinos-Bold.ttf"),
            include_bytes!("../fonts/Tinos-Italic.ttf"),
            include_bytes!("../fonts/Tinos-BoldItalic.ttf"),
        ];
        let fonts: Vec<Font> = files.into_iter().filter_map(|file| Font::new(Bytes::new(file), 0)).collect();
        if fonts.len() != files.len() {
            return Err(Error::internal("a typeface of the printer is broken"));
        }
        Ok(Self {
            library: LazyHash::new(library()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            style: Source::new(path("/form.typ")?, include_str!("forms/form.typ").to_owned()),
        })
    }

    /// Whether every typeface has this letter, large and small.
    pub(crate) fn has(&self, c: char) -> bool {
        let has = |c: char| self.fonts.iter().all(|font| font.info().coverage.contains(c.into()));
        has(c) && c.to_uppercase().all(has) && c.to_lowercase().all(has)
    }
}

/// Typst's own, without what is taken out.
fn library() -> Library {
    let mut library = Library::default();
    let mut scope = Scope::deduplicating();
    for (name, binding) in library.global.scope().iter() {
        if !TAKEN_OUT.contains(&name.as_str()) {
            scope.bind(name.clone(), binding.clone());
        }
    }
    library.global = Module::new("global", scope);
    library.std = Binding::detached(library.global.clone());
    library
}

fn path(path: &str) -> Result<FileId> {
    let path = VirtualPath::new(path).map_err(|error| Error::internal(format!("{path}: {error}")))?;
    Ok(RootedPath::new(VirtualRoot::Project, path).intern())
}

/// One printout in the making.
pub(crate) struct Sheet {
    shop: Arc<Shop>,
    main: Source,
    template: Source,
    /// The identifiers of the two files of data, each with its content.
    files: [(FileId, Bytes); 2],
}

impl Sheet {
    pub(crate) fn new(shop: Arc<Shop>, template: &Template, about: String, data: String) -> Result<Self> {
        let name = format!("/templates/{}.typ", template.name);
        let main = format!(
            "#import \"/form.typ\": page-of-form\n\
             #show: page-of-form.with(json(\"/about.json\"))\n\
             #include \"{name}\"\n"
        );
        Ok(Self {
            shop,
            main: Source::new(path("/main.typ")?, main),
            template: Source::new(path(&name)?, template.text.to_owned()),
            files: [
                (path("/about.json")?, Bytes::from_string(about)),
                (path("/data.json")?, Bytes::from_string(data)),
            ],
        })
    }
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &self.shop.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shop.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let sources = [&self.main, &self.template, &self.shop.style];
        sources.into_iter().find(|source| source.id() == id).cloned().ok_or_else(|| not_found(id))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let found = self.files.iter().find(|(own, _)| *own == id);
        found.map(|(_, content)| content.clone()).ok_or_else(|| not_found(id))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shop.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn not_found(id: FileId) -> FileError {
    FileError::NotFound(PathBuf::from(id.vpath().get_with_slash()))
}
