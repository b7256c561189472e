//! What the writing screens' dialogs need to know: where the library is asked and sent to.

use kernel::{Ctx, Result, http::FormKey};
use ui::{Choice, FormState, Page};

use crate::{media, site};

/// The library as the dialogs beside a text reach it.
pub(super) struct Library {
    /// Where items are found.
    pub choose: String,
    /// Where one is sent to.
    pub send: String,
    /// What it takes.
    pub accept: String,
    /// The sites for which whoever writes keeps a library.
    pub sites: Vec<Choice>,
    /// Nothing typed yet.
    pub form: FormState,
}

impl Library {
    pub(super) fn new(ctx: &Ctx, page: &Page) -> Result<Self> {
        let sites = site::writable_choices(ctx, None)?;
        let mut form = FormState::default().with(FormKey::FIELD, FormKey::issue(ctx));
        if let [only] = sites.as_slice() {
            form = form.with("media_site", &only.value);
        }
        Ok(Self {
            choose: page.href("/quan-tri/thu-vien/chon"),
            send: page.href(media::LIBRARY),
            accept: media::accept(),
            sites,
            form,
        })
    }
}
