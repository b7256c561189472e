/// A cell as spreadsheets may have it. One that begins as a formula would be reckoned when the file is opened, with
/// whatever somebody wrote into it; the mark in front makes it text.
pub(crate) fn plain(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}
