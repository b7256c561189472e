//! Documents made to harm whoever opens them.

use crate::previews::samples::pdf_of;

const ROOT: &str = "<< /Type /Catalog /Pages 2 0 R >>";
const PAGES: &str = "<< /Type /Pages /Kids [3 0 R] /Count 1 >>";

/// Each with what it does.
pub fn pdfs() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("a drawing of drawings of drawings", drawings_of_drawings()),
        ("a tree of pages that contains itself", pages_in_pages()),
        ("a page larger than a country", page_of(2_000_000_000, 2_000_000_000)),
        ("a page a hair wide and a mountain high", page_of(2, 2_000_000_000)),
        ("ten million bytes that unpack to fifteen hundred million", unpacking()),
    ]
}

fn document(objects: Vec<Vec<u8>>) -> Vec<u8> {
    let fixed = [ROOT, PAGES].map(|o| o.as_bytes().to_vec());
    pdf_of(&[&fixed[..], &objects].concat())
}

fn stream(dictionary: &str, bytes: &[u8]) -> Vec<u8> {
    let head = format!("<< {dictionary} /Length {} >>\nstream\n", bytes.len());
    [head.as_bytes(), bytes, b"\nendstream"].concat()
}

/// A form that draws the next ten times, and so on, twelve deep: a million million strokes in a few kilobytes.
fn drawings_of_drawings() -> Vec<u8> {
    const DEEP: usize = 12;
    let own = |n: usize| format!("/Resources << /XObject << /F {} 0 R >> >>", n + 1);
    let page = format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 300] /Contents 4 0 R {} >>", own(4));
    let mut objects = vec![page.into_bytes(), stream("", "/F Do ".repeat(10).as_bytes())];
    for n in 5..5 + DEEP {
        let form = format!("/Type /XObject /Subtype /Form /BBox [0 0 200 300] {}", own(n));
        objects.push(stream(&form, "/F Do ".repeat(10).as_bytes()));
    }
    let last = "/Type /XObject /Subtype /Form /BBox [0 0 200 300]";
    objects.push(stream(last, b"0 0 200 300 re f"));
    document(objects)
}

fn pages_in_pages() -> Vec<u8> {
    let objects = [ROOT, "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000000000 /Parent 2 0 R >>"];
    pdf_of(&objects.map(|o| o.as_bytes().to_vec()))
}

fn page_of(width: u64, height: u64) -> Vec<u8> {
    let page = format!("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 4 0 R >>");
    document(vec![page.into_bytes(), stream("", b"0 0 100 100 re f")])
}

fn unpacking() -> Vec<u8> {
    let page = "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 300] /Contents 4 0 R >>";
    document(vec![page.as_bytes().to_vec(), stream("/Filter /FlateDecode", &spaces(1_500_000_000))])
}

/// So many spaces, packed (RFC 1950, 1951) as small as fixed codes allow: one literal, then copies of 258 bytes.
fn spaces(many: usize) -> Vec<u8> {
    let mut out = vec![0x78, 0x9c];
    let (mut bits, mut held) = (0_u64, 0);
    let mut put = |value: u64, count: u32| {
        bits |= value << held;
        held += count;
        while held >= 8 {
            out.push((bits & 0xff) as u8);
            bits >>= 8;
            held -= 8;
        }
    };
    // The last block, of fixed codes. Codes are written from their highest bit on, so they are turned round here.
    put(0b011, 3);
    let turned = |code: u64, count: u32| code.reverse_bits() >> (64 - count);
    put(turned(0x30 + u64::from(b' '), 8), 8);
    for _ in 0..many / 258 {
        // Length 258 is code 285; distance 1 is code 0.
        put(turned(0xc0 + 285 - 280, 8), 8);
        put(0, 5);
    }
    put(0, 7);
    put(0, 8);
    out
}
