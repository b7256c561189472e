//! Offering titles while somebody types.

use std::collections::HashSet;

use tantivy::TantivyDocument;

use crate::{
    Index, Result,
    answer::Answer,
    ask::{Query, Suggestion, Viewer},
    best::Best,
    excerpt::Marker,
    input::Input,
    rank::{self, Need, Ranker},
};

/// The most lines offered at once.
const MAX_LINES: usize = 20;
/// So many titles are weighed against each other: nobody turns pages here, and a letter later the question is another.
const WEIGHED: usize = 200;

impl Index {
    /// Up to `limit` (at most 20) titles that have all the words typed, the last of which may be unfinished, with
    /// or without accents; titles that begin so come first. Codes may be unfinished too. Titles alike but for
    /// accents and case are offered once per kind. Nothing typed: nothing offered.
    ///
    /// # Errors
    /// [`Error::Engine`](crate::Error::Engine) if the index cannot be read.
    pub fn suggest(
        &self,
        text: &str,
        lang: Option<&str>,
        viewer: &Viewer,
        kinds: &[String],
        limit: usize,
    ) -> Result<Vec<Suggestion>> {
        let input = Input::read(text);
        let limit = limit.min(MAX_LINES);
        if input.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let query = Query {
            lang: lang.map(str::to_owned),
            kinds: kinds.to_vec(),
            actor: viewer.clone(),
            ..Query::default()
        };
        // A space at the end says that the last word is finished.
        let typing = !text.ends_with(char::is_whitespace);
        let ways = Ranker { fields: &self.fields, input: &input, titles: true, typing }.ways();
        let conditions = rank::conditions(&self.fields, &query);
        let words = input.meant().core().count();
        let searcher = self.searcher();
        let answer = Answer::new(&searcher, &self.kept, &conditions, &ways, &[Need::All])?;
        // Several procedures share one title; what is dropped below must not leave the list short.
        let found = Best::of(&answer, words, WEIGHED)?.page(0, limit * 3)?;
        let mut marker = Marker::new(&input, typing);
        let mut offered = HashSet::new();
        let mut lines = Vec::with_capacity(limit);
        for (_, address) in found {
            let record: TantivyDocument = searcher.doc(address)?;
            let (head, _) = self.fields.read(&record)?;
            if offered.insert((head.kind.clone(), base::text::fold(&head.title))) {
                let title_html = marker.whole(&head.title);
                lines.push(Suggestion { title_html, title: head.title, url: head.url, kind: head.kind });
            }
            if lines.len() == limit {
                break;
            }
        }
        Ok(lines)
    }
}
