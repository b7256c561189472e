//! Titles and excerpts as HTML: everything escaped, what matches in `<mark>`.

use std::{collections::HashMap, ops::Range};

use crate::{
    input::Input,
    words::{self, Forms},
};

/// Words shown of a text.
const WINDOW: usize = 36;
/// Words shown before the first match.
const BEFORE: usize = 6;
/// Bytes of a text looked through for the best place. Longer texts have said what they are about by then.
const SCANNED: usize = 12_000;

/// Which of the words typed a word of a text is, as bits.
#[derive(Clone, Copy, Default)]
struct Match {
    /// The same but for accents.
    folded: u32,
    /// The same with the accents typed, or none were typed.
    exact: u32,
}

/// Marks the words typed. Remembers every word it has met, since texts repeat their words.
pub struct Marker {
    typed: Vec<Forms>,
    /// The last word is still being typed: its beginning is marked.
    typing: bool,
    met: HashMap<String, Match>,
}

struct Text<'t> {
    text: &'t str,
    spans: Vec<Range<usize>>,
    matches: Vec<Match>,
}

impl Marker {
    /// A marker for what was typed.
    pub fn new(input: &Input, typing: bool) -> Self {
        let official = input.official.iter().flat_map(|official| official.words());
        // Everyday words with accents stand in few texts; by their letters alone others would be marked.
        let typed = input.words().filter(|_| input.official.is_none() || !input.accented());
        let typed = official.chain(typed).take(31).cloned().collect();
        Self { typed, typing, met: HashMap::new() }
    }

    /// The whole text.
    pub fn whole(&mut self, text: &str) -> String {
        let read = self.read(text);
        let mut html = String::with_capacity(text.len() + 32);
        self.write(&read, 0..text.len(), &mut html);
        html
    }

    /// The part of the text that has most of the words typed, else its beginning.
    pub fn excerpt(&mut self, text: &str) -> String {
        let read = self.read(&text[..text.floor_char_boundary(SCANNED)]);
        let Some(first) = read.best_window() else { return String::new() };
        let last = (first + WINDOW).min(read.spans.len()) - 1;
        let start = if first == 0 { 0 } else { read.spans[first].start };
        let mut end = read.spans[last].end;
        let cut = words::spans(&text[end..]).next().is_some();
        if !cut {
            end = read.text.len();
        }
        let mut html = String::with_capacity((end - start) + 64);
        if start > 0 {
            html.push_str("… ");
        }
        self.write(&read, start..end, &mut html);
        if cut {
            html.push_str(" …");
        }
        html
    }

    fn read<'t>(&mut self, text: &'t str) -> Text<'t> {
        let spans: Vec<_> = words::spans(text).collect();
        let matches = spans.iter().map(|span| self.matching(&text[span.clone()])).collect();
        Text { text, spans, matches }
    }

    fn matching(&mut self, word: &str) -> Match {
        if let Some(known) = self.met.get(word) {
            return *known;
        }
        let forms = Forms::of(word);
        let mut found = Match::default();
        for (at, typed) in self.typed.iter().enumerate() {
            let open = self.typing && at + 1 == self.typed.len();
            let same =
                if open { forms.folded.starts_with(&typed.folded) } else { forms.folded == typed.folded };
            if same {
                found.folded |= 1 << at;
                if open || !typed.accented() || forms.exact == typed.exact {
                    found.exact |= 1 << at;
                }
            }
        }
        self.met.insert(word.to_owned(), found);
        found
    }

    fn write(&self, read: &Text<'_>, part: Range<usize>, html: &mut String) {
        let exact = read.matches.iter().fold(0, |all, found| all | found.exact);
        let continued = (0..read.spans.len()).any(|at| self.continues(read, at));
        let mut done = part.start;
        let mut marks: Vec<Range<usize>> = Vec::new();
        for (at, (span, found)) in read.spans.iter().zip(&read.matches).enumerate() {
            // Where a word stands with the accents typed, the same word with others is no match.
            let mut shown = found.exact | (found.folded & !exact);
            if continued && !self.continues(read, at) {
                shown &= !self.open_bit();
            }
            if shown == 0 || span.start < part.start || span.end > part.end {
                continue;
            }
            let span = self.typed_part(read.text, span.clone(), shown);
            match marks.last_mut() {
                Some(mark) if joined(&read.text[mark.end..span.start]) => mark.end = span.end,
                _ => marks.push(span),
            }
        }
        for mark in marks {
            escape(&read.text[done..mark.start], html);
            html.push_str("<mark>");
            escape(&read.text[mark.clone()], html);
            html.push_str("</mark>");
            done = mark.end;
        }
        escape(&read.text[done..part.end], html);
    }

    /// The bit of the word that is still being typed, if one is.
    fn open_bit(&self) -> u32 {
        if self.typing { (1 << self.typed.len()) >> 1 } else { 0 }
    }

    /// Whether this word goes on with what is being typed, right after the word typed before. Where one does,
    /// others that happen to begin with the same letter are not meant.
    fn continues(&self, read: &Text<'_>, at: usize) -> bool {
        let open = self.open_bit();
        at > 0 && read.matches[at].folded & open != 0 && read.matches[at - 1].folded & (open >> 1) != 0
    }

    /// Of a word that is still being typed only the letters typed.
    fn typed_part(&self, text: &str, span: Range<usize>, found: u32) -> Range<usize> {
        let Some(last) = self.typed.last().filter(|_| found == self.open_bit()) else { return span };
        let letters = last.folded.chars().count();
        let end = text[span.clone()].char_indices().nth(letters).map_or(span.end, |(at, _)| span.start + at);
        span.start..end
    }
}

impl Text<'_> {
    /// The first word of the part with the most different words typed, then the most matches.
    fn best_window(&self) -> Option<usize> {
        if self.spans.is_empty() {
            return None;
        }
        let hits: Vec<usize> = (0..self.spans.len()).filter(|&at| self.matches[at].folded != 0).collect();
        let mut best = (0, 0, 0);
        for (nth, &at) in hits.iter().enumerate() {
            let near = hits[nth..].iter().take_while(|&&other| other < at + WINDOW - BEFORE);
            let (mut seen, mut exact, mut count) = (0_u32, 0_u32, 0);
            for &other in near {
                seen |= self.matches[other].folded;
                exact |= self.matches[other].exact;
                count += 1;
            }
            let worth = (seen.count_ones() + exact.count_ones(), count);
            if worth > (best.0, best.1) {
                best = (worth.0, worth.1, at);
            }
        }
        // A match near the beginning needs no cut there.
        Some(if best.2 <= WINDOW / 2 { 0 } else { best.2 - BEFORE })
    }
}

fn joined(gap: &str) -> bool {
    gap.chars().all(|c| c == ' ' || c == '.' || c == '-' || c == '/')
}

fn escape(text: &str, html: &mut String) {
    for ch in text.chars() {
        match ch {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            c => html.push(c),
        }
    }
}
