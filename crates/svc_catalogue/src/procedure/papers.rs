//! What to bring, in the order in which somebody gets it together: the form first, then what everybody needs, then what
//! only some do.

use ui::Page;

use super::{
    layers::{Detail, Paper},
    words,
};

/// The papers of one case.
pub struct Case {
    /// In which case; empty: always.
    pub title: String,
    /// Each paper and how many of it.
    pub papers: Vec<(String, String)>,
}

/// How names of forms to fill in, and of what replaces them, begin; folded.
const FORMS: [&str; 7] =
    ["to khai", "giay de nghi", "don ", "mau ", "giay chung sinh", "phieu khai", "phieu de nghi"];
/// What makes a list of notes one of forms; folded.
const FORM_WORDS: [&str; 2] = ["to khai", "mau "];

/// The papers by case: those for every case first, then the forms.
pub fn cases(page: &Page, detail: &Detail) -> Vec<Case> {
    let mut cases: Vec<(String, Vec<&Paper>)> = Vec::new();
    for paper in &detail.papers {
        let title = paper.case.as_deref().unwrap_or_default().trim().trim_end_matches([':', ' ']).to_owned();
        match cases.iter_mut().find(|(known, _)| *known == title) {
            Some((_, papers)) => papers.push(paper),
            None => cases.push((title, vec![paper])),
        }
    }
    let are_forms = |title: &str, papers: &[&Paper]| {
        let one = |paper: &&Paper| {
            let name = base::text::fold(&paper.name);
            FORM_WORDS.iter().any(|word| name.contains(word))
        };
        base::text::fold(title) == "luu y" && papers.iter().any(one)
    };
    for (title, papers) in &mut cases {
        papers.sort_by_key(|paper| place(&paper.name));
        if are_forms(title, papers) {
            page.t("catalogue.procedure.papers.forms").clone_into(title);
        }
    }
    let forms = page.t("catalogue.procedure.papers.forms");
    cases.sort_by_key(|(title, _)| (!title.is_empty(), title != forms));
    let counted = |paper: &Paper| {
        let mut counts = Vec::new();
        if paper.original > 0 {
            counts.push(page.count("catalogue.procedure.papers.original", paper.original));
        }
        if paper.copy > 0 {
            counts.push(page.count("catalogue.procedure.papers.copy", paper.copy));
        }
        (words::paper(&paper.name), counts.join(", "))
    };
    cases
        .into_iter()
        .map(|(title, papers)| Case { title, papers: papers.into_iter().map(counted).collect() })
        .collect()
}

/// Where a paper stands among those of its case.
fn place(name: &str) -> (u8, u32) {
    if let Some(number) = roman(name) {
        return (4, number);
    }
    let name = base::text::fold(name);
    let name = name.trim_start_matches(|c: char| !c.is_alphanumeric());
    if name.starts_with("van ban uy quyen") {
        (3, 0)
    } else if name.starts_with("truong hop") {
        (2, 0)
    } else if FORMS.iter().any(|form| name.starts_with(form)) {
        (0, 0)
    } else {
        (1, 0)
    }
}

/// The small Roman number in brackets with which a name begins.
fn roman(name: &str) -> Option<u32> {
    let (number, _) = name.trim_start().strip_prefix('(')?.split_once(')')?;
    let digit = |c: char| match c {
        'i' => Some(1),
        'v' => Some(5),
        'x' => Some(10),
        _ => None,
    };
    let digits: Vec<u32> = number.chars().map(digit).collect::<Option<_>>()?;
    // From the right: a smaller one before a greater one is taken from it.
    let (mut sum, mut greatest) = (0, 0);
    for value in digits.into_iter().rev() {
        if value < greatest {
            sum -= value;
        } else {
            sum += value;
            greatest = value;
        }
    }
    (sum > 0).then_some(sum)
}
