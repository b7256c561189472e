//! Weighing: what clauses add to the scores of chosen documents.

use tantivy::{DocId, SeekDangerResult, SegmentReader, TERMINATED, query::Weight};

use crate::Result;

/// Adds to each of these documents, which are in order, what the clauses that fit it say. Each clause looks at these
/// documents only, so that what is dear to find out, like words side by side, is found out for few.
///
/// # Errors
/// The engine's.
pub fn add(
    clauses: &[Box<dyn Weight>],
    reader: &SegmentReader,
    docs: &[DocId],
    scores: &mut [f32],
) -> Result<()> {
    let Some(&first) = docs.first() else { return Ok(()) };
    for clause in clauses {
        let (mut seen, mut scorer) = clause.scorer_danger(reader, first, 1.0)?;
        let mut looked_at = first;
        for (&doc, score) in docs.iter().zip(scores.iter_mut()) {
            if let SeekDangerResult::SeekLowerBound(next) = seen
                && next > doc
            {
                if next == TERMINATED {
                    break;
                }
                continue;
            }
            if doc > looked_at {
                seen = scorer.seek_danger(doc);
                looked_at = doc;
            }
            if let SeekDangerResult::Found = seen {
                *score += scorer.score();
            }
        }
    }
    Ok(())
}
