//! Asking the index.

use tantivy::{
    DocAddress, DocId, Order, Score, Searcher, SegmentReader, TantivyDocument,
    collector::{
        TopDocs,
        sort_key::{SortByStaticFastValue, SortByString},
    },
    query::{BooleanQuery, Occur, Query as EngineQuery},
};

use crate::{
    Index, Result,
    ask::{Hit, Query, Results, Sort},
    excerpt::Marker,
    input::Input,
    rank::{self, Need, Ranker},
    schema::{AT, BOOST, TITLE_ORDER, TITLE_WORDS},
    tally::{Counts, Tally},
};

/// The most hits on one page.
const MAX_PER_PAGE: usize = 100;

type Found = Vec<(f32, DocAddress)>;

impl Index {
    /// Answers a question. Never fails because of what was typed.
    ///
    /// # Errors
    /// [`Error::Engine`](crate::Error::Engine) if the index cannot be read.
    pub fn search(&self, query: &Query) -> Result<Results> {
        let searcher = self.searcher();
        let input = Input::read(&query.text);
        let ranker = Ranker { fields: &self.fields, input: &input, titles: false, typing: false };
        let needs = match input.meant().core().count() {
            0 | 1 => &[Need::All] as &[Need],
            _ => &[Need::All, Need::Most, Need::One],
        };
        let mut results = Results::default();
        for &need in needs {
            let mut clauses = rank::filters(&self.fields, query);
            clauses.push((Occur::Must, ranker.text(need)));
            let (found, counts) =
                collect(&searcher, &BooleanQuery::new(clauses), query, input.meant().core().count())?;
            results.total = counts.total;
            results.relaxed = need != Need::All && counts.total > 0;
            results.facets = counts.into_facets();
            if results.total > 0 {
                results.hits = self.hits(&searcher, found, &input)?;
                break;
            }
        }
        Ok(results)
    }

    fn hits(&self, searcher: &Searcher, found: Found, input: &Input) -> Result<Vec<Hit>> {
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

fn collect(
    searcher: &Searcher,
    engine_query: &dyn EngineQuery,
    query: &Query,
    words: usize,
) -> Result<(Found, Counts)> {
    let tally = Tally { names: query.count_facets.clone() };
    let per_page = query.per_page.min(MAX_PER_PAGE);
    let offset = (query.page.max(1) - 1).saturating_mul(per_page);
    // The engine reserves room for everything up to the page: never for more than there is.
    let documents = usize::try_from(searcher.num_docs()).unwrap_or(usize::MAX);
    if per_page == 0 || offset >= documents {
        return Ok((Found::new(), searcher.search(engine_query, &tally)?));
    }
    let top = TopDocs::with_limit(per_page.min(documents - offset)).and_offset(offset);
    let by_title = (SortByString::for_field(TITLE_ORDER), Order::Asc);
    Ok(match query.sort {
        Sort::Relevance => {
            let top = top.tweak_score(move |segment: &SegmentReader| relevance(segment, words));
            let (found, counts) = searcher.search(engine_query, &(top, tally))?;
            (found.into_iter().map(|((score, _), address)| (score, address)).collect(), counts)
        }
        Sort::Newest => {
            let top = top.order_by(((SortByStaticFastValue::<i64>::for_field(AT), Order::Desc), by_title));
            let (found, counts) = searcher.search(engine_query, &(top, tally))?;
            (found.into_iter().map(|(_, address)| (0.0, address)).collect(), counts)
        }
        Sort::Title => {
            let (found, counts) = searcher.search(engine_query, &(top.order_by(by_title), tally))?;
            (found.into_iter().map(|(_, address)| (0.0, address)).collect(), counts)
        }
    })
}

/// The engine's score, with what the document itself adds; between equals the newer.
pub(crate) fn relevance(
    segment: &SegmentReader,
    words: usize,
) -> impl Fn(DocId, Score) -> (f32, i64) + use<> {
    let columns = segment.fast_fields();
    // Every document has these columns; a segment without documents has none.
    let boost = columns.f64(BOOST).ok();
    let length = columns.u64(TITLE_WORDS).ok();
    let at = columns.i64(AT).ok();
    move |doc, score| {
        let boost = boost.as_ref().and_then(|column| column.first(doc)).unwrap_or_default() as f32;
        let length = length.as_ref().and_then(|column| column.first(doc)).unwrap_or_default().max(1) as f32;
        let at = at.as_ref().and_then(|column| column.first(doc)).unwrap_or_default();
        let brevity = (words as f32 / length).min(1.0);
        let push = if boost < 0.0 { rank::SETBACK } else { rank::BOOST };
        (score + push * boost + rank::BREVITY * brevity, at)
    }
}
