//! Asking the index.

use std::ops::Range;

use tantivy::{
    DocAddress, Order, Searcher, TantivyDocument,
    collector::{
        TopDocs,
        sort_key::{SortByStaticFastValue, SortByString},
    },
};

use crate::{
    Index, Result,
    answer::Answer,
    ask::{Hit, Query, Results, Sort},
    best::Best,
    excerpt::Marker,
    input::Input,
    rank::{self, Need, Ranker},
    schema::{AT, TITLE_ORDER},
};

/// The most hits on one page.
const MAX_PER_PAGE: usize = 100;
/// So many documents are weighed against each other for a question of few words: more than anybody turns pages for, and few
/// enough that words side by side can be looked for in each.
const WEIGHED: usize = 600;
/// For a question of more words fewer are: each word and each pair of words is looked for in each document.
const FEW_WORDS: usize = 4;

impl Index {
    /// Answers a question. Never fails because of what was typed. Everything that fits is counted; of what fits, some
    /// hundreds are weighed against each other at a time, those first that have most of the words in their titles.
    ///
    /// # Errors
    /// [`Error::Engine`](crate::Error::Engine) if the index cannot be read.
    pub fn search(&self, query: &Query) -> Result<Results> {
        let searcher = self.searcher();
        let input = Input::read(&query.text);
        let words = input.meant().core().count();
        let ways = Ranker { fields: &self.fields, input: &input, titles: false, typing: false }.ways();
        let conditions = rank::conditions(&self.fields, query);
        let needs: &[Need] = if words > 1 { &[Need::All, Need::Most, Need::One] } else { &[Need::All] };
        let answer = Answer::new(&searcher, &self.kept, &conditions, &ways, needs)?;
        let total = answer.total();
        let relaxed = answer.need() != Need::All && total > 0;
        let mut results = Results { total, relaxed, ..Results::default() };
        for count in &query.count {
            results.facets.insert(count.facet.clone(), answer.count(&self.fields, count)?);
        }
        let per_page = query.per_page.min(MAX_PER_PAGE);
        let offset = (query.page.max(1) - 1).saturating_mul(per_page);
        // The engine reserves room for everything up to the page: never for more than there is.
        if per_page > 0 && offset < usize::try_from(total).unwrap_or(usize::MAX) {
            results.hits =
                self.hits(&searcher, page(&answer, query.sort, words, offset..offset + per_page)?, &input)?;
        }
        Ok(results)
    }

    fn hits(&self, searcher: &Searcher, found: Vec<(f32, DocAddress)>, input: &Input) -> Result<Vec<Hit>> {
        let mut marker = Marker::new(input, false);
        let mut hits = Vec::with_capacity(found.len());
        for (score, address) in found {
            let record: TantivyDocument = searcher.doc(address)?;
            let (head, text) = self.fields.read(&record)?;
            hits.push(Hit {
                title_html: marker.whole(&head.title),
                snippet_html: marker.excerpt(&text),
                kind: head.kind,
                id: head.id,
                lang: head.lang,
                title: head.title,
                url: head.url,
                facets: head.facets,
                at: head.at,
                score,
            });
        }
        Ok(hits)
    }
}

fn page(
    answer: &Answer<'_>,
    sort: Sort,
    words: usize,
    lines: Range<usize>,
) -> Result<Vec<(f32, DocAddress)>> {
    let top = || TopDocs::with_limit(lines.len()).and_offset(lines.start);
    let by_title = || (SortByString::for_field(TITLE_ORDER), Order::Asc);
    let unweighed = |address| (0.0, address);
    Ok(match sort {
        Sort::Relevance => {
            let at_once = WEIGHED * FEW_WORDS / words.max(FEW_WORDS);
            // Never fewer than a page: what is asked for together is weighed together.
            Best::of(answer, words, at_once.max(MAX_PER_PAGE))?.page(lines.start, lines.len())?
        }
        Sort::Newest => {
            let newest = (SortByStaticFastValue::<i64>::for_field(AT), Order::Desc);
            let found = answer.collect(&top().order_by((newest, by_title())))?;
            found.into_iter().map(|(_, address)| unweighed(address)).collect()
        }
        Sort::Title => {
            let found = answer.collect(&top().order_by(by_title()))?;
            found.into_iter().map(|(_, address)| unweighed(address)).collect()
        }
    })
}
